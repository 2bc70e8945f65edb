"""For `potluck doctor`: can we sign in, read the directory, use the organisers' mailboxes? Each no comes with its way out."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from bot_service import clock
from bot_service.errors import Outage, Refusal
from bot_service.graph import requests
from bot_service.graph.calendars import Calendars
from bot_service.graph.client import GraphClient
from bot_service.graph.sign_in import SignIn
from bot_service.graph.trouble import MailboxUnfit, NotPermitted
from bot_service.settings import Microsoft

DIRECTORY_WAY_OUT = (
    "In the Entra admin center give the app the application permission User.Read.All and grant admin consent."
)
NOT_TRIED = "Not tried, because signing in failed."
MAILBOX = "Organiser's mailbox"


class Finding(NamedTuple):
    """One line of the doctor's report."""

    name: str
    ok: bool
    sentence: str


async def diagnose(microsoft: Microsoft, organisers: Sequence[str]) -> list[Finding]:
    """Try each thing we need of Microsoft Graph; nothing is changed there. Never raises for expected trouble."""
    if not microsoft.app_id:
        return [
            Finding(
                "Microsoft sign-in",
                False,
                "No app registration is given: set POTLUCK_APP_ID, _APP_SECRET and _TENANT_ID.",
            )
        ]
    sign_in = SignIn(microsoft)
    client = GraphClient(microsoft, sign_in)
    try:
        first = await _checked("Microsoft sign-in", lambda: _signed_in(client, sign_in))
        if not first.ok:
            return [first, Finding("Directory", False, NOT_TRIED), Finding(MAILBOX, False, NOT_TRIED)]
        directory = await _checked("Directory", lambda: _directory(client), DIRECTORY_WAY_OUT)
        return [first, directory, *await _mailboxes(client, organisers)]
    finally:
        await client.close()
        sign_in.close()


async def _checked(name: str, check: Callable[[], Awaitable[Finding | str]], way_out: str = "") -> Finding:
    try:
        said = await check()
    except NotPermitted as refusal:
        return Finding(name, False, f"{refusal.sentence.removesuffix('; run potluck doctor.')}. {way_out}".strip())
    except Refusal as refusal:
        return Finding(name, False, refusal.sentence)
    except Outage as outage:
        return Finding(name, False, f"{outage.sentence} Check the network, then try again.")
    return said if isinstance(said, Finding) else Finding(name, True, said)


async def _signed_in(client: GraphClient, sign_in: SignIn) -> str:
    await sign_in.token(client.scope)
    return "Signed in as the app."


async def _directory(client: GraphClient) -> Finding | str:
    answer = await client.answer(requests.list_users(client.builders, page=50))
    teams = {user.get("department") for user in answer["value"]} - {None, ""}
    if len(teams) < 2:
        return Finding(
            "Directory",
            False,
            f"Read, but the first {len(answer['value'])} people have fewer than two departments between them: lunches are across "
            f"teams. Fill in Department in Entra; if it is filled in, the permission is too small. {DIRECTORY_WAY_OUT}",
        )
    return "People, departments and managers can be read."


async def _mailboxes(client: GraphClient, organisers: Sequence[str]) -> list[Finding]:
    """Each mailbox of the pool by itself, and whether any of them may hold online meetings."""
    if not organisers:
        return [Finding(MAILBOX, False, "Set POTLUCK_ORGANISER to the mailbox that shall send the invitations.")]
    names = [f"{MAILBOX} {each}" if len(organisers) > 1 else MAILBOX for each in organisers]
    findings = [
        await _checked(name, partial(_mailbox, client, name, organiser))
        for name, organiser in zip(names, organisers, strict=True)
    ]
    usable = [organiser for organiser, finding in zip(organisers, findings, strict=True) if finding.ok]
    return [*findings, await _checked("Online meetings", lambda: _online(client, usable))] if usable else findings


async def _mailbox(client: GraphClient, name: str, organiser: str) -> Finding | str:
    await client.answer(requests.some_event(client.builders, organiser), mailbox=organiser)
    now = clock.now()
    calendars = Calendars(client, [organiser])
    schedule = (await calendars.schedules([organiser], now, now + timedelta(days=1)))[organiser.lower()]
    if schedule.fault:
        way_out = "Name the mailbox in POTLUCK_ORGANISER by its mail address."
        return Finding(name, False, f"Free and busy times of {organiser} can't be read ({schedule.fault}). {way_out}")
    return f"{organiser} can be read, and tells free and busy times."


async def _online(client: GraphClient, organisers: Sequence[str]) -> Finding | str:
    calendars = Calendars(client, organisers)
    without = [organiser for organiser in organisers if not await calendars.may_meet_online(organiser)]
    if len(without) == len(organisers):
        return Finding("Online meetings", False, MailboxUnfit(", ".join(without), "no_online_meetings").sentence)
    return f"Teams meetings can be held, but not by {', '.join(without)}." if without else "Teams meetings can be held."
