"""The matching engine: who meets whom, from five people to a hundred thousand. Pure and seeded: no I/O, no clock.

seekers (what comes in and goes out) → instance (the same as arrays, and what each pair costs) → exact, where few are matched,
or seating and improve, where many are → match (one round, with its reasons). On top: plan (several rounds at once, with
designs where mathematics knows one), changes (one joins late, one declines), tables (host lunches, team tables, lottery seats).
"""
