"""How Teams reaches us: check whose word it is (`token`), keep it (`inbox`), say so at once (`endpoint`), act on it later (`turns`).

A press on a card is answered in the same moment; everything else goes through the courier. No rules of the product live here.
"""
