"""What both entrances ask of the tokens that Microsoft signs for us: with which keys, for whom, until when.

`keys` reads the public keys and follows when they change; `bearer` reads a header and checks the signature.
"""
