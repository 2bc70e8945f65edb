"""What is committed names no package registry: the machine that builds may use a mirror, and chooses it itself."""

from pathlib import Path

import pytest

from tests.architecture.house import ROOT, committed_files

#: In two halves, so that this file does not name them either.
REGISTRIES = tuple("".join(halves) for halves in (
    ("pypi", ".org"),
    ("python", "hosted.org"),
    ("registry.npm", "js.org"),
    ("registry.yarn", "pkg.com"),
    ("npm", "mirror.com"),
    ("jsr", ".io"),
    ("conda", ".anaconda.org"),
))  # fmt: skip
LOCK_FILES = {"uv.lock", "package-lock.json"}


def test_no_committed_text_names_a_registry() -> None:
    files = committed_files()
    if files is None:
        pytest.skip("this is no git clone, so nobody knows what is committed")
    naming = [
        path.relative_to(ROOT).as_posix()
        for path in files
        if path.name not in LOCK_FILES and any(host in _text(path) for host in REGISTRIES)
    ]

    assert naming == []


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="ignore").lower()
