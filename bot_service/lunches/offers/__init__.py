"""From a proposal to an event: the invitation, the answers, and the booking."""
