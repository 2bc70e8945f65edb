"""What people type: days, times and the fields of a form, read with one clear sentence for what can't be."""
