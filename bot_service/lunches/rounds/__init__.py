"""Who meets whom: the rounds of a programme, and tables that somebody asked for."""
