from pathlib import Path

import pytest

from bot_service.settings import DEFAULT_DATABASE, VARIABLES, BadSettings, Settings, read_settings

SIGNED_IN = {"POTLUCK_TENANT_ID": "t", "POTLUCK_APP_ID": "a", "POTLUCK_APP_SECRET": "s"}


def faults(**variables: str) -> list[str]:
    with pytest.raises(BadSettings) as told:
        read_settings(variables)
    return told.value.faults


def test_nothing_has_to_be_set() -> None:
    settings = read_settings({})
    assert settings.database_url == DEFAULT_DATABASE
    assert settings.is_sqlite
    assert settings.sqlite_path == Path(".potluck/potluck.db")
    assert (settings.mode, settings.port, settings.is_connected) == ("production", 3978, False)
    assert settings.microsoft.graph_url == "https://graph.microsoft.com/v1.0"


def test_an_empty_variable_is_as_good_as_none() -> None:
    assert read_settings(dict.fromkeys(VARIABLES, " ")) == read_settings({})


def test_all_faults_are_told_at_once() -> None:
    told = faults(
        POTLUCK_MODE="party",
        POTLUCK_PORT="99999",
        DATABASE_URL="mysql://maya@db/potluck",
        POTLUCK_GRAPH_URL="graph.microsoft.com",
        POTLUCK_APP_ID="a",
    )
    beginnings = (
        "POTLUCK_MODE:",
        "POTLUCK_PORT:",
        "DATABASE_URL:",
        "POTLUCK_GRAPH_URL:",
        "POTLUCK_APP_ID",
        "POTLUCK_TENANT_ID",
    )
    for beginning in beginnings:
        assert any(fault.startswith(beginning) for fault in told), beginning


@pytest.mark.parametrize("port", ["0", "65536", "-1", "3978.0", "port", "٣٩٧٨"])
def test_a_port_is_a_number_that_a_port_can_have(port: str) -> None:
    assert "POTLUCK_PORT" in faults(POTLUCK_PORT=port)[0]


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://",
        "sqlite:///",
        "potluck.db",
        "mysql://db/potluck",
        "postgresql://db",
        "postgresql://db:port/potluck",
        "http://db/potluck",
    ],
)
def test_a_database_that_can_not_be_meant_is_told_with_the_way_out(url: str) -> None:
    assert "sqlite://PATH or postgresql://" in faults(DATABASE_URL=url)[0]


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///var/lib/pot luck/potluck.db",
        "postgres://maya:pa%20ss@db.contoso.com/potluck",
        "postgresql://maya@db:5433/potluck?sslmode=require",
        "postgresql:///potluck?host=/run/postgresql",
    ],
)
def test_a_database_is_taken_as_it_was_written(url: str) -> None:
    settings = read_settings({"DATABASE_URL": url})
    assert settings.database_url == url
    assert settings.is_sqlite == url.startswith("sqlite")


def test_a_path_may_hold_spaces_and_start_at_the_root() -> None:
    assert read_settings({"DATABASE_URL": "sqlite:///a b/c d.db"}).sqlite_path == Path("/a b/c d.db")


@pytest.mark.parametrize(
    "given", [["POTLUCK_APP_ID"], ["POTLUCK_APP_SECRET"], ["POTLUCK_APP_ID", "POTLUCK_APP_SECRET"]]
)
def test_signing_in_needs_all_three_or_none(given: list[str]) -> None:
    assert faults(**{name: SIGNED_IN[name] for name in given})
    assert read_settings(SIGNED_IN).is_connected


@pytest.mark.parametrize(
    "variables",
    [
        {"POTLUCK_DANGEROUSLY_CLOCK_URL": "http://127.0.0.1:3979/sandbox/clock"},
        {"POTLUCK_DANGEROUSLY_SERVICE_HOSTS": "127.0.0.1"},
        {"POTLUCK_GRAPH_URL": "http://127.0.0.1:3979/v1.0"},
        {"POTLUCK_LOGIN_URL": "http://127.0.0.1:3979/login"},
        {"POTLUCK_BOT_LOGIN_URL": "http://127.0.0.1:3979/botframework"},
    ],
)
def test_what_is_dangerous_is_refused_outside_demo_and_tests(variables: dict[str, str]) -> None:
    assert faults(**variables)
    for mode in ("demo", "test"):
        assert isinstance(read_settings({**variables, "POTLUCK_MODE": mode}), Settings)


def test_lists_are_separated_by_commas_and_hosts_are_known_in_lower_case() -> None:
    company = read_settings(
        {"POTLUCK_HOSTS": "Maya@contoso.com, ,otto@contoso.com", "POTLUCK_FEEDS": "news.xml,"}
    ).company
    assert company.hosts == {"maya@contoso.com", "otto@contoso.com"}
    assert company.feeds == ("news.xml",)


def test_several_mailboxes_may_organise_and_the_first_is_the_default() -> None:
    company = read_settings(
        {"POTLUCK_ORGANISER": "potluck@contoso.com, potluck2@contoso.com,potluck@contoso.com,"}
    ).company
    assert company.organisers == ("potluck@contoso.com", "potluck2@contoso.com")
    assert (company.organiser, company.organised_by) == ("potluck@contoso.com", "pool")
    assert read_settings({}).company.organiser == ""


def test_guests_organise_where_the_company_says_so_and_nobody_else_does() -> None:
    assert read_settings({"POTLUCK_ORGANISED_BY": "guest"}).company.organised_by == "guest"
    assert "pool, guest" in faults(POTLUCK_ORGANISED_BY="everybody")[0]


def test_known_service_hosts_stay_known_when_the_sandbox_adds_its_own() -> None:
    microsoft = read_settings({"POTLUCK_MODE": "test", "POTLUCK_DANGEROUSLY_SERVICE_HOSTS": "127.0.0.1"}).microsoft
    assert microsoft.service_hosts == ("smba.trafficmanager.net", "*.botframework.com", "127.0.0.1")


def test_an_address_may_end_in_a_slash() -> None:
    settings = read_settings(
        {"POTLUCK_GRAPH_URL": "https://graph.microsoft.us/v1.0/", "POTLUCK_PUBLIC_URL": "https://potluck.contoso.com/"}
    )
    assert settings.microsoft.graph_url == "https://graph.microsoft.us/v1.0"
    assert settings.public_url == "https://potluck.contoso.com"
