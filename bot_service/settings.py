"""Settings: read once from the environment, checked as a whole, frozen, grouped by owner.

Every variable is listed in `VARIABLES`, which `potluck doctor` and the README show.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bot_service import manners
from bot_service.errors import UserMistake
from bot_service.manners import Manners

DEFAULT_DATABASE = "sqlite://.potluck/potluck.db"


class BadSettings(UserMistake):
    """Several settings may be wrong at once; all are told together."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Microsoft:
    """Where Microsoft is, and who we are there. The sandbox gives its own addresses; the code is the same."""

    tenant_id: str
    app_id: str
    app_secret: str
    graph_url: str = "https://graph.microsoft.com/v1.0"
    login_url: str = "https://login.microsoftonline.com"
    bot_login_url: str = "https://login.botframework.com"
    service_hosts: tuple[str, ...] = ("smba.trafficmanager.net", "*.botframework.com")


@dataclass(frozen=True)
class Company:
    """What the administrator chose for this company.

    `hosts` and `administrators`: user principal names in lower case, or ids of groups in Entra.
    `organisers`: the mailboxes that may organise lunches, the default first. `organised_by`: `pool` (one of those) or `guest`.
    """

    organisers: tuple[str, ...] = ()
    organised_by: str = "pool"
    hosts: frozenset[str] = frozenset()
    administrators: frozenset[str] = frozenset()
    channel: str = ""
    feeds: tuple[str, ...] = ()

    @property
    def organiser(self) -> str:
        """The default mailbox; "" when none is set."""
        return self.organisers[0] if self.organisers else ""


@dataclass(frozen=True)
class Settings:
    """All settings of one process."""

    mode: str
    database_url: str
    microsoft: Microsoft
    company: Company
    manners: Manners = field(default_factory=Manners)
    is_shadow: bool = False
    address: str = "127.0.0.1"
    port: int = 3978
    public_url: str = ""
    dangerously_clock_url: str = ""

    @property
    def is_sqlite(self) -> bool:
        """One process, one file; PostgreSQL otherwise."""
        return self.database_url.startswith("sqlite:")

    @property
    def sqlite_path(self) -> Path:
        """The database file. Only asked where `is_sqlite`."""
        return Path(self.database_url.removeprefix("sqlite://"))

    @property
    def is_connected(self) -> bool:
        """Whether an app registration is given; without it there is nobody to sign in as."""
        return bool(self.microsoft.app_id)


#: name → (what it is, default as shown)
VARIABLES: dict[str, tuple[str, str]] = {
    "DATABASE_URL": ("sqlite://PATH or postgresql://USER:PASSWORD@HOST/NAME", DEFAULT_DATABASE),
    "POTLUCK_MODE": ("production, demo or test", "production"),
    "POTLUCK_TENANT_ID": ("your Microsoft Entra tenant", ""),
    "POTLUCK_APP_ID": ("application (client) id of the bot's app registration", ""),
    "POTLUCK_APP_SECRET": ("its client secret", ""),
    "POTLUCK_ORGANISER": (
        "mailbox that organises the lunches, e.g. potluck@contoso.com; large companies: several, separated by commas",
        "",
    ),
    "POTLUCK_ORGANISED_BY": (
        "pool: those mailboxes invite; guest: one of the guests does, whose calendar the app may then write",
        "pool",
    ),
    "POTLUCK_HOSTS": ("user principal names of the hosts, or ids of groups in Entra, separated by commas", ""),
    "POTLUCK_ADMINISTRATORS": ("the same for those who see that it works, export and erase", ""),
    "POTLUCK_SHADOW": (
        "on: everything runs, nothing is sent or booked; “potluck shadow” lists what would have been",
        "off",
    ),
    **manners.VARIABLES,
    "POTLUCK_CHANNEL": ("name of the channel for shout-outs; empty: the first one the bot is added to", ""),
    "POTLUCK_FEEDS": ("files with RSS or Atom feeds of company stories, separated by commas", ""),
    "POTLUCK_ADDRESS": ("address to listen on", "127.0.0.1"),
    "POTLUCK_PORT": ("port to listen on", "3978"),
    "POTLUCK_PUBLIC_URL": ("https address under which Teams reaches this service", ""),
    "POTLUCK_GRAPH_URL": ("Microsoft Graph", Microsoft.graph_url),
    "POTLUCK_LOGIN_URL": ("Microsoft sign-in", Microsoft.login_url),
    "POTLUCK_BOT_LOGIN_URL": ("signing keys of the Bot Framework", Microsoft.bot_login_url),
    "POTLUCK_DANGEROUSLY_SERVICE_HOSTS": (
        "further hosts that the bot's token may be sent to (demo and tests only)",
        "",
    ),
    "POTLUCK_DANGEROUSLY_CLOCK_URL": ("a clock served by the sandbox (demo and tests only)", ""),
}

MODES = ("production", "demo", "test")
ORGANISED_BY = ("pool", "guest")


