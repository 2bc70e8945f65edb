"""Contoso in the sandbox, served over loopback, as the tests of graph have it."""

from tests.graph.conftest import client, contoso, signs_in

__all__ = ["client", "contoso", "signs_in"]
