"""Rows that say what is due, guarded moves from one state to the next, transactions, and the way the tables grow.

SQLite by default, PostgreSQL by `DATABASE_URL`; the same code and the same tests on both.
"""
