"""Takes the steps that are due: alone and in order, or, on PostgreSQL, many at once in many processes.

The truth about what is due is in the tables (design §4); what is here may be lost at any moment and comes back.
"""
