"""Graph: events, from the invitation to the last answer.

https://learn.microsoft.com/graph/api/resources/event; what an identical `transactionId` does was found by trying it on
Microsoft: an identical repeat is answered 201 with the first event, a different event 409.
"""

import re
from datetime import datetime
from typing import Any

from bot_service.sandbox.account import Account
from bot_service.sandbox.diary import Entry
from bot_service.sandbox.event_body import check_times, fingerprint, property_key, read_event, read_proposal
from bot_service.sandbox.event_shape import as_diary_event, as_event
from bot_service.sandbox.graph_directory import mailbox_of
from bot_service.sandbox.mailbox import TransactionIdTaken
from bot_service.sandbox.meeting import ACCEPTED, DECLINED, MAYBE, Copy, Facts, mails_about, with_changes
from bot_service.sandbox.odata import Answer, Call, Refused, entity, listed, literal, selected
from bot_service.sandbox.world import World
from bot_service.sandbox.zones import as_instant

_BY_PROPERTY = re.compile(
    r"^singleValueExtendedProperties/any\((\w+):\s*\1/id eq ('[^']+') and \1/value eq ('(?:[^']|'')*')\)$",
    re.IGNORECASE,
)
_BY_ICAL_UID = re.compile(r"^iCalUId eq ('[^']+')$", re.IGNORECASE)
_BY_TIME = re.compile(r"^(start|end)/dateTime (ge|gt|le|lt) '([^']+)'$", re.IGNORECASE)
_ANSWERS = {"accept": ACCEPTED, "decline": DECLINED, "tentativelyAccept": MAYBE}


def create_event(world: World, call: Call, user: str) -> Answer:
    """POST /users/{id}/events"""
    organiser = _writable(world, mailbox_of(world, user))
    body = call.fields()
    wished = _as_licensed(world, organiser, read_event(body))
    if "start" not in wished or "end" not in wished:
        raise Refused(
            400,
            "ErrorPropertyValidationFailure",
            "At least one property failed validation: Start and End are required.",
        )
    facts = Facts(**{"subject": "", **wished})
    check_times(facts.start, facts.end)
    transaction_id = None if body.get("transactionId") is None else str(body["transactionId"])
    if not world.outlook.was_booked(organiser, transaction_id):
        world.limits.count_mails(organiser.id, len(facts.attendees))
    try:
        copy = world.outlook.book(
            organiser,
            facts,
            transaction_id=transaction_id,
            fingerprint=fingerprint(body),
        )
    except TransactionIdTaken:
        raise Refused(
            409,
            "ErrorDuplicateTransactionId",
            "Your request can't be completed because the TransactionId was already used.",
        ) from None
    return entity(call, f"users('{organiser.id}')/events", as_event(copy, call), status=201)


def list_events(world: World, call: Call, user: str) -> Answer:
    """GET /users/{id}/events with `$filter` on an extended property, the iCalUId or times."""
    owner = mailbox_of(world, user)
    condition = call.query.get("$filter", "")
    found = [copy for copy in world.outlook.copies(owner) if not copy.is_gone and _matches(copy, condition)]
    return listed(
        call,
        f"users('{owner.id}')/events",
        [_selected(as_event(copy, call), call) for copy in found],
        page_size=10,
        most=1000,
    )


def get_event(world: World, call: Call, user: str, event: str) -> Answer:
    """GET /users/{id}/events/{id}"""
    copy = _copy_of(world, user, event)
    return entity(call, f"users('{copy.owner.id}')/events", _selected(as_event(copy, call), call))


