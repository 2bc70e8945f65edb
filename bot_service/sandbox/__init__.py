"""A small Microsoft 365 of our own over HTTP: Graph, bot connector, sign-in, with a cast of colleagues who act.

It imports nothing of the product, so that what it sees is what Microsoft would see.
"""
