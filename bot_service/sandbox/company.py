"""Contoso: its directory and its one common channel. Changes are numbered, so that delta queries can follow."""

from dataclasses import replace

from bot_service.sandbox.account import Account
from bot_service.sandbox.groups import Group, founded
from bot_service.sandbox.hiring import hired
from bot_service.sandbox.ids import guid, thread_id
from bot_service.sandbox.offices import OFFICES
from bot_service.sandbox.postings import posted


class Company:
    """The directory: `accounts` and `groups` are all of it, by object id; `changed` tells at which version each account changed."""

    def __init__(self, seed: int, people: int) -> None:
        self.name = "Contoso"
        self.tenant_id = guid(seed, "tenant")
        self.app_id = guid(seed, "app")
        self.app_secret = f"sandbox~{guid(seed, 'secret')}"
        self.team_id = guid(seed, "everyone")
        self.team_name = "Everyone at Contoso"
        self.general_id = thread_id(seed, "General")
        self.channel_id = thread_id(seed, "Good news")
        self.channel_name = "Good news"
        self.accounts: dict[str, Account] = {account.id: account for account in posted(seed, hired(seed, people))}
        self._organisers = [account.id for account in self.accounts.values() if account.is_mailbox_only]
        self.groups: dict[str, Group] = founded(seed, self.people)
        self.changed: dict[str, int] = dict.fromkeys(self.accounts, 0)
        self.version = 0
        self._by_name: dict[str, str] = {}
        for account in self.accounts.values():
            self._by_name[account.principal_name.lower()] = self._by_name[account.mail.lower()] = account.id

    @property
    def people(self) -> list[Account]:
        """The colleagues: no guests, no service mailbox, nobody who has left. Maya stands first."""
        return [
            account
            for account in self.accounts.values()
            if account.team and account.is_enabled and not account.is_guest
        ]

    @property
    def hosts(self) -> list[Account]:
        """Those who run programs and publish stories, Maya first."""
        return [person for person in self.people if person.is_host]

    @property
    def organiser(self) -> Account:
        """The first of the service mailboxes that lunches are organised from."""
        return self.organisers[0]

    @property
    def organisers(self) -> list[Account]:
        """All of the service mailboxes that lunches are organised from."""
        return [self.accounts[account_id] for account_id in self._organisers]

    def has_office_in(self, zone: str) -> bool:
        """Whether somebody may work in this zone."""
        return zone in OFFICES

    def find(self, key: str) -> Account | None:
        """An account by object id, principal name or mail address, however it is spelt."""
        return self.accounts.get(key) or self.accounts.get(self._by_name.get(key.lower(), key.lower()))

    def change(self, account_id: str, **changes: object) -> Account:
        """Change an account, e.g. `team="Sales"` or `is_enabled=False`; delta queries will tell of it."""
        self.accounts[account_id] = replace(self.accounts[account_id], **changes)  # type: ignore[arg-type]  # fields by name
        self._note_change(account_id)
        return self.accounts[account_id]

    def remove(self, account_id: str) -> None:
        """Somebody leaves and her account is deleted."""
        del self.accounts[account_id]
        self._by_name = {name: known for name, known in self._by_name.items() if known != account_id}
        self._note_change(account_id)

    def _note_change(self, account_id: str) -> None:
        self.version += 1
        self.changed[account_id] = self.version
