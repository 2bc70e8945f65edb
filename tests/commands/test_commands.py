"""What somebody is told who uses a command wrongly: one sentence with the way out, exit code 2, and nothing has changed."""

import asyncio
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot_service.app import TABLES
from bot_service.database.connection import open_database
from bot_service.settings import read_settings
from tests.commands.conftest import COMPLETE, NOBODY_LISTENS, Run, files, is_one_sentence


@pytest.mark.parametrize(
    ("words", "way_out"),
    [
        ("party", "see “potluck --help”"),
        ("--party", "see “potluck --help”"),
        ("serve --party", "Did you mean '--port'?"),
        ("serve now", "see “potluck serve --help”"),
        ("serve --port 65536", "1<=x<=65535; see “potluck serve --help”"),
        ("work --workers 0", "1<=x<=64; see “potluck work --help”"),
        ("demo --people many", "see “potluck demo --help”"),
        ("demo --weeks", "requires an argument; see “potluck"),
        ("sandbox --people 3", "4<=x<=500; see “potluck sandbox --help”"),
        ("match", "Missing argument 'PEOPLE.csv'; see “potluck match --help”"),
        ("match people.csv --size many", "see “potluck match --help”"),
        ("package", "Missing option '--env'; see “potluck package --help”"),
        ("package --env nowhere.env", "does not exist; see “potluck package --help”"),
    ],
)
def test_a_command_or_option_that_there_is_not_is_told_with_where_to_read_on(
    run: Run, folder: Path, words: str, way_out: str
) -> None:
    is_one_sentence(run(*words.split()), way_out)
    assert not files(folder)


def test_who_says_nothing_is_shown_what_there_is(run: Run) -> None:
    told = run()
    assert told.code == 2
    assert told.lines[0].startswith("Usage: potluck")


@pytest.mark.parametrize("command", ["serve", "work", "doctor"])
@pytest.mark.parametrize(
    "url", ["mysql://maya@db/potluck", "sqlite://", "postgresql://db", "postgresql://db:port/potluck"]
)
def test_a_broken_database_address_is_told_with_how_one_looks(run: Run, folder: Path, command: str, url: str) -> None:
    is_one_sentence(run(command, **COMPLETE, DATABASE_URL=url), "give sqlite://PATH or postgresql://")
    assert not files(folder)


@pytest.mark.parametrize("command", ["serve", "work"])
def test_a_database_server_that_nobody_reaches_is_told(run: Run, folder: Path, command: str) -> None:
    is_one_sentence(
        run(command, **COMPLETE, DATABASE_URL=NOBODY_LISTENS, POTLUCK_PORT="39781"), "start it, or correct the address"
    )
    assert not files(folder)


def test_a_file_that_is_no_database_is_left_as_it_is(run: Run, folder: Path, free_port: int) -> None:
    (folder / "letter.txt").write_text("Dear Otto, " * 1000)
    before = files(folder)
    told = run("serve", **COMPLETE, DATABASE_URL="sqlite://letter.txt", POTLUCK_PORT=str(free_port))
    is_one_sentence(told, "is no SQLite database")
    assert files(folder) == before


def test_a_folder_is_no_database(run: Run, folder: Path, free_port: int) -> None:
    (folder / "data").mkdir()
    told = run("serve", **COMPLETE, DATABASE_URL="sqlite://data", POTLUCK_PORT=str(free_port))
    is_one_sentence(told, "correct DATABASE_URL")
    assert not files(folder)


def test_all_wrong_settings_are_told_at_once_one_sentence_each(run: Run, folder: Path) -> None:
    told = run("serve", POTLUCK_MODE="party", POTLUCK_PORT="port", DATABASE_URL="potluck.db", POTLUCK_APP_ID="a")
    assert (told.code, told.out) == (2, "")
    assert [line.split(":")[1].strip().split()[0] for line in told.lines] == [
        "POTLUCK_MODE",
        "POTLUCK_PORT",
        "DATABASE_URL",
        "POTLUCK_APP_ID",
        "POTLUCK_TENANT_ID",
    ]
    assert not files(folder)


