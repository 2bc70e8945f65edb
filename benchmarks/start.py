"""How long `potluck serve` takes to start on a database that is there, and how much memory it keeps.

    uv run python benchmarks/start.py [--people 60] [--days 3]

A sandbox and a service run as processes of their own, as they would anywhere. After some days in the sandbox the service is
stopped and started again; then it is asked and worked until its memory has settled. Prints a table; exit code 1 when a bar
is missed.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

START_BAR = 5.0  # seconds
MEMORY_BAR = 300  # MB
STARTS = 3
POTLUCK = [sys.executable, "-c", "from bot_service.cli import main; main()"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--days", type=float, default=3.0)
    asked = parser.parse_args()
    bot, sandbox = free_port(), free_port()
    with tempfile.TemporaryDirectory(prefix="potluck-benchmark-") as folder:
        sandboxed = [
            "sandbox",
            "--port",
            str(sandbox),
            "--bot",
            f"http://127.0.0.1:{bot}/api/messages",
            "--people",
            str(asked.people),
        ]
        with process(sandboxed, {}, Path(folder) / "sandbox.log"):
            account = wait_for(f"http://127.0.0.1:{sandbox}/sandbox/account")
            variables = variables_for(json.loads(account), sandbox, bot, Path(folder) / "potluck.db")
            with serving(bot, variables, Path(folder) / "first.log"):
                post(f"http://127.0.0.1:{sandbox}/sandbox/advance", {"days": asked.days})
            starts, memory = [], []
            for number in range(STARTS):
                began = time.monotonic()
                with serving(bot, variables, Path(folder) / f"start{number}.log") as service:
                    starts.append(time.monotonic() - began)
                    post(f"http://127.0.0.1:{sandbox}/sandbox/advance", {"days": 1})
                    memory.append(resident(service))
    return show(asked.people, starts, memory)


def show(people: int, starts: list[float], memory: list[float]) -> int:
    table = Table(title=f"potluck serve, {people} people, SQLite")
    for name in ("what", *(f"start {number + 1}" for number in range(len(starts))), "bar"):
        table.add_column(name, justify="left" if name == "what" else "right")
    table.add_row("warm start until /readyz", *(f"{seconds:.2f} s" for seconds in starts), f"{START_BAR:.0f} s")
    table.add_row("resident memory after a day", *(f"{size:.0f} MB" for size in memory), f"{MEMORY_BAR} MB")
    Console().print(table)
    return int(max(starts) > START_BAR or max(memory) > MEMORY_BAR)


def variables_for(account: dict[str, str], sandbox: int, bot: int, database: Path) -> dict[str, str]:
    """The environment that points a service at this sandbox."""
    return {
        "POTLUCK_MODE": "demo",
        "DATABASE_URL": f"sqlite://{database}",
        "POTLUCK_TENANT_ID": account["tenantId"],
        "POTLUCK_APP_ID": account["appId"],
        "POTLUCK_APP_SECRET": account["appSecret"],
        "POTLUCK_ORGANISER": account["organiser"],
        "POTLUCK_HOSTS": ",".join(account["hosts"]),
        "POTLUCK_CHANNEL": account["channel"],
        "POTLUCK_GRAPH_URL": account["graphUrl"],
        "POTLUCK_LOGIN_URL": account["loginUrl"],
        "POTLUCK_BOT_LOGIN_URL": account["botLoginUrl"],
        "POTLUCK_DANGEROUSLY_SERVICE_HOSTS": account["serviceHost"],
        "POTLUCK_DANGEROUSLY_CLOCK_URL": f"http://127.0.0.1:{sandbox}/sandbox/clock",
        "POTLUCK_PORT": str(bot),
    }


@contextmanager
def serving(port: int, variables: dict[str, str], log: Path) -> Iterator[psutil.Process]:
    """A service that is ready, until the block ends."""
    with process(["serve"], variables, log) as service:
        wait_for(f"http://127.0.0.1:{port}/readyz")
        yield service


@contextmanager
def process(words: list[str], variables: dict[str, str], log: Path) -> Iterator[psutil.Process]:
    """A `potluck` command as a process of its own, until the block ends. Its output is shown when it fails."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("POTLUCK_", "DATABASE_URL"))}
    with log.open("w") as written:
        running = subprocess.Popen([*POTLUCK, *words], env=inherited | variables, stdout=written, stderr=written)
    try:
        yield psutil.Process(running.pid)
    except BaseException:
        sys.stderr.write(log.read_text())
        raise
    finally:
        running.terminate()
        running.wait(30)


def wait_for(url: str, seconds: float = 60) -> bytes:
    """The answer of a process that is starting, as soon as it is a success."""
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return bytes(answer.read())
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


def post(url: str, body: dict[str, float]) -> None:
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=600) as answer:
        answer.read()


def resident(service: psutil.Process) -> float:
    """MB of memory that really lies in RAM, of the process and its children."""
    return sum(each.memory_info().rss for each in (service, *service.children(recursive=True))) / 1e6


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
