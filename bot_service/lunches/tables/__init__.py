"""A lunch and who sits at it: the rows that everything else here is about."""