def change_event(world: World, call: Call, user: str, event: str) -> Answer:
    """PATCH /users/{id}/events/{id}: the event as it is now, or 204 where `Prefer: return=minimal` was sent."""
    copy = _copy_of(world, user, event)
    changes = _as_licensed(world, _writable(world, copy.owner), read_event(call.fields()))
    if not copy.is_organiser and changes:
        raise Refused(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
    facts = with_changes(copy.meeting.facts, changes)
    check_times(facts.start, facts.end)
    if copy.is_organiser:
        world.limits.count_mails(copy.owner.id, mails_about(copy.meeting.facts, facts))
    if "categories" in changes:
        copy.own_categories = None
    world.outlook.change(copy, facts)
    if "return=minimal" in call.headers.get("prefer", ""):
        return Answer(204)
    return entity(call, f"users('{copy.owner.id}')/events", as_event(copy, call))


def delete_event(world: World, call: Call, user: str, event: str) -> Answer:
    """DELETE /users/{id}/events/{id}: the organiser's deletion calls the meeting off."""
    del call
    copy = _copy_of(world, user, event)
    if copy.is_organiser:
        world.limits.count_mails(copy.owner.id, len(copy.meeting.facts.attendees))
    world.outlook.remove(copy)
    return Answer(204)


def cancel_event(world: World, call: Call, user: str, event: str) -> Answer:
    """POST /users/{id}/events/{id}/cancel: organiser only, with a comment for the attendees."""
    copy = _copy_of(world, user, event)
    if not copy.is_organiser:
        raise Refused(
            400,
            "ErrorInvalidRequest",
            "Your request can't be completed. You need to be an organizer to cancel a meeting.",
        )
    world.limits.count_mails(_writable(world, copy.owner).id, len(copy.meeting.facts.attendees))
    world.outlook.cancel(copy, str(call.parameters().get("comment") or ""))
    return Answer(202)


def answer_event(world: World, call: Call, user: str, event: str, answer: str) -> Answer:
    """POST /users/{id}/events/{id}/accept, decline or tentativelyAccept: attendees only.

    With the last two a new time may be proposed, if the organiser allows it and is told.
    """
    copy = _copy_of(world, user, event)
    if copy.is_organiser:
        raise Refused(
            400,
            "ErrorInvalidRequest",
            "Your request can't be completed. You can't respond to this meeting because you're the meeting organizer.",
        )
    given = call.parameters()
    tell = given.get("sendresponse") is not False
    proposal = read_proposal(given.get("proposednewtime"))
    if proposal and (not tell or answer == "accept" or not copy.meeting.facts.allows_new_times):
        raise Refused(
            400,
            "ErrorInvalidRequest",
            "Your request can't be completed. A new time can't be proposed for this meeting.",
        )
    world.outlook.answer(copy, _ANSWERS[answer], tell=tell, proposal=proposal)
    return Answer(202)


def calendar_items(
    world: World, call: Call, owner: Account, start: datetime, end: datetime
) -> list[tuple[datetime, str, dict[str, object]]]:
    """All that lies in a calendar between two moments, as (start, subject, event), in order."""
    meetings = [
        (copy.meeting.facts.start, copy.meeting.facts.subject, as_event(copy, call))
        for copy in world.outlook.calendar(owner, start, end)
    ]
    entries: list[Entry] = world.outlook.diary(owner).entries(start, end)
    own = [(entry.start, entry.subject, as_diary_event(owner, entry, call)) for entry in entries]
    return sorted(meetings + own, key=lambda item: item[:2])


def _copy_of(world: World, user: str, event: str) -> Copy:
    """An event in a mailbox. Raises `Refused`: 400 for what is no id, 404 for what isn't (any more) there."""
    owner = mailbox_of(world, user)
    if not event.startswith(("AAMk", "AAkA")):
        raise Refused(400, "ErrorInvalidIdMalformed", "Id is malformed.")
    copy = world.outlook.find(owner, event)
    if copy is None:
        raise Refused(404, "ErrorItemNotFound", "The specified object was not found in the store.")
    return copy


def _writable(world: World, owner: Account) -> Account:
    """A mailbox that can store and send something. Raises `Refused` (403, with Exchange's code) for one that is full."""
    if world.mailboxes.has(owner, "full"):
        raise Refused(403, "ErrorQuotaExceeded", "Mailbox has exceeded maximum mailbox size.")
    return owner


def _as_licensed(world: World, owner: Account, wished: dict[str, Any]) -> dict[str, Any]:
    """Without a licence for online meetings, an event is never one, and nobody is told."""
    if world.mailboxes.has(owner, "no_online_meetings"):
        wished.pop("is_online", None)
    return wished


def _selected(event: dict[str, object], call: Call) -> dict[str, object]:
    names = call.query.get("$select")
    if not names:
        return event
    return selected(
        event, f"{names},singleValueExtendedProperties", {*event, "singleValueExtendedProperties"}.__contains__, "event"
    )


def _matches(copy: Copy, condition: str) -> bool:
    """Follow `$filter`. Raises `Refused` for what the sandbox doesn't know."""
    if found := _BY_PROPERTY.match(condition):
        wanted = property_key(literal(found[2]))
        mine = copy.meeting.facts.properties if copy.is_organiser else {}
        return any(property_key(name) == wanted and value == literal(found[3]) for name, value in mine.items())
    if found := _BY_ICAL_UID.match(condition):
        return copy.meeting.ical_uid == literal(found[1])
    for part in condition.split(" and ") if condition else []:
        found = _BY_TIME.match(part)
        if found is None:
            raise Refused(
                400, "ErrorInvalidUrlQueryFilter", f"The query filter contains one or more invalid nodes: '{part}'."
            )
        moment = as_instant(copy.meeting.facts.start if found[1].lower() == "start" else copy.meeting.facts.end)
        bound = found[3][:19] + "Z"
        if not {"ge": moment >= bound, "gt": moment > bound, "le": moment <= bound, "lt": moment < bound}[
            found[2].lower()
        ]:
            return False
    return True
