"""Contoso's calendars and directory, served over loopback, as the tests of graph have them."""

from tests.graph.conftest import calendars, client, contoso, directory, signs_in

__all__ = ["calendars", "client", "contoso", "directory", "signs_in"]
