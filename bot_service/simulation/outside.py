"""The sandbox as seen over HTTP: its clock and cast for the driver, and everything people saw for the artefacts."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time
from typing import Any

import aiohttp

from bot_service.simulation.seen import Calendar, Colleague, Event, Turn, WorkingHours

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ADAPTIVE_CARD = "application/vnd.microsoft.card.adaptive"


class Sandbox:
    """What can be asked of a running sandbox at `url`; `open_sandbox` makes one. Answers of 400 and above are faults."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http = http
        self.url = url.rstrip("/")

    async def account(self) -> Mapping[str, Any]:
        """The addresses and credentials that the service needs, as the sandbox names them."""
        return _mapped(await self._get("/sandbox/account"))

    async def now(self) -> datetime:
        return moment((await self._get("/sandbox/clock"))["now"])

    async def move_clock(self, to: datetime) -> None:
        """Move to a moment that is not in the past."""
        await self._post("/sandbox/clock", {"to": to.isoformat()})

    async def next_act_at(self) -> datetime | None:
        """When somebody of the cast acts next; None when nobody has anything in mind."""
        at = (await self._get("/sandbox/cast/next"))["at"]
        return moment(at) if at else None

    async def act(self) -> int:
        """Let everybody do what she had in mind for now; returns how many acts that were."""
        return int((await self._post("/sandbox/cast/act", {}))["acted"])

    async def people(self) -> tuple[Colleague, ...]:
        answer = await self._get("/sandbox/people")
        return tuple(colleague_in(line) for line in answer)

    async def calendar(self, principal_name: str) -> Calendar:
        """The whole calendar of one person."""
        return calendar_in(principal_name, await self._get(f"/sandbox/calendars/{principal_name}"))

    async def turns(self) -> tuple[Turn, ...]:
        """Every activity of every conversation, in order of time."""
        bots = {str((await self.account()).get("botId", ""))}
        found: list[Turn] = []
        for conversation in await self._get("/sandbox/conversations"):
            lines = await self._get(f"/sandbox/conversations/{conversation['id']}/activities")
            found += [turn_in(line, bots) for line in lines]
        return tuple(sorted(found, key=lambda turn: turn.at))

    async def trouble(self) -> tuple[str, ...]:
        """What Teams would not have shown, and what the bot refused to hear, a sentence each."""
        return tuple((await self._get("/sandbox/cast/trouble"))["trouble"])

    async def requests(self) -> Mapping[str, Any]:
        """How many requests Microsoft got: {graph, teams, refused}."""
        return _mapped(await self._get("/sandbox/requests"))

    async def _get(self, path: str) -> Any:
        async with self._http.get(self.url + path, raise_for_status=True) as answer:
            return await answer.json()

    async def _post(self, path: str, body: Mapping[str, Any]) -> Any:
        async with self._http.post(self.url + path, json=body, raise_for_status=True) as answer:
            return await answer.json()


@asynccontextmanager
async def open_sandbox(url: str) -> AsyncIterator[Sandbox]:
    """Open connections to a sandbox until the block ends. An act waits for the bot's answers, so there is no time-out."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None)) as http:
        yield Sandbox(http, url)


def moment(text: str) -> datetime:
    """Read a time as the sandbox writes it; without a zone it is UTC, as Graph means it."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def colleague_in(line: Mapping[str, Any]) -> Colleague:
    return Colleague(
        id=line["id"],
        principal_name=line["userPrincipalName"],
        name=line["displayName"],
        team=line["team"],
        zone=line["timeZone"],
        role=line["role"],
        opted_in=line["optedIn"],
        mail=line.get("mail", ""),
        country=line.get("country", ""),
        is_eager=bool(line.get("isEager")),
        line=line,
    )


def calendar_in(principal_name: str, answer: Mapping[str, Any]) -> Calendar:
    hours = answer.get("workingHours")
    return Calendar(
        principal_name,
        tuple(event_in(event) for event in answer["events"]),
        working_hours_in(hours, str(answer.get("timeZone", "UTC"))) if hours else None,
    )


def event_in(event: Mapping[str, Any]) -> Event:
    attendees = [each for each in event.get("attendees", ()) if each.get("mail")]
    organiser = event["organizer"]
    return Event(
        uid=event["iCalUId"],
        subject=event.get("subject", ""),
        start=moment(event["start"]),
        end=moment(event["end"]),
        show_as=event.get("showAs", "busy"),
        is_cancelled=bool(event.get("isCancelled")),
        categories=tuple(event.get("categories", ())),
        organiser=organiser["mail"],
        responses={each["mail"].lower(): each.get("response", "none") for each in attendees},
        names={each["mail"].lower(): each.get("name", "") for each in (*attendees, organiser)},
        optional=frozenset(each["mail"].lower() for each in attendees if each.get("type") == "optional"),
        place=event.get("location") or "",
        body=event.get("body") or "",
        created_at=moment(event["createdAt"]) if event.get("createdAt") else None,
    )


def working_hours_in(hours: Mapping[str, Any], zone: str) -> WorkingHours:
    """Read Graph's workingHours; its own zone is a Windows name, so the mailbox's IANA `zone` is taken."""
    return WorkingHours(
        frozenset(_DAYS.index(str(day).lower()) for day in hours["daysOfWeek"]),
        time.fromisoformat(hours["startTime"][:8]),
        time.fromisoformat(hours["endTime"][:8]),
        zone,
    )


def turn_in(line: Mapping[str, Any], bots: set[str]) -> Turn:
    """Read one activity. A press is an invoke: its verb is the text; its value holds the button's data and the inputs."""
    is_press = line["type"] == "invoke"
    return Turn(
        at=moment(line["at"]),
        conversation=line["conversation"],
        kind=line["kind"],
        sender=line["from"],
        to=line["to"],
        id=line["id"],
        type=line["type"],
        text=line.get("text") or "",
        cards=tuple(
            each["content"] for each in line.get("attachments", ()) if each.get("contentType") == ADAPTIVE_CARD
        ),
        replaces=line.get("replacesId") or "",
        verb=str(line.get("text") or "") if is_press else "",
        given=line.get("value") or {} if is_press else {},
        by_bot=line["from"] in bots,
        line=line,
    )


def _mapped(answer: Any) -> Mapping[str, Any]:
    if not isinstance(answer, Mapping):
        raise TypeError(f"The sandbox answered with {type(answer).__name__} where an object was expected.")
    return answer
