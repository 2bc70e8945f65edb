"""What import-linter can't say: who may serve HTTP, read the environment, ask for the time, make up an id."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.house import PRODUCT, dotted_names, modules, name, room

MODULES = list(modules("bot_service"))
SERVE_HTTP = {"bot", "web", "sandbox", "app"}


def users_of(is_wanted: Callable[[str], bool]) -> set[Path]:
    return {path for path in MODULES if any(is_wanted(used) for used in dotted_names(path))}


def starts(*prefixes: str) -> Callable[[str], bool]:
    return lambda used: any(used == prefix or used.startswith(f"{prefix}.") for prefix in prefixes)


def named(paths: set[Path]) -> list[str]:
    return sorted(name(path) for path in paths)


def test_only_entrances_app_and_sandbox_serve_http() -> None:
    serving = {path for path in users_of(starts("aiohttp.web")) if room(path) not in SERVE_HTTP}

    assert not serving, f"aiohttp.web belongs in {sorted(SERVE_HTTP)}: {named(serving)}"


def test_only_settings_reads_the_environment() -> None:
    readers = users_of(starts("os.environ", "os.getenv", "os.environb"))

    assert named(readers - {PRODUCT / "settings.py"}) == []


def test_only_the_clock_knows_the_time() -> None:
    askers = users_of(
        starts(
            "datetime.datetime.now",
            "datetime.datetime.utcnow",
            "datetime.datetime.today",
            "datetime.date.today",
            "time.time",
        )
    )

    # Tokens live in real time, in the demo too: the libraries that read them know no other.
    assert named(askers - {PRODUCT / "clock.py", PRODUCT / "sandbox" / "sign_in.py"}) == []


def test_nobody_makes_up_ids() -> None:
    makers = users_of(starts("uuid.uuid4", "uuid.uuid1"))
    unmaking = "bot_service/privacy/erase.py"  # what is left of somebody erased must not be told from her id

    assert [maker for maker in named(makers) if maker != unmaking] == [], (
        "ids are uuid5 of what they stand for: run twice, same row"
    )


def test_the_rules_see_through_aliases(tmp_path: Path) -> None:
    sly = tmp_path / "sly.py"
    sly.write_text(
        "import datetime as d, os as o\nfrom uuid import uuid4 as u\nfrom aiohttp import web as w\n"
        "d.datetime.now(), o.environ['HOME'], u(), w.Application()\n"
    )

    assert {"datetime.datetime.now", "os.environ", "uuid.uuid4", "aiohttp.web.Application"} <= set(dotted_names(sly))


@pytest.mark.parametrize("library", ["requests", "urllib.request"])
def test_nobody_blocks_the_event_loop_with_a_synchronous_http_client(library: str) -> None:
    assert named(users_of(starts(library))) == []
