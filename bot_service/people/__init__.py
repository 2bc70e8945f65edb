"""Who works here, what they wish, and what has passed between them.

`directory` brings colleagues in, `person` holds one and her wishes, `joining` is her yes or no to Potluck,
and `ledger` remembers what passed between people; it is the only memory that courtesy asks.
"""
