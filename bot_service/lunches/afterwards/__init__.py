"""“How was it?”, and whom one has met."""
