"""Where Contoso has offices, one in a city, and how Outlook tells their time."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Turn:
    """When clocks are turned: on the `occurrence`th (5: last) Sunday of `month`, at `hour` as it was before."""

    month: int
    occurrence: int
    hour: int


@dataclass(frozen=True)
class Office:
    """An office: its city and country (ISO code), its zone by its IANA and its Windows name.

    `share`: of 100 people who are hired, how many start there. `bias`: minutes to add to its winter time for UTC, as Windows
    counts. `summer`: when clocks go forward and back, if they do.
    """

    zone: str
    windows_zone: str
    city: str
    country: str
    share: int
    bias: int
    summer: tuple[Turn, Turn] | None = None


OFFICES = {
    office.zone: office
    for office in (
        Office("Europe/Berlin", "W. Europe Standard Time", "Berlin", "DE", 55, -60, (Turn(3, 5, 2), Turn(10, 5, 3))),
        Office("Europe/London", "GMT Standard Time", "London", "GB", 25, 0, (Turn(3, 5, 1), Turn(10, 5, 2))),
        Office("America/New_York", "Eastern Standard Time", "New York", "US", 20, 300, (Turn(3, 2, 2), Turn(11, 1, 2))),
        Office("Europe/Helsinki", "FLE Standard Time", "Helsinki", "FI", 0, -120, (Turn(3, 5, 3), Turn(10, 5, 4))),
        Office("America/Sao_Paulo", "E. South America Standard Time", "São Paulo", "BR", 0, 180),
        Office("Asia/Kolkata", "India Standard Time", "Bengaluru", "IN", 0, -330),
    )
}


def custom_zone(office: Office) -> dict[str, Any]:
    """The zone of an office as Exchange describes one without a name.

    https://learn.microsoft.com/graph/outlook-get-free-busy-schedule shows one; where clocks aren't turned, all is zero.
    """
    forward, back = office.summer or (None, None)
    return {
        "@odata.type": "#microsoft.graph.customTimeZone",
        "bias": office.bias,
        "name": "Customized Time Zone",
        "standardOffset": _turn(back),
        "daylightOffset": {"daylightBias": -60 if forward else 0, **_turn(forward)},
    }


def _turn(turn: Turn | None) -> dict[str, Any]:
    return {
        "time": f"{turn.hour if turn else 0:02}:00:00.0000000",
        "dayOccurrence": turn.occurrence if turn else 0,
        "dayOfWeek": "sunday",
        "month": turn.month if turn else 0,
        "year": 0,
    }
