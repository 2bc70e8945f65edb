"""Free and busy times of many people in few requests: twenty mailboxes a call, twenty calls a batch.

learn.microsoft.com/graph/outlook-get-free-busy-schedule. Ten thousand people are twenty-five requests.
"""

import asyncio
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from bot_service.graph import requests
from bot_service.graph.batch import PARTS
from bot_service.graph.client import GraphClient
from bot_service.graph.schedule import Schedule, schedule_in
from bot_service.graph.trouble import MailboxUnfit

T = TypeVar("T")

MAILBOXES_PER_CALL = 20
LONGEST_WINDOW = timedelta(days=62)


async def read_schedules(
    client: GraphClient, organisers: Sequence[str], mails: Sequence[str], start: datetime, end: datetime
) -> dict[str, Schedule]:
    """Return mail in lower case → Schedule for each mail, asked in the mailboxes of `organisers` by turns.

    Where one of those may not be used the next one asks. Raises `Outage`, or `MailboxUnfit` when none may.
    """
    if end - start >= LONGEST_WINDOW:
        raise ValueError("Exchange tells free and busy times for less than 62 days at once.")
    asked = sorted({mail.lower() for mail in mails})
    calls = _chunks([mail for mail in asked if _is_address(mail)], MAILBOXES_PER_CALL)
    batches = _chunks(calls, PARTS)
    read = await asyncio.gather(
        *(_ask(client, _turned(organisers, number), batch, start, end) for number, batch in enumerate(batches))
    )
    known = {schedule.mail: schedule for batch in read for schedule in batch}
    return {mail: known.get(mail) or Schedule(mail, (), None, fault="NoAnswer") for mail in asked}


async def _ask(
    client: GraphClient, organisers: Sequence[str], calls: Sequence[Sequence[str]], start: datetime, end: datetime
) -> list[Schedule]:
    """One batch, in the first of these mailboxes that may be used."""
    trouble = MailboxUnfit("", "not_permitted")
    for organiser in organisers:
        asked = [requests.get_schedule(client.builders, organiser, call, start, end) for call in calls]
        try:
            answers = await client.answers(asked, mailbox=organiser)
        except MailboxUnfit as unfit:
            trouble = unfit
            continue
        return await _read(answers)
    raise trouble


async def _read(answers: Sequence[Any]) -> list[Schedule]:
    read: list[Schedule] = []
    for answer in answers:
        read += [schedule_in(entry) for entry in (answer or {}).get("value") or ()]
        await asyncio.sleep(0)  # four hundred calendars are a blink in which nobody else would be served
    return read


def _turned(organisers: Sequence[str], number: int) -> list[str]:
    """Each batch begins with another mailbox, so that all of them work at the same time."""
    first = number % max(1, len(organisers))
    return [*organisers[first:], *organisers[:first]]


def _chunks(whole: Sequence[T], size: int) -> list[Sequence[T]]:
    return [whole[at : at + size] for at in range(0, len(whole), size)]


def _is_address(mail: str) -> bool:
    """One word that is none would have Exchange refuse the whole call."""
    return re.fullmatch(r"[^\s@]+@[^\s@]+", mail) is not None
