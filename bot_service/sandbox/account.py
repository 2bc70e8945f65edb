"""An account of the directory: a colleague, or one of the accounts that a real directory holds besides."""

from dataclasses import dataclass
from datetime import time
from zoneinfo import ZoneInfo

from bot_service.sandbox.offices import OFFICES, Office


@dataclass(frozen=True)
class Hours:
    """When somebody works: weekdays (Monday 0), from and to in her own zone."""

    days: tuple[int, ...]
    start: time
    end: time


@dataclass(frozen=True)
class Account:
    """An account of the directory. People have a team; the service mailboxes and guests have none.

    `shares_details`: colleagues see with what she is busy, not only when. `zone_style` is how her Outlook names her zone: by its
    "windows" or "iana" name, or as a "custom" zone without any. `is_eager`: a host who tries each day to ask everybody.
    """

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
    is_eager: bool = False
    is_enabled: bool = True
    is_guest: bool = False
    is_mailbox_only: bool = False
    shares_details: bool = False
    zone_style: str = "windows"

    @property
    def office(self) -> Office:
        """Where she works."""
        return OFFICES[self.zone]

    @property
    def zone_info(self) -> ZoneInfo:
        """Her zone, to reckon with."""
        return ZoneInfo(self.zone)
