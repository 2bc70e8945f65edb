"""Everything that is held on one person: given to her, and erased.

`tables` says what is held where, `whose` finds the person, `found` her rows, `export` and `export_page` hand them over, `erase` and
`blot` let her go, and `retain` lets go what has had its time.
"""
