"""`potluck export` and `potluck erase`: they look for one person in the database, whoever may be serving it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from tortoise.expressions import Q

from bot_service import clock
from bot_service.app import HELD, TABLES
from bot_service.database.connection import open_database
from bot_service.database.file import AlreadyServed
from bot_service.errors import UserMistake
from bot_service.lunches.tables.lunch import AHEAD, Guest, Lunch
from bot_service.manners import choose
from bot_service.people.person import Person
from bot_service.people.retention import Retention
from bot_service.privacy.erase import erase_person, order_erasure
from bot_service.privacy.export import export_of
from bot_service.privacy.retain import clean_pages_now
from bot_service.privacy.tables import know
from bot_service.privacy.whose import person_called
from bot_service.settings import Settings

#: Seconds that somebody at a terminal waits for a running service; what is ordered is done without her, too.
PATIENCE = 150.0
LOOKS_EVERY = 1.0


@dataclass(frozen=True)
class Found:
    """The person meant, and what has to be said before she is erased."""

    id: str
    name: str
    lunches_ahead: int

    @property
    def sentences(self) -> list[str]:
        """What will happen, and what will not."""
        ahead = (
            f"{self.lunches_ahead} lunches ahead of her are" if self.lunches_ahead != 1 else "One lunch ahead of her is"
        )
        return [
            f"{self.name} will be erased from every table of Potluck, for good.",
            *([f"{ahead} called off first, and the others are told kindly."] if self.lunches_ahead else []),
            "What passed between her and others stays with them, without her in it.",
            "Messages, posts and meetings of the past that stand in Teams and Outlook stay there; they are Microsoft's to delete.",
            "She is not brought back by the directory, unless she writes to Potluck herself.",
        ]


async def export(settings: Settings, asked: str, out: Path) -> list[Path]:
    """Write what is held on her into the folder `out`, for machines and for people. Raises `UserMistake`."""
    async with _looking_in(settings):
        person = await person_called(asked)
        exported = await export_of(person.id)
    return _written(out, {f"{person.id}.json": exported.as_json(), f"{person.id}.html": exported.as_html()})


def _written(out: Path, texts: Mapping[str, str]) -> list[Path]:
    """Write files that only their owner may read. Raises `UserMistake`."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            path = out / name
            path.touch(mode=0o600)
            path.chmod(0o600)  # one that is there already keeps what it had
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserMistake(f"{out} can't be written ({error.strerror}); name another folder with --out.") from error
    return [out / name for name in texts]


async def look_up(settings: Settings, asked: str) -> Found:
    """Who is meant, before anything is done. Raises `UserMistake`."""
    async with _looking_in(settings):
        person = await person_called(asked)
        seats = await Guest.filter(person_id=person.id).exclude(answer="no").values_list("lunch_id", flat=True)
        coming = Q(starts_at__isnull=True) | Q(starts_at__gt=clock.now())
        ahead = await Lunch.filter(coming, id__in=list(seats), state__in=AHEAD).count()
        return Found(person.id, person.name or person.principal_name or person.id, ahead)


async def erase(settings: Settings, found: Found, tell: Callable[[str], None]) -> bool:
    """Order it, and wait until it is done: by the running service, or here where none runs. Returns whether it is done by now."""
    async with _looking_in(settings):
        person = await Person.get_or_none(id=found.id)
        if person is not None:
            await order_erasure(person)
    tell("Ordered: nothing reaches her from now on.")
    if settings.is_sqlite and await _erased_here(settings, found):
        return True
    until = monotonic() + PATIENCE
    while monotonic() < until:
        async with _looking_in(settings):
            if not await Person.exists(id=found.id):
                return True
        await asyncio.sleep(LOOKS_EVERY)
    return False


async def _erased_here(settings: Settings, found: Found) -> bool:
    """On a file that nobody serves. Where Outlook must be told first, that is the service's to do."""
    try:
        async with open_database(settings, TABLES):
            know(HELD)
            if await Person.exists(id=found.id):
                await erase_person(found.id)
            if await Retention.filter(id="pages", due_at__isnull=False).exists():
                await clean_pages_now("pages")
            return not await Person.exists(id=found.id)
    except AlreadyServed:
        return False


@asynccontextmanager
async def _looking_in(settings: Settings) -> AsyncIterator[None]:
    """The database as it is, beside whoever serves it. Raises `UserMistake` where there is none, or not one of this version."""
    async with open_database(settings, TABLES, exclusive=False):
        choose(settings.manners)
        know(HELD)
        yield
