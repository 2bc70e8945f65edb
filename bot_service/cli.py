"""The command line: parses, calls one function, and tells a user's mistake in one sentence."""

import asyncio
import logging
import os
import sys
from collections.abc import Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from bot_service.discreet import Discreet
from bot_service.errors import UserMistake
from bot_service.settings import from_environment

Result = TypeVar("Result")
PORT = click.IntRange(1, 65535)
FILE = click.Path(path_type=Path)  #: what is wrong with it is told by who reads or writes it


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, invoke_without_command=True
)
@click.version_option(package_name="potluck")
@click.option("-v", "--verbose", is_flag=True, help="Log what happens, not only what fails.")
@click.pass_context
def potluck(context: click.Context, verbose: bool) -> None:
    """Befriend first: lunches across teams, shout-outs, and kindly asked shares, inside Teams and Outlook.

    \b
    Examples:
      potluck demo      try it without any account
      potluck doctor    is everything there to run it for your company?
      potluck serve     run it
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        context.exit(2)
    _log(logging.INFO if verbose else logging.WARNING)


@potluck.command(short_help="Click through a small company; needs no account.")
@click.option(
    "--port", type=PORT, default=3978, show_default=True, help="Where the bot listens; the sandbox takes the next one."
)
@click.option(
    "--people", type=click.IntRange(4, 500), default=60, show_default=True, help="Colleagues of the sandbox company."
)
@click.option("--seed", type=int, default=7, show_default=True, help="The same seed gives the same company.")
@click.option(
    "--headless", is_flag=True, help="No viewer: run some weeks as fast as possible and write what people saw."
)
@click.option("--weeks", type=click.IntRange(1, 60), default=10, show_default=True, help="With --headless.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("out"),
    show_default=True,
    help="With --headless.",
)
@click.option("--graph-url", default="", hidden=True, help="A checking proxy before the sandbox's Graph.")
def demo(port: int, people: int, seed: int, headless: bool, weeks: int, out: Path, graph_url: str) -> None:
    """A small company of 60 colleagues with calendars and chats, to click through. Needs no account and no database.

    \b
    Examples:
      potluck demo
      potluck demo --people 24 --port 4000
      potluck demo --headless --weeks 10 --people 60 --seed 7 --out out
    """
    from bot_service.simulation.demo import run_demo  # noqa: PLC0415 - only this command needs the sandbox
    from bot_service.simulation.headless import run_headless  # noqa: PLC0415
    from bot_service.simulation.stage import Run  # noqa: PLC0415

    run = Run(people=people, seed=seed, weeks=weeks)
    if headless:
        report = _run(run_headless(run, out, graph_url=graph_url))
        sys.exit(1 if report["violations"] else 0)
    _run(run_demo(run, Path(".potluck/demo"), port=port))


@potluck.command(short_help="Match people from a CSV file, without repeats.")
@click.argument("people", metavar="PEOPLE.csv", type=FILE)
@click.option("--history", type=FILE, metavar="HISTORY.csv", help="Who met so far: columns round,group,id.")
@click.option(
    "--size", type=int, default=2, show_default=True, help="People in a group, 2 to 8; odd ones make it one more."
)
@click.option("--rounds", type=int, default=1, show_default=True, help="Rounds to plan ahead.")
@click.option("--seed", default="", help="Breaks ties; the same files and seed give the same groups.")
@click.option(
    "--out", type=FILE, metavar="GROUPS.csv", help="Instead of standard output; the history's own file goes on."
)
@click.option("--allow-same-team", is_flag=True, help="Colleagues of one team may meet.")
@click.option("--memory", type=int, metavar="ROUNDS", help="Forget meetings after so many rounds.  [default: never]")
@click.option("--apart", type=FILE, metavar="PAIRS.csv", help="Who shall not meet: columns id,other.")
@click.option("--same-site", is_flag=True, help="Prefer people of one site.")
@click.option("--near-zones", is_flag=True, help="Prefer people of near time zones.")
@click.option("--former", is_flag=True, help="Ids that are not in PEOPLE.csv are those of people who have left.")
@click.option("--why", is_flag=True, help="A fourth column says why each group meets.")
def match(
    people: Path,
    history: Path | None,
    size: int,
    rounds: int,
    seed: str,
    out: Path | None,
    allow_same_team: bool,
    memory: int | None,
    apart: Path | None,
    same_site: bool,
    near_zones: bool,
    former: bool,
    why: bool,
) -> None:
    """Match people from a CSV file: never two of a team, and as few repeats as possible.

    PEOPLE.csv has the columns id,team and, if you like, site, zone (Europe/Berlin, UTC+2) and manager (an id). Groups
    come out as round,group,id, which is also what a history looks like. Commas, semicolons or tabs; UTF-8 or UTF-16.

    \b
    Examples:
      potluck match people.csv
      potluck match people.csv --size 4 --rounds 5 --out offsite.csv
      potluck match people.csv --history lunches.csv --out lunches.csv    each week: goes on with the file
    """
    from bot_service.match_files.command import Order, match_files  # noqa: PLC0415 - keeps --help fast
    from bot_service.matching.seekers import Rules  # noqa: PLC0415

    rules = Rules(size, cross_team=not allow_same_team, memory=memory, same_site=same_site, near_zones=near_zones)
    outcome = match_files(Order(people, history, apart, out, rounds, seed, rules, former=former, why=why))
    if out is None:
        _write(outcome.content)
    for line in outcome.summary:
        click.echo(line, err=out is None)


@potluck.command(short_help="Serve the bot and the pages, and do the work that is due.")
@click.option("--port", type=PORT, help="Instead of POTLUCK_PORT.")
@click.option(
    "--workers",
    type=click.IntRange(0, 64),
    default=4,
    show_default=True,
    help="Steps at once, on PostgreSQL; 0 leaves them to “potluck work”.",
)
def serve(port: int | None, workers: int) -> None:
    """Serve the bot and the pages, and do the work that is due.

    \b
    Examples:
      potluck serve
      DATABASE_URL=postgresql://potluck:secret@db/potluck potluck serve --workers 0
    """
    from bot_service import serving  # noqa: PLC0415 - keeps --help fast

    settings = from_environment()
    _run(serving.serve(replace(settings, port=port or settings.port), workers=workers))


@potluck.command(short_help="Work beside “potluck serve”; needs PostgreSQL.")
@click.option("--workers", type=click.IntRange(1, 64), default=4, show_default=True, help="Steps at once.")
def work(workers: int) -> None:
    """Work beside “potluck serve”, on as many machines as you like; needs PostgreSQL.

    \b
    Example:
      DATABASE_URL=postgresql://potluck:secret@db/potluck potluck work --workers 8
    """
    from bot_service import serving  # noqa: PLC0415 - keeps --help fast

    _run(serving.work(from_environment(), workers=workers))


@potluck.command(short_help="The simulated Microsoft 365 alone.")
@click.option("--port", type=PORT, default=3979, show_default=True, help="Where the sandbox listens.")
@click.option("--bot", default="http://127.0.0.1:3978/api/messages", show_default=True, help="Where the bot listens.")
@click.option("--people", type=click.IntRange(4, 500), default=60, show_default=True, help="Colleagues.")
@click.option("--seed", type=int, default=7, show_default=True, help="The same seed gives the same company.")
def sandbox(port: int, bot: str, people: int, seed: int) -> None:
    """The simulated Microsoft 365 alone; GET /sandbox/account there says how to point a service at it.

    \b
    Example:
      potluck sandbox --port 3979
    """
    from bot_service.simulation import demo as company  # noqa: PLC0415 - keeps --help fast

    _run(company.run_sandbox(port=port, bot_url=bot, people=people, seed=seed))


@potluck.command(short_help="Look at settings, database, Graph and Teams.")
def doctor() -> None:
    """Look at settings, database, Graph and Teams, and say the way out of each trouble. Exit code 1 when there is any.

    \b
    Example:
      potluck doctor
    """
    from bot_service.doctor import examine  # noqa: PLC0415 - keeps --help fast

    findings = _run(examine(from_environment()))
    for finding in findings:
        click.echo(f"{'ok     ' if finding.ok else 'trouble'}  {finding.name}: {finding.sentence}")
    sys.exit(0 if all(finding.ok for finding in findings) else 1)


@potluck.command(short_help="Build the app package for Teams and Outlook.")
@click.option(
    "--env",
    "env_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    required=True,
    help="NAME=value lines.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("app.zip"),
    show_default=True,
    help="The package.",
)
def package(env_file: Path, out: Path) -> None:
    """Build the app package for Teams and Outlook from the manifest and an environment file.

    \b
    Example:
      potluck package --env manifest/environments/demo.env --out app.zip
    """
    from bot_service.app_package import build_package  # noqa: PLC0415 - keeps --help fast

    build_package(env_file, out)
    click.echo(f"Wrote {out}.")


@potluck.command(short_help="Write down all that is held on one person.")
@click.argument("person", metavar="PERSON")
@click.option("--out", type=FILE, default=Path(), show_default="the current folder", help="Folder for the two files.")
def export(person: str, out: Path) -> None:
    """Write down all that is held on one person: ID.json for machines, and ID.html to read and to print.

    PERSON is an Entra object id, a user principal name or a mail address. Works while “potluck serve” runs.

    \b
    Examples:
      potluck export ada@contoso.com
      potluck export ada@contoso.com --out requests/ada
    """
    from bot_service import export_or_erase  # noqa: PLC0415 - keeps --help fast

    for path in _run(export_or_erase.export(from_environment(), person, out)):
        click.echo(f"Wrote {path}.")


@potluck.command(short_help="Erase one person, for good.")
@click.argument("person", metavar="PERSON")
@click.option("--yes", is_flag=True, help="Don't ask back.")
def erase(person: str, yes: bool) -> None:
    """Erase one person from every table, for good. Says what will happen, and asks back.

    PERSON is an Entra object id, a user principal name or a mail address. Works while “potluck serve” runs: that one calls off
    her lunches ahead and does the rest. Exit code 1 when that takes longer than you care to wait; it is done all the same.

    \b
    Examples:
      potluck erase ada@contoso.com
      potluck erase 7d3c2a90-2f7e-4c5b-9a51-0f5f4a1f2b11 --yes
    """
    from bot_service import export_or_erase  # noqa: PLC0415 - keeps --help fast

    settings = from_environment()
    found = _run(export_or_erase.look_up(settings, person))
    for sentence in found.sentences:
        click.echo(sentence)
    if not yes:
        if not sys.stdin.isatty():
            raise UserMistake("Nobody is there to say yes, so nothing was done; run it at a terminal, or with --yes.")
        click.confirm("Erase her?", abort=True)
    if not _run(export_or_erase.erase(settings, found, click.echo)):
        click.echo("Not done yet: “potluck serve” goes on with it, or does so when it runs again.")
        sys.exit(1)
    click.echo("Erased.")


@potluck.command(short_help="What shadow mode has kept back.")
@click.option("--out", type=FILE, metavar="LIST.csv", help="Write it to a file, as CSV.")
def shadow(out: Path | None) -> None:
    """List what would have gone while POTLUCK_SHADOW was on: when, to whom, of which kind, on whose behalf and why.

    A table on a terminal, CSV where the output goes elsewhere. Works while “potluck serve” runs.

    \b
    Examples:
      potluck shadow
      potluck shadow --out pilot.csv
    """
    from rich.console import Console  # noqa: PLC0415 - keeps --help fast

    from bot_service import kept_back  # noqa: PLC0415 - as above
    from bot_service.match_files.groups import write_file  # noqa: PLC0415 - as above

    lines = _run(kept_back.kept_back(from_environment()))
    if out is not None:
        write_file(out, kept_back.as_csv(lines))
        click.echo(f"Wrote {len(lines)} line{'' if len(lines) == 1 else 's'} to {out}.")
    elif sys.stdout.isatty():
        kept_back.show(lines, Console())
    else:
        _write(kept_back.as_csv(lines))


def _write(content: bytes) -> None:
    """Write to standard output as it is: UTF-8 everywhere. Who reads may stop in the middle (“| head”)."""
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python tries again at its end
        if not isinstance(error, BrokenPipeError):
            way_out = "write to a file with --out"
            raise UserMistake(f"Standard output can't be written ({error.strerror}); {way_out}.") from error


def _log(level: int) -> None:
    """Log to standard error, and no names: libraries quote what they are given."""
    handler = logging.StreamHandler()
    handler.setFormatter(Discreet("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler])
    for library in ("httpx", "procrastinate", "aiohttp.access"):  # each request and job by its parameters
        logging.getLogger(library).setLevel(logging.WARNING)


def _run(task: Coroutine[Any, Any, Result]) -> Result:
    return asyncio.run(task)


def main() -> None:
    """Run a command; exit code 2 and one sentence with the way out for a user's mistake, 1 for a command that found trouble."""
    try:
        sys.exit(potluck(prog_name="potluck", standalone_mode=False))
    except UserMistake as mistake:
        _tell(*str(mistake).splitlines())
    except click.UsageError as mistake:
        _tell(_with_way_out(mistake))
    except click.Abort:  # click's word for Ctrl-C
        sys.exit(130)
    sys.exit(2)


def _tell(*sentences: str) -> None:
    for sentence in sentences:
        click.echo(f"potluck: {sentence}", err=True)


def _with_way_out(mistake: click.UsageError) -> str:
    """What click says, and where to read on; a guess of click's (“Did you mean …?”) says it already."""
    said = " ".join(mistake.format_message().split())
    path = mistake.ctx.command_path if mistake.ctx else "potluck"
    return said if said.endswith("?") else f"{said.rstrip('.')}; see “{path} --help”."


if __name__ == "__main__":
    main()
