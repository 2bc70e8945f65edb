"""Microsoft Teams, outbound: cards, and the messenger that sends them.

A card is built with `cards`, goes to an `address`, and is carried by the `messenger`, which says plainly what became of it: sent,
not possible, try later, or in doubt. Only `courtesy` may use the messenger.
"""
