"""An account of the directory: a colleague, or one of the accounts that a real directory holds besides."""

from dataclasses import dataclass
from datetime import time
from zoneinfo import ZoneInfo

#: IANA zone → (Windows name, as Outlook stores it; office; how many of 100 people work there)
ZONES = {
    "Europe/Berlin": ("W. Europe Standard Time", "Berlin", 55),
    "Europe/London": ("GMT Standard Time", "London", 25),
    "America/New_York": ("Eastern Standard Time", "New York", 20),
}


@dataclass(frozen=True)
class Hours:
    """When somebody works: weekdays (Monday 0), from and to in her own zone."""

    days: tuple[int, ...]
    start: time
    end: time


@dataclass(frozen=True)
class Account:
    """An account of the directory. People have a team; the service mailbox and guests have none."""

    id: str
    given_name: str
    surname: str
    principal_name: str
    mail: str
    team: str
    job_title: str
    zone: str
    hours: Hours
    name: str
    manager_id: str | None = None
    is_host: bool = False
    is_enabled: bool = True
    is_guest: bool = False
    is_mailbox_only: bool = False

    @property
    def office(self) -> str:
        """The city she works in."""
        return ZONES[self.zone][1]

    @property
    def windows_zone(self) -> str:
        """Her zone by the name that Outlook stores."""
        return ZONES[self.zone][0]

    @property
    def zone_info(self) -> ZoneInfo:
        """Her zone, to reckon with."""
        return ZoneInfo(self.zone)
