"""The life of a lunch, in seven rooms, from the bottom: `tables` (what a lunch is), `programs` (who, how often, on which terms),
`times` (when people can meet), `offers` (from a proposal to an event), `afterwards` (how it was), and side by side `outlook`
(what people do to the event) and `rounds` (who meets whom). Each room knows those below it and none beside or above it.
"""
