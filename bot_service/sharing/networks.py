"""Where a story can be shared: one row per network. Links only, no sign-in: what is written there stays between her and the network."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True)
class Network:
    """`address` makes the page on which she writes her own words, from the story's title and link."""

    name: str
    address: Callable[[str, str], str]


def _in_a_query(text: str) -> str:
    """RFC 3986: everything but unreserved characters as UTF-8 percent escapes; spaces as %20, which mail clients need too."""
    return quote(text, safe="")


NETWORKS: tuple[Network, ...] = (
    # LinkedIn takes the link alone; title and picture come from the page itself.
    Network(
        "LinkedIn", lambda _title, link: f"https://www.linkedin.com/sharing/share-offsite/?url={_in_a_query(link)}"
    ),
    Network("X", lambda _title, link: f"https://x.com/intent/post?url={_in_a_query(link)}"),
    Network("mail", lambda title, link: f"mailto:?subject={_in_a_query(title)}&body={_in_a_query(link)}"),
)
