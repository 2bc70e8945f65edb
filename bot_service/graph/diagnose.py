"""For `potluck doctor`: can we sign in, read the directory, use the organiser's mailbox? Each no comes with its way out."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import NamedTuple

from bot_service import clock
from bot_service.errors import Outage, Refusal
from bot_service.graph import requests
from bot_service.graph.calendars import Calendars
from bot_service.graph.client import GraphClient
from bot_service.graph.sign_in import SignIn
from bot_service.graph.trouble import NotPermitted, NotThere
from bot_service.settings import Microsoft

DIRECTORY_WAY_OUT = (
    "In the Entra admin center give the app the application permission User.Read.All and grant admin consent."
)
MAILBOX_WAY_OUT = (
    "Give the app the Exchange role Application Calendars.ReadWrite for this mailbox alone "
    "(RBAC for Applications; it takes up to two hours until Exchange follows)."
)
NOT_TRIED = "Not tried, because signing in failed."


class Finding(NamedTuple):
    """One line of the doctor's report."""

    name: str
    ok: bool
    sentence: str


async def diagnose(microsoft: Microsoft, organiser: str) -> list[Finding]:
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
            return [first, Finding("Directory", False, NOT_TRIED), Finding("Organiser's mailbox", False, NOT_TRIED)]
        return [
            first,
            await _checked("Directory", lambda: _directory(client), DIRECTORY_WAY_OUT),
            await _checked("Organiser's mailbox", lambda: _mailbox(client, organiser), MAILBOX_WAY_OUT),
        ]
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


async def _mailbox(client: GraphClient, organiser: str) -> Finding | str:
    name = "Organiser's mailbox"
    if not organiser:
        return Finding(name, False, "Set POTLUCK_ORGANISER to the mailbox that shall send the invitations.")
    try:
        await client.answer(requests.some_event(client.builders, organiser), mailbox=organiser)
    except NotThere:
        return Finding(
            name, False, f"There is no mailbox {organiser}; make a shared mailbox, or correct POTLUCK_ORGANISER."
        )
    now = clock.now()
    schedule = (await Calendars(client, organiser).schedules([organiser], now, now + timedelta(days=1)))[
        organiser.lower()
    ]
    if schedule.fault:
        return Finding(
            name, False, f"Free and busy times of {organiser} can't be read ({schedule.fault}). {MAILBOX_WAY_OUT}"
        )
    return f"{organiser} can be read, and tells free and busy times."
