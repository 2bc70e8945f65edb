"""Microsoft's own description as a witness: Prism, a checking proxy, between our Graph client and the sandbox.

Every request of ours and every answer of the sandbox is held against the OpenAPI document cut from Microsoft's metadata;
what does not fit is collected and passed on all the same. Works in sync and async tests, and around a whole demo:

    with prism_before("http://127.0.0.1:3979/v1.0") as prism:
        …  # use prism.url as POTLUCK_GRAPH_URL
    assert prism.violations == []

Prism is npm's @stoplight/prism-cli: installed in teams_app, or at POTLUCK_PRISM. The document is msgraph-trimmed.yaml in
POTLUCK_SCHEMAS, or in shared/schemas beside the repository. Where one is missing the test is skipped with that reason;
with POTLUCK_REQUIRE_NODE=1 it fails.
"""

import os
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENT = "msgraph-trimmed.yaml"
STARTS_WITHIN_SECONDS = 60

#: Left out where the document was cut, and written here as it stands in Microsoft's whole one; events are checked as everywhere.
BEFORE = "  /users/{user-id}/events:\n"
CHANGES_OF_A_CALENDAR = """\
  /users/{user-id}/calendarView/delta():
    parameters:
    - {name: user-id, in: path, required: true, schema: {type: string}}
    get:
      parameters:
      - {name: startDateTime, in: query, schema: {type: string}}
      - {name: endDateTime, in: query, schema: {type: string}}
      responses:
        '200':
          description: Success
          content:
            application/json:
              schema:
                type: object
                required: [value]
                properties:
                  value:
                    type: array
                    items:
                      $ref: '#/components/schemas/microsoft.graph.event'
                  '@odata.nextLink': {type: string}
                  '@odata.deltaLink': {type: string}
        4XX:
          $ref: '#/components/responses/error'
"""
MEMBERS_OF_A_GROUP = """\
  /groups/{group-id}/transitiveMembers:
    parameters:
    - {name: group-id, in: path, required: true, schema: {type: string}}
    get:
      parameters:
      - {name: $select, in: query, schema: {type: string}}
      - {name: $top, in: query, schema: {type: integer}}
      - {name: $skiptoken, in: query, schema: {type: string}}
      responses:
        '200':
          description: Retrieved entities
          content:
            application/json:
              schema:
                type: object
                required: [value]
                properties:
                  value:
                    type: array
                    items:
                      $ref: '#/components/schemas/microsoft.graph.directoryObject'
                  '@odata.nextLink': {type: string}
        4XX:
          $ref: '#/components/responses/error'
"""
_REQUEST = re.compile(r"\[HTTP SERVER\] (\w+ \S+) .*Request received")
_VIOLATION = re.compile(r"Violation: (.*)")
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@dataclass
class Prism:
    """A running proxy. `violations` grows while it runs and is complete once the `with` block has ended.

    Each names the last request seen before it, which among requests at the same time may be a neighbour's.
    """

    url: str
    violations: list[str] = field(default_factory=list)
    requests: int = 0


@contextmanager
def prism_before(upstream: str) -> Iterator[Prism]:
    """Start Prism on a free port before `upstream` (Graph's base address, with /v1.0), and stop it at the end."""
    node, prism_cli, document = _found()
    with tempfile.TemporaryDirectory() as folder:
        whole = _completed(document, Path(folder))
        with _running(node, prism_cli, whole, upstream) as prism:
            yield prism


@contextmanager
def _running(node: str, prism_cli: Path, document: Path, upstream: str) -> Iterator[Prism]:
    port = _free_port()
    command = [node, str(prism_cli), "proxy", "-h", "127.0.0.1", "-p", str(port), str(document), upstream]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8")
    prism = Prism(f"http://127.0.0.1:{port}")
    said: list[str] = []
    reader = threading.Thread(target=_listen, args=(process, prism, said), daemon=True)
    reader.start()
    try:
        _wait_until_open(port, process, said)
        yield prism
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
        reader.join(10)
        if process.stdout is not None:
            process.stdout.close()


def _listen(process: "subprocess.Popen[str]", prism: Prism, said: list[str]) -> None:
    assert process.stdout is not None
    latest = ""
    for raw in process.stdout:
        line = _COLOURS.sub("", raw)
        if found := _REQUEST.search(line):
            latest = found[1]
            prism.requests += 1
        elif found := _VIOLATION.search(line):
            prism.violations.append(f"{latest}: {found[1].strip()}")
        elif not prism.requests:
            said.append(line)


def _completed(document: Path, folder: Path) -> Path:
    text = document.read_text(encoding="utf-8")
    assert text.count(BEFORE) == 1
    whole = folder / DOCUMENT
    whole.write_text(text.replace(BEFORE, CHANGES_OF_A_CALENDAR + MEMBERS_OF_A_GROUP + BEFORE), encoding="utf-8")
    return whole


def _found() -> tuple[str, Path, Path]:
    """Node, Prism and the document, or the reason why this test can't be run here."""
    node = shutil.which("node")
    prism_cli = _prism_cli()
    document = next((path for path in _document_places() if path.is_file()), None)
    missing = [
        reason
        for is_there, reason in (
            (node, "Node"),
            (prism_cli, "Prism (npm ci in teams_app, or POTLUCK_PRISM)"),
            (document, f"{DOCUMENT} (in the folder POTLUCK_SCHEMAS)"),
        )
        if not is_there
    ]
    if node and prism_cli and document:
        return node, prism_cli, document
    reason = f"not here: {', '.join(missing)}"
    if os.environ.get("POTLUCK_REQUIRE_NODE") == "1" and not (node and prism_cli):
        pytest.fail(f"POTLUCK_REQUIRE_NODE is set, but {reason}")
    pytest.skip(reason)


def _prism_cli() -> Path | None:
    """Prism's program: POTLUCK_PRISM may name it, its package, or a folder with node_modules."""
    inside = Path("node_modules") / "@stoplight" / "prism-cli"
    program = Path("dist") / "index.js"
    named = Path(os.environ["POTLUCK_PRISM"]) if os.environ.get("POTLUCK_PRISM") else None
    places = [named, named / program, named / inside / program] if named else [ROOT / "teams_app" / inside / program]
    return next((place for place in places if place.is_file()), None)


def _document_places() -> list[Path]:
    named = os.environ.get("POTLUCK_SCHEMAS")
    return [Path(named) / DOCUMENT] if named else [ROOT.parent / "shared" / "schemas" / DOCUMENT]


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_until_open(port: int, process: "subprocess.Popen[str]", said: list[str]) -> None:
    until = time.monotonic() + STARTS_WITHIN_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"Prism did not start: {''.join(said)}")
