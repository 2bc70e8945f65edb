"""What people do to a lunch once it stands in Outlook, and what follows."""
