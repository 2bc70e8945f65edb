"""The state of the sandbox, and nothing but state: what time it is, who works here, what is in their calendars and chats.

Everything in it follows from the seed; requests over HTTP and the cast change it, the real clock never does.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot_service.sandbox.clock import START, Clock
from bot_service.sandbox.company import Company
from bot_service.sandbox.conversations import Conversations
from bot_service.sandbox.faults import Faults
from bot_service.sandbox.mailbox import Outlook
from bot_service.sandbox.sign_in import SignIn


@dataclass
class Requests:
    """How often Microsoft was called: `refused` counts answers of 400 and above as "graph 404", "teams 429"."""

    graph: int = 0
    teams: int = 0
    refused: Counter[str] = field(default_factory=Counter)


class World:
    """A small Microsoft 365 with one company in it.

    `weeks` is how long the story is meant to go on: calendars read back reach two weeks further. `open_mailboxes` are the
    calendars that the administrator has opened to the app, by account id.
    """

    def __init__(self, seed: int = 7, people: int = 60, start: datetime = START, weeks: int = 10) -> None:
        self.seed = seed
        self.start = start
        self.weeks = weeks
        self.clock = Clock(start)
        self.company = Company(seed, people)
        self.outlook = Outlook(seed, self.company, self.clock)
        self.teams = Conversations(self.clock, f"28:{self.company.app_id}")
        self.sign_in = SignIn(self.company)
        self.open_mailboxes = {self.company.organiser.id}
        self.faults = Faults()
        self.requests = Requests()

    @property
    def end(self) -> datetime:
        """Where the calendars that are read back end."""
        return self.start + timedelta(weeks=self.weeks + 2)
