"""Celebrating colleagues so that they are glad about it.

A `success` goes to its owner alone; when she opens it a `shoutout` is drafted for her to see, edit, post or keep to herself.
Silence of two working days keeps it hers.
"""
