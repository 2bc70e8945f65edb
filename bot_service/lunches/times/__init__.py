"""When people can meet: pure slots, and what they are made of."""
