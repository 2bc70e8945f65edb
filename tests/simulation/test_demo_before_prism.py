"""A whole headless demo with Microsoft's own description as a witness between product and sandbox."""

import asyncio
import io
import socket
from pathlib import Path

from rich.console import Console

from bot_service.simulation.headless import run_headless
from bot_service.simulation.stage import Run
from tests.prism import prism_before


def test_no_request_and_no_answer_of_a_whole_demo_differs_from_microsofts_description(tmp_path: Path) -> None:
    port = two_free_ports()
    with prism_before(f"http://127.0.0.1:{port + 1}/v1.0") as prism:
        run = run_headless(
            Run(people=16, weeks=3), tmp_path, port=port, graph_url=prism.url, console=Console(file=io.StringIO())
        )
        report = asyncio.run(run)
    assert prism.violations == []
    # Links to further pages and later changes are the sandbox's own and lead past the proxy; one of each is checked elsewhere.
    assert prism.requests > report["graph_requests"] / 2 > 0
    assert report["lunches"]["booked"] > 0
    assert report["violations"] == []


def two_free_ports() -> int:
    """A free port whose neighbour is free too."""
    while True:
        with socket.socket() as one, socket.socket() as next_one:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
            try:
                next_one.bind(("127.0.0.1", port + 1))
            except (OSError, OverflowError):
                continue
            return port
