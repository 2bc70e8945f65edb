"""The life of a lunch: a `program` begins a `round`, `matching` finds who meets within common `slots`, an `offer` goes out,
both say yes, it is `booked` on calendars, watched until it is over, and a `checkin` asks how it was.

Pure rules: `slots`, `matching`, `questions`. Everything else moves a row from one state to the next.
"""
