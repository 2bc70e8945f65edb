"""The one file that knows every part: it opens the database, builds the gateways, and puts the product between them and the web."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from bot_service import discreet, journey
from bot_service.bot import held as bot_held
from bot_service.bot.desk import Desk
from bot_service.bot.endpoint import add_bot
from bot_service.bot.inbox import Inbox
from bot_service.bot.token import check_registration
from bot_service.bot.turns import Turns
from bot_service.courtesy import held as courtesy_held
from bot_service.courtesy import note
from bot_service.courtesy.channels import post_in_doubt
from bot_service.courtesy.channels.noticeboard import Noticeboard
from bot_service.courtesy.courier import Courier, Outcome
from bot_service.courtesy.shown import Render
from bot_service.courtesy.wishes import welcome, wishes_card
from bot_service.database.agenda import due_among, earliest_among
from bot_service.database.connection import open_database
from bot_service.database.row import DueRow
from bot_service.graph.calendars import Calendars
from bot_service.graph.changes import Changes
from bot_service.graph.client import GraphClient
from bot_service.graph.directory import Directory
from bot_service.graph.sign_in import SignIn
from bot_service.graph.warm_up import warm_up
from bot_service.jobs.in_process import InProcessRunner
from bot_service.jobs.procrastinate_runner import ProcrastinateRunner
from bot_service.jobs.runner import Due, Runner
from bot_service.jobs.schema import prepare_jobs
from bot_service.lunches.afterwards import cards as afterwards_cards
from bot_service.lunches.offers import offer_card
from bot_service.lunches.outlook import news_card
from bot_service.lunches.outlook.mailbox import begin_watching, leave_out_looks
from bot_service.lunches.programs import program
from bot_service.lunches.rounds import cards as rounds_cards
from bot_service.lunches.rounds import held as lunches_held
from bot_service.lunches.times import preference_card
from bot_service.manners import choose
from bot_service.people import held as people_held
from bot_service.people.directory.directory import begin_reading
from bot_service.people.retention import begin_deleting
from bot_service.privacy.tables import know
from bot_service.settings import BadSettings, Settings
from bot_service.sharing import cards as sharing_cards
from bot_service.sharing import feed
from bot_service.sharing import held as sharing_held
from bot_service.shoutouts import cards as shoutout_cards
from bot_service.shoutouts import held as shoutouts_held
from bot_service.teams.channels import Channels
from bot_service.teams.messenger import Messenger
from bot_service.web.routes import add_routes

log = logging.getLogger(__name__)

#: The modules with tables, lowest layer first.
TABLES = (
    "bot_service.people.person",
    "bot_service.people.directory.directory",
    "bot_service.people.relationship.ledger",
    "bot_service.people.erased",
    "bot_service.people.retention",
    "bot_service.courtesy.message",
    "bot_service.courtesy.reason",
    "bot_service.courtesy.note",
    "bot_service.courtesy.channels.channel",
    "bot_service.courtesy.channels.post",
    "bot_service.lunches.programs.program",
    "bot_service.lunches.programs.round",
    "bot_service.lunches.programs.not_with",
    "bot_service.lunches.times.preferences",
    "bot_service.lunches.tables.mailbox",
    "bot_service.lunches.tables.lunch",
    "bot_service.lunches.afterwards.checkin",
    "bot_service.shoutouts.success",
    "bot_service.shoutouts.shoutout",
    "bot_service.sharing.story",
    "bot_service.sharing.feed",
    "bot_service.sharing.leave",
    "bot_service.sharing.ask",
    "bot_service.sharing.share",
    "bot_service.sharing.boost",
    "bot_service.bot.inbox",
)

#: What they hold on people: each table once, those first that belong to others.
HELD = (
    *bot_held.HELD,
    *shoutouts_held.HELD,
    *sharing_held.HELD,
    *lunches_held.HELD,
    *courtesy_held.HELD,
    *people_held.HELD,
)

CARDS: dict[str, Render] = {
    **welcome.CARDS,
    **wishes_card.CARDS,
    **note.CARDS,
    **post_in_doubt.CARDS,
    **offer_card.CARDS,
    **news_card.CARDS,
    **afterwards_cards.CARDS,
    **rounds_cards.CARDS,
    **preference_card.CARDS,
    **shoutout_cards.CARDS,
    **sharing_cards.CARDS,
}
OUTCOMES: dict[str, Outcome] = {
    **note.OUTCOMES,
    **afterwards_cards.OUTCOMES,
    **shoutout_cards.OUTCOMES,
    **sharing_cards.OUTCOMES,
}
KINDS: dict[str, type[DueRow]] = {"inbox": Inbox, **journey.KINDS}
KINDS_IN_TIME = {kind: rows for kind, rows in KINDS.items() if kind != "mailbox"}

#: Seconds between two looks at what time has made due, and until a silent worker counts as dead. A clock that is served
#: jumps by hours, and whoever moved it waits for what follows.
REAL_CLOCK, SERVED_CLOCK = (60.0, 20.0), (0.2, 4.0)


@dataclass(frozen=True)
class House:
    """Everything of one process, open and ready. `web_app` is to be served, `runner` to be run."""

    settings: Settings
    web_app: web.Application
    runner: Runner
    traveller: journey.Traveller
    ready: asyncio.Event

    async def drain(self) -> int:
        """Take every step that is due now, in this process and in order; returns how many. For the simulation."""
        assert isinstance(self.runner, InProcessRunner), "only the in-process runner can be drained"
        await leave_out_looks()
        return await self.runner.drain()

    async def next_due_at(self) -> datetime | None:
        """When time must next stand still for a step; None when nothing lies ahead.

        Looking at mailboxes is no reason: time would stop every five minutes, and while nobody acts nothing changes in them.
        When somebody acts, Microsoft tells us, and that sets the mailbox due.
        """
        return await earliest_among(KINDS_IN_TIME)


@asynccontextmanager
async def house(settings: Settings, *, workers: int = 4) -> AsyncIterator[House]:
    """Open everything: database (brought up to date), gateways, product, web. Raises `UserMistake` for what can't be opened.

    `workers` steps at once on PostgreSQL (0: leave the work to `potluck work`); SQLite has one runner, in order.
    """
    _check(settings)
    choose(settings.manners)
    know(HELD)
    async with AsyncExitStack() as open_:
        await open_.enter_async_context(open_database(settings, TABLES, prepare=prepare_jobs))
        await _prepare(settings)
        sign_in = SignIn(settings.microsoft)
        open_.callback(sign_in.close)
        graph = GraphClient(settings.microsoft, sign_in, is_shadow=settings.is_shadow)
        messenger = Messenger(settings.microsoft, sign_in.token)
        channels = Channels(settings.microsoft, sign_in.token)
        for gateway in (graph, messenger, channels):
            open_.push_async_callback(gateway.close)
        courier = Courier(messenger, CARDS, OUTCOMES, is_shadow=settings.is_shadow)
        desk = Desk(courier)
        traveller = _traveller(settings, graph, messenger, courier, Turns(desk, channels))
        ready = asyncio.Event()
        warming = asyncio.create_task(_warm(graph, ready))
        open_.push_async_callback(_stop, warming)
        web_app = web.Application()
        add_bot(web_app, settings.microsoft, desk)
        add_routes(web_app, settings, ready=ready.is_set)
        yield House(settings, web_app, _runner(settings, traveller, workers), traveller, ready)


def _check(settings: Settings) -> None:
    """Refuse to serve as nobody, or without a mailbox that organises. Raises `UserMistake`."""
    check_registration(settings)
    if not settings.company.organiser:
        raise BadSettings(["POTLUCK_ORGANISER: is empty; name the mailbox that shall organise the lunches."])


async def _prepare(settings: Settings) -> None:
    """What a new installation begins with; where it has begun before, nothing changes."""
    await begin_reading()
    await begin_deleting()
    await program.begin_programs()
    await begin_watching(settings.company.organisers)
    for source in settings.company.feeds:
        await feed.watch_feed(source, host_id="")


def _traveller(
    settings: Settings, graph: GraphClient, messenger: Messenger, courier: Courier, turns: Turns
) -> journey.Traveller:
    company = settings.company
    noticeboard = Noticeboard(messenger, CARDS, shoutout_cards.ARRIVED, company.channel, is_shadow=settings.is_shadow)
    steps = journey.steps(
        Calendars(graph, company.organisers),
        Changes(graph),
        Directory(graph),
        courier,
        noticeboard,
        company=company,
        told_at=_told_at(settings),
    )
    return journey.Traveller(KINDS, {**steps, ("inbox", "received"): turns.handle})


def _told_at(settings: Settings) -> str:
    """Where Microsoft Graph may tell us of changes: it takes https only. The demo's sandbox stands beside us.

    In shadow mode we ask for nothing to be told, for that would be a change.
    """
    is_reachable = settings.public_url.startswith("https://") or settings.mode != "production"
    return settings.public_url if is_reachable and not settings.is_shadow else ""


def _runner(settings: Settings, traveller: journey.Traveller, workers: int) -> Runner:
    async def find_due(now: datetime, limit: int) -> list[Due]:
        return [Due(kind, id_) for kind, id_ in await due_among(KINDS, now, limit)]

    async def take_step(due: Due) -> None:
        await traveller.take_step(due.kind, due.id)

    every, dead_after = SERVED_CLOCK if settings.dangerously_clock_url else REAL_CLOCK
    if settings.is_sqlite:
        return InProcessRunner(find_due, take_step, every=every)
    return ProcrastinateRunner(
        settings.database_url, find_due, take_step, workers=workers, every=every, dead_after=dead_after
    )


async def _warm(graph: GraphClient, ready: asyncio.Event) -> None:
    """Load what the first request would wait for, then say that we are ready."""
    try:
        await asyncio.to_thread(warm_up, graph)
    except Exception as fault:  # noqa: BLE001 - whatever it was, the first answer brings it again
        log.error("Warming up failed; the first answers will be slow: %s", discreet.trouble(fault))
    ready.set()


async def _stop(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
