"""Exchange's time zones, by whichever of their names."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot_service.graph.zones import iana, moment, zone_of


def _custom(
    bias: int, daylight: dict[str, object] | None = None, standard: dict[str, object] | None = None
) -> dict[str, object]:
    return {
        "@odata.type": "#microsoft.graph.customTimeZone",
        "name": "Customized Time Zone",
        "bias": bias,
        "daylightOffset": daylight,
        "standardOffset": standard,
    }


def _on(month: int, occurrence: int, day: str = "sunday", **more: object) -> dict[str, object]:
    return {
        "time": "02:00:00.0000000",
        "dayOccurrence": occurrence,
        "dayOfWeek": day,
        "month": month,
        "year": 0,
        **more,
    }


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("gmt standard time", "Europe/London"),
        ("Eastern Standard Time", "America/New_York"),
        ("Europe/Warsaw", "Europe/Warsaw"),
        ("UTC", "UTC"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("tzone://Microsoft/Custom", None),
        ("Customized Time Zone", None),
        ("../../etc/passwd", None),
        ("", None),
        (None, None),
    ],
)
def test_a_name_of_exchange_has_a_place_on_the_map(name: str | None, zone: str | None) -> None:
    assert iana(name) == zone


@pytest.mark.parametrize(
    ("bias", "zone"),
    [
        (0, "UTC"),
        (-60, "Etc/GMT-1"),
        (480, "Etc/GMT+8"),
        (-330, "Asia/Kolkata"),
        (210, "America/St_Johns"),
        (-340, "Etc/GMT-6"),
    ],
)
def test_a_custom_zone_without_summer_time_is_its_fixed_offset(bias: int, zone: str) -> None:
    assert zone_of(_custom(bias)) == zone


@pytest.mark.parametrize(
    ("bias", "starts", "ends", "like"),
    [
        (-60, _on(3, 5, daylightBias=-60), _on(10, 5), "Europe/Berlin"),
        (0, _on(3, 5, daylightBias=-60), _on(10, 5), "Europe/London"),
        (300, _on(3, 2, daylightBias=-60), _on(11, 1), "America/New_York"),
        (480, _on(3, 2, daylightBias=-60), _on(11, 1), "America/Los_Angeles"),
        (-600, _on(10, 1, daylightBias=-60), _on(4, 1), "Australia/Sydney"),
    ],
)
def test_a_custom_zone_with_summer_time_is_a_place_whose_clocks_turn_alike(
    bias: int, starts: dict[str, object], ends: dict[str, object], like: str
) -> None:
    zone = zone_of(_custom(bias, starts, ends))

    assert zone is not None
    for month in range(1, 13):
        noon = datetime(2026, month, 15, 12, tzinfo=UTC)
        assert noon.astimezone(ZoneInfo(zone)).utcoffset() == noon.astimezone(ZoneInfo(like)).utcoffset()


def test_a_zone_that_says_nothing_is_no_zone() -> None:
    assert zone_of(None) is None
    assert zone_of({"name": "Customized Time Zone"}) is None


def test_a_moment_is_read_in_its_zone_and_kept_in_utc() -> None:
    berlin = {"dateTime": "2026-07-01T12:00:00.0000000", "timeZone": "W. Europe Standard Time"}

    assert moment(berlin) == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert moment({"dateTime": "2026-07-01T12:00:00", "timeZone": "UTC"}) == datetime(2026, 7, 1, 12, tzinfo=UTC)
