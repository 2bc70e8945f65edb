"""What tests of commands are handed: an empty folder to run them in, and how each ended."""

import os
import re
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot_service.cli import main

#: Complete settings, of a Microsoft that nobody reaches.
COMPLETE = {
    "POTLUCK_MODE": "test",
    "POTLUCK_TENANT_ID": "0f0f0f0f-0000-4000-8000-000000000001",
    "POTLUCK_APP_ID": "0f0f0f0f-0000-4000-8000-000000000002",
    "POTLUCK_APP_SECRET": "made up",
    "POTLUCK_ORGANISER": "potluck@contoso.example",
    "POTLUCK_GRAPH_URL": "http://127.0.0.1:9/v1.0",
    "POTLUCK_LOGIN_URL": "http://127.0.0.1:9/login",
    "POTLUCK_BOT_LOGIN_URL": "http://127.0.0.1:9/botframework",
}
NOBODY_LISTENS = "postgresql://potluck:secret@127.0.0.1:9/potluck"


@dataclass(frozen=True)
class Told:
    """How a command ended."""

    code: int
    out: str
    lines: list[str]


Run = Callable[..., Told]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to be in, with no variable of ours set."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("POTLUCK_") or name == "DATABASE_URL":
            monkeypatch.delenv(name)
    return tmp_path


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process, as the console script does."""
    assert folder == Path.cwd()

    def run(*words: str, **variables: str) -> Told:
        monkeypatch.setattr(sys, "argv", ["potluck", *words])
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return Told(int(ended.value.code or 0), told.out, told.err.splitlines())

    return run


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port at which somebody else listens."""
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", 0))
        somebody.listen()
        yield somebody.getsockname()[1]


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def is_one_sentence(told: Told, way_out: str) -> None:
    """Exit code 2, nothing but one sentence, and the way out in it."""
    assert (told.code, told.out, len(told.lines)) == (2, "", 1), told
    sentence = told.lines[0]
    assert re.fullmatch(r"potluck: .+[.?]", sentence), sentence
    assert way_out in sentence
