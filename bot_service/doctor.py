"""`potluck doctor`: looks at settings, database, Microsoft Graph and Teams, changes nothing, and says the way out of each trouble."""

from dataclasses import replace
from datetime import datetime

from bot_service.app import KINDS, TABLES
from bot_service.bot.token import check_registration
from bot_service.courtesy.channels.channel import Channel
from bot_service.database.agenda import stuck_among
from bot_service.database.connection import open_database
from bot_service.errors import Outage, Refusal, UserMistake
from bot_service.graph.client import GraphClient
from bot_service.graph.diagnose import Finding, diagnose
from bot_service.graph.directory import Directory
from bot_service.graph.sign_in import SignIn
from bot_service.graph.trouble import NotThere
from bot_service.lunches.offers.organisers import faults
from bot_service.lunches.outlook.mailbox import untold
from bot_service.people.directory.directory import DOUBTED_FOR, doubted_since
from bot_service.people.directory.odd_accounts import oddities
from bot_service.people.directory.roles import groups_in
from bot_service.people.person import Person
from bot_service.settings import Settings
from bot_service.teams.wire import SCOPE

GROUP_WAY_OUT = (
    "Until it can be read, who had the role by it keeps it: give the app the permission GroupMember.Read.All."
)
GROUP_GONE = "There is no such group, so nobody has the role by it: correct the id."


async def examine(settings: Settings) -> list[Finding]:
    """All findings, in the order in which one would mend them."""
    return [
        _settings(settings),
        *await _database(settings),
        *await diagnose(settings.microsoft, settings.company.organisers),
        *await _people(settings),
        await _teams(settings),
    ]


def _settings(settings: Settings) -> Finding:
    try:
        check_registration(replace(settings, mode="production"))
    except UserMistake as mistake:
        return Finding("Settings", False, str(mistake))
    if not settings.company.organiser:
        return Finding(
            "Settings", False, "POTLUCK_ORGANISER is empty: name the mailbox that shall organise the lunches."
        )
    shadow = " In shadow mode: nothing is sent or booked, see “potluck shadow”." if settings.is_shadow else ""
    return Finding("Settings", True, f"Complete, for tenant {settings.microsoft.tenant_id}.{shadow}")


async def _database(settings: Settings) -> list[Finding]:
    if settings.is_sqlite and not settings.sqlite_path.exists():
        return [Finding("Database", True, f"None yet at {settings.sqlite_path}; “potluck serve” makes it.")]
    try:
        async with open_database(settings, TABLES, exclusive=False):
            joined = await Person.filter(state="joined").count()
            channels = await Channel.all().count()
            stuck = await stuck_among(KINDS, tries=3)
            unfit = await faults()
            unheard = await untold() if settings.public_url else []
            doubted = await doubted_since()
    except UserMistake as mistake:
        return [Finding("Database", False, str(mistake))]
    findings = [Finding("Database", True, f"Up to date; {joined} people joined, {channels} channels known.")]
    if doubted is not None:
        findings.append(_doubt(doubted))
    if stuck:
        listed = ", ".join(f"{kind} ({count})" for kind, count in stuck.items())
        findings.append(
            Finding(
                "Steps", False, f"Some steps failed three times or more: {listed}; the log of “potluck serve” says why."
            )
        )
    findings += [Finding(f"Mailbox {address}", False, fault) for address, fault in unfit]
    if unheard:
        findings.append(
            Finding(
                "Changes in Outlook",
                False,
                f"Microsoft does not tell us of changes in {', '.join(unheard)}, so they are found some minutes later: "
                f"see that {settings.public_url} can be reached from the internet, and that the app may read these calendars.",
            )
        )
    return findings


def _doubt(since: datetime) -> Finding:
    return Finding(
        "People",
        False,
        f"Since {since:%d %B %Y} the directory has answered without more than a fifth of the people known, so nobody is changed: "
        f"see that the app may read everybody (User.Read.All). If they have left, they are taken for gone on {since + DOUBTED_FOR:%d %B}.",
    )


async def _people(settings: Settings) -> list[Finding]:
    """What is odd in the directory, and groups of roles that can't be read. Nothing where signing in or the directory has failed."""
    if not settings.is_connected:
        return []
    sign_in = SignIn(settings.microsoft)
    client = GraphClient(settings.microsoft, sign_in)
    try:
        directory = Directory(client)
        told = oddities(await directory.accounts(), await _known(settings), settings.company.organisers)
        return [Finding("People", True, sentence) for sentence in told] + await _roles(settings, directory)
    except (Refusal, Outage):
        return []
    finally:
        await client.close()
        sign_in.close()


async def _known(settings: Settings) -> dict[str, Person]:
    """Everybody of the last reading, by id; nobody while there is no database that can be read."""
    if settings.is_sqlite and not settings.sqlite_path.exists():
        return {}
    try:
        async with open_database(settings, TABLES, exclusive=False):
            return {person.id: person for person in await Person.all()}
    except UserMistake:
        return {}


async def _roles(settings: Settings, directory: Directory) -> list[Finding]:
    findings = []
    company = settings.company
    for name, named in (("POTLUCK_HOSTS", company.hosts), ("POTLUCK_ADMINISTRATORS", company.administrators)):
        for group in groups_in(named):
            try:
                members = await directory.members(group)
            except NotThere:
                findings.append(Finding(name, False, f"{group}: {GROUP_GONE}"))
            except (Refusal, Outage) as trouble:
                findings.append(Finding(name, False, f"{group}: {trouble.sentence} {GROUP_WAY_OUT}"))
            else:
                count = "1 person" if len(members) == 1 else f"{len(members)} people"
                findings.append(Finding(name, bool(members), f"{group} is a group of {count}."))
    return findings


async def _teams(settings: Settings) -> Finding:
    if not settings.is_connected:
        return Finding("Teams sign-in", False, "Not tried, because no app registration is given.")
    sign_in = SignIn(settings.microsoft)
    try:
        await sign_in.token(SCOPE)
    except (Refusal, Outage) as trouble:
        return Finding("Teams sign-in", False, trouble.sentence)
    finally:
        sign_in.close()
    return Finding("Teams sign-in", True, "The bot can sign in to send messages.")