def from_environment() -> Settings:
    """Read the process environment. Raises `BadSettings` with all faults."""
    return read_settings(os.environ)


def read_settings(variables: Mapping[str, str]) -> Settings:
    """Build settings from variables; everything wrong is gathered into one `BadSettings`."""
    faults: list[str] = []

    def given(name: str) -> str:
        return variables.get(name, "").strip() or VARIABLES[name][1]

    def checked(name: str, check: Callable[[str], str | None]) -> str:
        fault = check(given(name))
        if fault:
            faults.append(f"{name}: {fault}")
        return given(name)

    mode = checked("POTLUCK_MODE", lambda mode: None if mode in MODES else f"choose one of {', '.join(MODES)}.")
    port = checked(
        "POTLUCK_PORT", lambda port: None if _is_port(port) else f"“{port}” is no port; give a number from 1 to 65535."
    )
    organised_by = checked(
        "POTLUCK_ORGANISED_BY",
        lambda who: None if who in ORGANISED_BY else f"choose one of {', '.join(ORGANISED_BY)}.",
    )
    shadow = checked("POTLUCK_SHADOW", lambda word: None if word in ("on", "off") else "choose on or off.")
    numbers, wrong = manners.read_manners({name: given(name) for name in manners.VARIABLES})
    faults += wrong
    hosts = tuple(_listed(given("POTLUCK_DANGEROUSLY_SERVICE_HOSTS")))
    settings = Settings(
        mode=mode,
        database_url=checked("DATABASE_URL", _fault_of_database_url),
        microsoft=Microsoft(
            tenant_id=given("POTLUCK_TENANT_ID"),
            app_id=given("POTLUCK_APP_ID"),
            app_secret=given("POTLUCK_APP_SECRET"),
            graph_url=checked("POTLUCK_GRAPH_URL", _fault_of_address).rstrip("/"),
            login_url=checked("POTLUCK_LOGIN_URL", _fault_of_address).rstrip("/"),
            bot_login_url=checked("POTLUCK_BOT_LOGIN_URL", _fault_of_address).rstrip("/"),
            service_hosts=Microsoft.service_hosts + hosts,
        ),
        company=Company(
            organisers=tuple(dict.fromkeys(_listed(given("POTLUCK_ORGANISER")))),
            organised_by=organised_by,
            hosts=frozenset(host.lower() for host in _listed(given("POTLUCK_HOSTS"))),
            administrators=frozenset(one.lower() for one in _listed(given("POTLUCK_ADMINISTRATORS"))),
            channel=given("POTLUCK_CHANNEL"),
            feeds=tuple(_listed(given("POTLUCK_FEEDS"))),
        ),
        manners=numbers,
        is_shadow=shadow == "on",
        address=given("POTLUCK_ADDRESS"),
        port=int(port) if _is_port(port) else 0,
        public_url=given("POTLUCK_PUBLIC_URL").rstrip("/"),
        dangerously_clock_url=given("POTLUCK_DANGEROUSLY_CLOCK_URL"),
    )
    faults += _faults_between(settings, dangerous=bool(hosts))
    if faults:
        raise BadSettings(faults)
    return settings


def _faults_between(settings: Settings, *, dangerous: bool) -> list[str]:
    """Settings that are fine alone and wrong together."""
    faults = []
    microsoft = settings.microsoft
    if settings.mode == "production":
        if settings.dangerously_clock_url or dangerous:
            faults.append("POTLUCK_DANGEROUSLY_…: only with POTLUCK_MODE=demo or test; unset it.")
        for name, address in (
            ("GRAPH", microsoft.graph_url),
            ("LOGIN", microsoft.login_url),
            ("BOT_LOGIN", microsoft.bot_login_url),
        ):
            if not address.startswith("https://"):
                faults.append(f"POTLUCK_{name}_URL: must start with https:// outside demo and tests.")
    if bool(microsoft.app_id) != bool(microsoft.app_secret):
        faults.append("POTLUCK_APP_ID and POTLUCK_APP_SECRET: give both or neither.")
    if microsoft.app_id and not microsoft.tenant_id:
        faults.append("POTLUCK_TENANT_ID: needed with POTLUCK_APP_ID.")
    return faults


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < int(text) < 65536


def _fault_of_address(address: str) -> str | None:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return f"“{address}” is no web address; it must start with https://."
    return None


def _fault_of_database_url(url: str) -> str | None:
    way_out = "give sqlite://PATH or postgresql://USER:PASSWORD@HOST/NAME."
    if url.startswith("sqlite://"):
        return None if url.removeprefix("sqlite://").strip("/") else f"no file is named; {way_out}"
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it checks it
    except ValueError:
        return f"it can't be read; {way_out}"
    if parts.scheme not in {"postgres", "postgresql"}:
        return f"“{parts.scheme or url}” is no database we know; {way_out}"
    if not parts.path.strip("/"):
        return f"no database name is given; {way_out}"
    return None
