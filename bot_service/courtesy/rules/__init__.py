"""The written rules on whether a message may reach a person: `rule` says what one is, `table` lists them all."""
