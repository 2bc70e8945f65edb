"""Potluck: befriend first, ask later.

People of different teams have lunch (`lunches`), what they are proud of is celebrated (`shoutouts`), and only then, nicely,
a host may ask for a share (`sharing`). `courtesy` guards every word that reaches a person; `journey` is the product on one page.
"""
