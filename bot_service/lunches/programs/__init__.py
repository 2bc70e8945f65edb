"""Programmes: who takes part, how often, and on which terms people are matched."""
