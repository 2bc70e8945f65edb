"""Whether a message may reach a person, now, in this way; and the only two who send.

`rules` decide, `situation` is what they look at, `courier` carries to people, `noticeboard` to channels.
"""
