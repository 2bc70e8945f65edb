"""The seventh step, done nicely: a `story` is offered to one person, with her `leave`, by one `ask`; a no is taken as a no.

Colleagues' own posts come first (`boost`). Who says that she shared (`share`) gets exactly one thanks, open or private.
`feed` brings stories as drafts; anybody may share any story unasked.
"""