def test_nobody_serves_without_an_app_registration(run: Run, folder: Path, free_port: int) -> None:
    is_one_sentence(run("serve", POTLUCK_PORT=str(free_port)), "or run `potluck demo`")
    assert not files(folder)


def test_nobody_serves_without_a_mailbox_that_organises(run: Run, folder: Path, free_port: int) -> None:
    told = run("serve", **COMPLETE | {"POTLUCK_ORGANISER": "", "POTLUCK_PORT": str(free_port)})
    is_one_sentence(told, "name the mailbox that shall organise the lunches")
    assert not files(folder)


@pytest.mark.parametrize("words", ["serve", "demo --port {}", "sandbox --port {}"])
def test_a_port_in_use_is_told_before_anything_is_opened(run: Run, folder: Path, taken_port: int, words: str) -> None:
    told = run(*words.format(taken_port).split(), **COMPLETE, POTLUCK_PORT=str(taken_port))
    is_one_sentence(told, f"Port {taken_port} is in use; stop what runs there, or choose another one with --port")
    assert not files(folder)


def test_an_address_of_another_machine_is_told(run: Run, folder: Path) -> None:
    is_one_sentence(run("serve", **COMPLETE, POTLUCK_ADDRESS="192.0.2.1"), "correct POTLUCK_ADDRESS")
    assert not files(folder)


@pytest.mark.parametrize(
    ("content", "way_out"),
    [(None, "name a file that is there"), ("Dear Otto", "name the file of a feed, which starts with <rss or <feed")],
)
def test_a_feed_that_can_not_be_read_stops_the_first_start(
    run: Run, folder: Path, free_port: int, content: str | None, way_out: str
) -> None:
    if content is not None:
        (folder / "news.xml").write_text(content)
    before = files(folder)
    told = run("serve", **COMPLETE, POTLUCK_FEEDS="news.xml", POTLUCK_PORT=str(free_port))
    is_one_sentence(told, way_out)
    assert files(folder) == before


def test_workers_alone_need_postgresql(run: Run, folder: Path) -> None:
    is_one_sentence(run("work", **COMPLETE), "set DATABASE_URL to one, or run only “potluck serve”")
    assert not files(folder)


def test_a_clock_that_nobody_serves_is_told(run: Run, folder: Path, free_port: int) -> None:
    told = run(
        "serve", **COMPLETE, POTLUCK_DANGEROUSLY_CLOCK_URL="http://127.0.0.1:9/clock", POTLUCK_PORT=str(free_port)
    )
    is_one_sentence(told, "or unset POTLUCK_DANGEROUSLY_CLOCK_URL")
    assert not files(folder)


def test_a_database_from_a_newer_version_is_left_as_it_is(run: Run, folder: Path, free_port: int) -> None:
    database = folder / "from tomorrow.db"
    url = f"sqlite://{database}"
    asyncio.run(_make_database(url))
    with sqlite3.connect(database) as connection:
        connection.execute(
            "INSERT INTO tortoise_migrations (app, name, applied_at) VALUES ('potluck', '9999_tomorrow', '2026-01-05')"
        )
    connection.close()
    before = files(folder)
    told = run("serve", **COMPLETE, DATABASE_URL=url, POTLUCK_PORT=str(free_port))
    is_one_sentence(told, "it knows 9999_tomorrow); update Potluck, or restore a backup")
    assert files(folder) == before


async def _make_database(url: str) -> None:
    async with open_database(read_settings({"POTLUCK_MODE": "test", "DATABASE_URL": url}), TABLES):
        pass


def test_results_that_can_not_be_written_are_told_before_ten_weeks_are_run(run: Run, folder: Path) -> None:
    (folder / "taken").write_text("a file")
    is_one_sentence(run("demo", "--headless", "--out", "taken/out"), "give another folder with --out")
    is_one_sentence(run("demo", "--headless", "--out", "taken"), "see “potluck demo --help”")
    assert list(files(folder).values()) == [b"a file"]


