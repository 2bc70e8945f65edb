"""The step of an organiser's mailbox: what changed in its calendar wakes the lunches it is about; what that means they find out themselves.

Looked at every few minutes while a lunch is near, otherwise hourly, and whenever Microsoft tells us that there is something
(`notices.py`). Telling is only a hint: everything works without, a little later.
"""

import hashlib
import logging
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot_service import clock, discreet
from bot_service.database.row import put, row_id
from bot_service.database.transaction import transaction
from bot_service.errors import Outage, Refusal
from bot_service.graph.changes import TOLD_FOR, Changes, SyncLost
from bot_service.graph.trouble import MailboxUnfit, NotUnderstood
from bot_service.lunches.tables.lunch import Lunch
from bot_service.lunches.tables.mailbox import Mailbox

log = logging.getLogger(__name__)

NEAR = timedelta(hours=48)  #: until a lunch begins
WHEN_NEAR, OTHERWISE = timedelta(minutes=5), timedelta(hours=1)
BEHIND, AHEAD = timedelta(days=1), timedelta(days=92)  #: what is read, from now
ANEW_BEFORE = timedelta(days=61)  #: the end of that; no lunch lies further ahead, open tables included
RENEW_AFTER = TOLD_FOR / 2


@dataclass(frozen=True)
class News:
    """What reading brought: where to go on, until when that reaches, and which events have changed or gone."""

    link: str
    until: datetime
    concerns: Callable[[str], bool]


async def begin_watching(organisers: Collection[str]) -> None:
    """Follow the calendars of these mailboxes from now on, and no others. Begun twice is begun once."""
    now = clock.now()
    listed = {row_id("mailbox", address.lower()): address.lower() for address in organisers}
    async with transaction():
        await Mailbox.exclude(id__in=list(listed)).filter(state="watched").update(state="former", due_at=None)
        returning = Mailbox.filter(id__in=list(listed), state="former")
        await returning.update(state="watched", due_at=now, delta_link="", subscription_id="", subscription_until=None)
        for id_, address in listed.items():
            await put(Mailbox(id=id_, state="watched", due_at=now, address=address))


async def is_followed(address: str) -> bool:
    """Whether changes of this mailbox wake its lunches; "" is the default one. A guest's own is never read."""
    return not address or await Mailbox.filter(address=address.lower(), state="watched").exists()


async def untold() -> list[str]:
    """Mailboxes whose calendar we have read, but of whose changes Microsoft doesn't tell us."""
    without = Mailbox.filter(state="watched", subscription_id="").exclude(delta_link="")
    return [str(address) for address in await without.order_by("address").values_list("address", flat=True)]


async def leave_out_looks() -> None:
    """Time has jumped: looks that it jumped over are left out where Microsoft tells us of changes and all was well.

    Whoever makes time jump must have everything told before that. The subscription's renewal is never left out.
    """
    now = clock.now()
    told = Mailbox.filter(state="watched", due_at__lt=now, tries=0, fault="").exclude(delta_link="")
    for mailbox in await told.exclude(subscription_id=""):
        assert mailbox.subscription_until is not None, "a subscription has an end"
        renewed_at = mailbox.subscription_until - RENEW_AFTER
        if renewed_at > now:
            await Mailbox.filter(id=mailbox.id, due_at=mailbox.due_at).update(due_at=renewed_at)


async def read_mailbox(mailbox_id: str, *, changes: Changes, public_url: str) -> None:
    """See to it that we are told, read what changed, and have each lunch it concerns looked at now.

    `public_url`: where Microsoft reaches us, "" for nowhere. A mailbox that can't be read is looked at again in an hour.
    """
    mailbox = await Mailbox.get(id=mailbox_id)
    try:
        await _be_told(mailbox, changes, public_url)
        news = await _news(mailbox, changes)
    except Refusal as refusal:
        log.warning("The calendar of a mailbox can't be followed: %s", discreet.trouble(refusal))
        fault = {"fault": refusal.sentence[:512], "fault_at": None} if isinstance(refusal, MailboxUnfit) else {}
        return await _look_again(mailbox, clock.now() + OTHERWISE, fault)
    now = clock.now()
    # Lunches of the time before there were several mailboxes name none.
    booked = Lunch.filter(state="booked", organiser__in=[mailbox.address, ""], due_at__isnull=False)
    lunches = await booked.values("id", "event_id", "starts_at")
    concerned = [lunch["id"] for lunch in lunches if news.concerns(lunch["event_id"])]
    is_near = any(now - BEHIND < lunch["starts_at"] < now + NEAR for lunch in lunches)
    found: dict[str, Any] = {"delta_link": news.link, "reads_until": news.until}
    if mailbox.fault in _faults_that_reading_disproves(mailbox):
        found |= {"fault": "", "fault_at": None}
    async with transaction():
        for id_ in concerned:
            await Lunch.filter(id=id_, state="booked").update(due_at=now)
        await _look_again(mailbox, now + (WHEN_NEAR if is_near else OTHERWISE), found)
    return None


