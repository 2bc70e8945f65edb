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
from bot_service.sandbox.limits import Limits
from bot_service.sandbox.mailbox import Outlook
from bot_service.sandbox.mailboxes import Mailboxes
from bot_service.sandbox.notices import Notices
from bot_service.sandbox.sign_in import SignIn
from bot_service.sandbox.subscriptions import Subscriptions


@dataclass
class Requests:
    """How often Microsoft was called: `refused` counts answers of 400 and above as "graph 404", "teams 429"."""

    graph: int = 0
    teams: int = 0
    refused: Counter[str] = field(default_factory=Counter)


class World:
    """A small Microsoft 365 with one company in it.

    `weeks` is how long the story is meant to go on: calendars read back reach two weeks further.
    """

    def __init__(self, seed: int = 7, people: int = 60, start: datetime = START, weeks: int = 10) -> None:
        self.seed = seed
        self.start = start
        self.weeks = weeks
        self.clock = Clock(start)
        self.company = Company(seed, people)
        self.outlook = Outlook(seed, self.company, self.clock)
        self.notices = Notices(self.clock)
        self.subscriptions = Subscriptions(self.clock, self.outlook, self.notices, self.company.tenant_id)
        self.oldest_delta = 0  #: tokens of changes before this version of Outlook are no longer known
        self.teams = Conversations(self.clock, f"28:{self.company.app_id}")
        self.sign_in = SignIn(self.company)
        self.mailboxes = Mailboxes(self.company)
        self.limits = Limits(self.clock)
        self.faults = Faults()
        self.requests = Requests()

    def forget_delta_tokens(self) -> None:
        """From now on each token that was given for a calendar's changes is answered 410."""
        self.outlook.version += 1
        self.oldest_delta = self.outlook.version

    @property
    def open_mailboxes(self) -> set[str]:
        """The calendars that the administrator has opened to the app, by account id."""
        return self.mailboxes.open

    @property
    def end(self) -> datetime:
        """Where the calendars that are read back end."""
        return self.start + timedelta(weeks=self.weeks + 2)
