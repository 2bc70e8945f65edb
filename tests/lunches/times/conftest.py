"""Contoso's calendars, served over loopback, as the tests of graph have them."""

from tests.graph.conftest import calendars, client, contoso, signs_in

__all__ = ["calendars", "client", "contoso", "signs_in"]
