"""Identifiers that look like Microsoft's and are the same on each run: all of them stand for something."""

import base64
import hashlib
import uuid

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "sandbox.contoso.example")


def guid(*parts: object) -> str:
    """The id of an account, tenant, request: always the same for the same parts."""
    return str(uuid.uuid5(_NAMESPACE, "/".join(str(part) for part in parts)))


def event_id(*parts: object, immutable: bool = False) -> str:
    """The id of one copy of an event in one mailbox. Case matters in it. Immutable ones are shorter."""
    if immutable:
        return "AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A" + _letters(48, "immutable", *parts) + "AAA="
    return "AAMkADdmMGU1" + _letters(128, "mutable", *parts) + "AAA="


def ical_uid(*parts: object) -> str:
    """The iCalUId: the same on all copies of one event, upper-case hex as Exchange makes it."""
    return "040000008200E00074C5B7101A82E008" + _digest(40, "ical", *parts).hex().upper()


def change_key(*parts: object) -> str:
    """A changeKey: another one after each change."""
    return base64.b64encode(_digest(15, "change", *parts)).decode() + "AA=="


def thread_id(*parts: object) -> str:
    """The id of a Teams channel's conversation."""
    return f"19:{_digest(16, 'thread', *parts).hex()}@thread.tacv2"


def _letters(length: int, *parts: object) -> str:
    return base64.urlsafe_b64encode(_digest(length, *parts)).decode()[:length]


def _digest(length: int, *parts: object) -> bytes:
    return hashlib.shake_128("/".join(str(part) for part in parts).encode()).digest(length)
