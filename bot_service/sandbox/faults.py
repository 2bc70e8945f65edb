"""Trouble on request: what the sandbox answers instead, or how it breaks, for the next few calls that match.

Kept as plain state; the door (`door.py`) acts on what `take` returns.
"""

import asyncio
import contextlib
import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

Deed = Literal["status", "delay", "drop", "late_reply", "lose_reply"]


class NoSuchFault(ValueError):  # noqa: N818 - what is wrong, in plain words
    """The description of a fault can't be understood; the message says why."""


@dataclass
class Fault:
    """One kind of trouble.

    `status`: answer with this status (and this `code`, instead of the usual one) and nothing happens (`seconds` becomes
    Retry-After). `delay`: wait `seconds` of real time first; nothing happens when the caller has hung up by then. `drop`: cut
    the connection before anything happens. `late_reply`: it happens, and the answer comes `seconds` later. `lose_reply`: it
    happens, and the connection is cut instead of the answer. A part of a batch has no connection to cut: it is answered 504.
    """

    path: re.Pattern[str]
    do: Deed
    times: int = 1
    method: str = ""
    status: int = 503
    seconds: float | None = None
    code: str = ""

    def matches(self, method: str, path: str) -> bool:
        """Whether this call meets it. `path` is with query."""
        return self.times > 0 and self.method in {"", method} and self.path.search(path) is not None


class Faults:
    """All trouble that was ordered and has not happened yet, in the order given; `waiting`: how many calls hang right now."""

    def __init__(self) -> None:
        self.pending: list[Fault] = []
        self.happened: Counter[str] = Counter()
        self.waiting = 0
        self._all_is_well = asyncio.Event()

    def order(self, wish: Mapping[str, Any]) -> Fault:
        """Take `{path: regex, method?, times?, do, status?, seconds?, code?}`. Raises `NoSuchFault`."""
        do = wish.get("do", "status")
        if do not in get_args(Deed):
            raise NoSuchFault(f"“do” must be one of {', '.join(get_args(Deed))}.")
        try:
            path = re.compile(str(wish.get("path", "")))
            times, status = int(wish.get("times", 1)), int(wish.get("status", 503))
            seconds = None if wish.get("seconds") is None else float(wish["seconds"])
        except (re.error, TypeError, ValueError) as trouble:
            raise NoSuchFault(f"This can't be read: {trouble}.") from trouble
        method, code = str(wish.get("method") or "").upper(), str(wish.get("code") or "")
        fault = Fault(path, do, times, method, status, seconds, code)
        self.pending.append(fault)
        return fault

    def clear(self) -> None:
        """From now on all is well; what is delayed goes on at once."""
        self.pending.clear()
        self._all_is_well.set()
        self._all_is_well = asyncio.Event()

    async def wait(self, fault: Fault) -> None:
        """Let the time of a delay go by."""
        self.waiting += 1
        try:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._all_is_well.wait(), fault.seconds or 0)
        finally:
            self.waiting -= 1

    def take(self, method: str, path: str, *, only: Collection[Deed] = ()) -> Fault | None:
        """Return the first fault that this call meets (of these kinds, if given); it has then happened once more."""
        for fault in self.pending:
            if fault.matches(method, path) and (not only or fault.do in only):
                fault.times -= 1
                self.happened[fault.do] += 1
                self.pending = [left for left in self.pending if left.times > 0]
                return fault
        return None