def test_groups_go_to_a_pipe_and_what_is_said_about_them_to_the_terminal(run: Run, folder: Path) -> None:
    (folder / "people.csv").write_bytes("\ufeffID;Team\r\nZoë;Finance\r\nAda;Engineering\r\n".encode())
    told = run("match", "people.csv")
    assert (told.code, told.out) == (0, "round,group,id\n1,1,Ada\n1,1,Zoë\n")
    assert told.lines[:3] == ["people: 2", "teams: 2", "groups: 1"]


def test_groups_go_to_a_file_and_what_is_said_about_them_to_a_pipe(run: Run, folder: Path) -> None:
    (folder / "people.csv").write_text("id,team\nAda,Engineering\nElif,Engineering\nBo,Finance\n")
    words = ("match", "people.csv", "--out", "groups.csv", "--rounds", "2", "--size", "3", "--seed", "x")
    told = run(*words, "--allow-same-team", "--memory", "1", "--why")
    assert (told.code, told.lines) == (0, [])
    assert told.out.splitlines()[:8] == [
        "Wrote rounds 1 to 2 to groups.csv.",
        *("people: 3", "teams: 2", "groups: 2"),
        *("repeats: 3", "repeats beyond memory: 0", "same-team pairs: 2", "left over: 0"),
    ]
    assert (folder / "groups.csv").read_text().splitlines()[0] == "round,group,id,why"


def test_everything_wrong_with_files_is_told_at_once_one_sentence_each(run: Run, folder: Path) -> None:
    (folder / "people.csv").write_bytes(b"id,team\nJos\xe9,Sales\n")
    (folder / "history.csv").write_text("round,group\n")
    before = files(folder)
    told = run("match", "people.csv", "--history", "history.csv", "--size", "1", "--out", "people.csv")
    assert (told.code, told.out) == (2, "")
    assert [line.partition(";")[0] for line in told.lines] == [
        "potluck: --size 1: groups are of 2 to 8 people",
        "potluck: people.csv, line 2: the byte 0xE9 is not UTF-8, perhaps in “José,Sales”",
        "potluck: history.csv, line 1: the column id is missing in “round,group”",
        "potluck: --out people.csv: that is a file to read from, which would be lost",
    ]
    assert all(line.endswith(".") for line in told.lines)
    assert files(folder) == before


def test_who_reads_the_groups_may_stop_in_the_middle(folder: Path) -> None:
    (folder / "people.csv").write_text("".join(["id,team\n", *(f"{n},{n % 7}\n" for n in range(40_000))]))
    words = [sys.executable, "-c", "from bot_service.cli import main; main()", "match", "people.csv"]
    root = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(words, env=root, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as ours:
        assert ours.stdout is not None
        assert ours.stderr is not None
        assert ours.stdout.readline() == b"round,group,id\n"
        ours.stdout.close()
        said = ours.stderr.read().decode().splitlines()
    assert ours.returncode == 0
    assert said[0] == "people: 40000"


def test_a_second_service_on_the_same_file_gives_way_and_the_first_one_ends_when_told(
    run: Run, folder: Path, free_port: int
) -> None:
    variables = {**COMPLETE, "POTLUCK_PORT": str(free_port)}
    words = [sys.executable, "-c", "from bot_service.cli import main; main()", "serve"]
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        words, env={**os.environ, **variables, "PYTHONPATH": str(root)}, cwd=folder, stdout=subprocess.PIPE, text=True
    ) as first:
        try:
            assert first.stdout is not None
            assert first.stdout.readline() == f"Potluck serves on http://127.0.0.1:{free_port}\n"
            is_one_sentence(
                run("serve", "--port", str(_another(free_port)), **variables), "stop that one, or use PostgreSQL"
            )
            assert first.poll() is None
        finally:
            first.send_signal(signal.SIGTERM)
    assert first.returncode == 0


def _another(port: int) -> int:
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            if probe.getsockname()[1] != port:
                return int(probe.getsockname()[1])
