"""`potluck match`: the matching engine alone, on CSV files as people save them.

sheet (a file: its encoding, delimiter, rows) → people, past (what stands in it; faults are gathered) → command (matches)
→ tally (counts afresh what came out) and groups (writes it).
"""