async def _look_again(mailbox: Mailbox, at: datetime, found: dict[str, Any]) -> None:
    """Keep what was found. Whoever told us meanwhile of yet another change has set the mailbox due, and it stays so."""
    async with transaction():
        if found:
            await Mailbox.filter(id=mailbox.id).update(**found)
        await Mailbox.filter(id=mailbox.id, state="watched", due_at=mailbox.due_at).update(due_at=at, tries=0)


async def _news(mailbox: Mailbox, changes: Changes) -> News:
    """Read on from where we were; from the beginning where that is not known, or its time soon ends.

    The beginning of a new time is read before the last changes of the old one, so that none falls between the two.
    """
    now = clock.now()
    start, end = now - BEHIND, now + AHEAD
    if mailbox.delta_link and mailbox.reads_until:
        try:
            if mailbox.reads_until - now > ANEW_BEFORE:
                seen = await changes.read(mailbox.address, mailbox.delta_link, start, end)
                return News(seen.link, mailbox.reads_until, (seen.changed | seen.removed).__contains__)
            anew = await changes.read(mailbox.address, "", start, end)
            last = await changes.read(mailbox.address, mailbox.delta_link, start, end)
            touched = last.changed | last.removed
            return News(anew.link, end, lambda event: event in touched or event not in anew.changed)
        except SyncLost:
            log.info(
                "How far the calendar of %s was read is forgotten; reading it anew.",
                discreet.row("mailbox", mailbox.id),
            )
    anew = await changes.read(mailbox.address, "", start, end)
    return News(anew.link, end, lambda _: True)


async def _be_told(mailbox: Mailbox, changes: Changes, public_url: str) -> None:
    """Have a subscription that is alive. Whatever goes wrong with it, looking ourselves goes on; it is tried again in an hour."""
    now, until = clock.now(), mailbox.subscription_until
    if not public_url:
        return
    is_ours = mailbox.client_state.endswith(_mark(public_url))
    if is_ours and until is not None and now < (until - RENEW_AFTER if mailbox.subscription_id else until):
        return
    stands = mailbox.subscription_id if is_ours else ""
    try:
        if stands and await changes.renew(stands, now + TOLD_FOR):
            await _note_subscription(mailbox, stands, now + TOLD_FOR)
            return
        stands = ""
        if mailbox.subscription_id and not is_ours:
            await changes.unsubscribe(mailbox.subscription_id)
        state = await _client_state(mailbox, public_url)
        made = await changes.subscribe(mailbox.address, public_url, state, now + TOLD_FOR)
        if not await _note_subscription(mailbox, made, now + TOLD_FOR):
            await changes.unsubscribe(made)
    except (Refusal, Outage, NotUnderstood) as trouble:
        told = discreet.trouble(trouble)
        log.warning(
            "Microsoft does not tell us of changes in %s for now: %s", discreet.row("mailbox", mailbox.id), told
        )
        if not stands:
            await _note_subscription(mailbox, "", now + OTHERWISE)


async def _note_subscription(mailbox: Mailbox, subscription_id: str, until: datetime) -> bool:
    """Keep it, unless somebody else has made or lost one meanwhile; returns whether it is kept."""
    as_read = Mailbox.filter(id=mailbox.id, subscription_id=mailbox.subscription_id)
    return bool(await as_read.update(subscription_id=subscription_id, subscription_until=until))


async def _client_state(mailbox: Mailbox, public_url: str) -> str:
    """The secret that comes with each notice, one for all subscriptions of this mailbox to one address of ours."""
    if not mailbox.client_state.endswith(_mark(public_url)):
        as_read = Mailbox.filter(id=mailbox.id, client_state=mailbox.client_state)
        await as_read.update(client_state=secrets.token_urlsafe(32) + _mark(public_url))
    return (await Mailbox.get(id=mailbox.id)).client_state


def _mark(public_url: str) -> str:
    return f".{hashlib.sha256(public_url.encode()).hexdigest()[:12]}"


def _faults_that_reading_disproves(mailbox: Mailbox) -> set[str]:
    """That it is full, or may not meet online, can't be seen by reading."""
    return {MailboxUnfit(mailbox.address, reason).sentence[:512] for reason in ("not_permitted", "moved")}
