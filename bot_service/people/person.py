"""A colleague, and what she told us about her wishes."""

from datetime import datetime
from typing import Any, Literal

from tortoise import fields

from bot_service.database.row import DueRow
from bot_service.errors import Refusal
from bot_service.people.hours import Hours, hours_in
from bot_service.teams.address import Address

#: Characters; what is longer is nobody's id, e.g. that of a conversation.
LONGEST_ID = 64

ThanksWish = Literal["open", "private"]
#: How she likes to be celebrated: in a channel, by a card that she alone sees, or not at all.
CelebrationWish = Literal["openly", "privately", "never"]


class NobodyKnown(Refusal):
    """Somebody whom the directory has never named, or who has left."""

    reason = "unknown person"


class Person(DueRow):
    """`id` is the Entra object id.

    known → installed (Teams opened a chat with us) → welcomed → joined | declined; left when the directory no longer has her.
    Back before she is erased, she is what she was.
    """

    name = fields.CharField(max_length=256)
    principal_name = fields.CharField(max_length=256, db_index=True)
    mail = fields.CharField(max_length=256)
    team = fields.CharField(max_length=256, default="")
    job_title = fields.CharField(max_length=256, default="")
    manager_id = fields.CharField(max_length=64, default="")
    site = fields.CharField(max_length=128, default="", db_default="")  #: the office she works at
    country = fields.CharField(
        max_length=2, default="", db_default=""
    )  #: ISO 3166, e.g. DE: whose public holidays are hers
    zone = fields.CharField(max_length=64, default="")  #: IANA name; read only after she joined
    calendar_hours: Any = fields.JSONField(null=True)  #: as `hours.kept_hours` writes them: what her mailbox says
    own_hours: Any = fields.JSONField(null=True)  #: the same, as she told us herself; these count
    is_host = fields.BooleanField(default=False)
    is_administrator = fields.BooleanField(default=False, db_default=False)
    left_from = fields.CharField(max_length=32, default="", db_default="")  #: her state before she was `left`
    role_groups: Any = fields.JSONField(
        null=True
    )  #: role → ids of the groups of Entra that gave it at the last reading
    former: Any = fields.JSONField(
        null=True
    )  #: names and addresses that she had before, so that erasing finds them, too
    joined_at: datetime | None = fields.DatetimeField(null=True)  #: when she last said yes to lunches
    celebrate = fields.CharField(max_length=16, default="openly", db_default="openly")
    never_ask = fields.BooleanField(default=False)
    paused_until: datetime | None = fields.DatetimeField(null=True)
    thanks = fields.CharField(max_length=8, default="private")  #: how she last chose to be thanked: open or private
    service_url = fields.CharField(max_length=512, default="")
    conversation_id = fields.CharField(max_length=512, default="")
    tenant_id = fields.CharField(max_length=64, default="")

    class Meta:
        table = "person"
        indexes = (("state",), ("team", "state", "is_host"))

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.strip() else self.principal_name

    @property
    def is_joined(self) -> bool:
        return self.state == "joined"

    @property
    def hours(self) -> Hours:
        """When she works: as she told us, else as her calendar says, else as most people do."""
        told = hours_in(self.own_hours, self.zone, self.country) or hours_in(
            self.calendar_hours, self.zone, self.country
        )
        return told or Hours(zone=self.zone or "UTC", country=self.country)

    @property
    def address(self) -> Address | None:
        """Where her chat with us is; None while Teams has not opened one."""
        if not self.conversation_id:
            return None
        return Address(self.service_url, self.conversation_id, self.tenant_id)

    def goes_by(self, address: str) -> bool:
        """Whether this is her mail address or her principal name, however it is spelt."""
        return address.lower() in {self.mail.lower(), self.principal_name.lower()}

    def is_paused(self, now: datetime) -> bool:
        return self.paused_until is not None and now < self.paused_until


async def person(person_id: str) -> Person:
    """Read one colleague. Raises `NobodyKnown`."""
    found = await Person.get_or_none(id=person_id)
    if found is None or found.state == "left":
        raise NobodyKnown("I don't know this colleague any more.")
    return found


async def people(ids: set[str]) -> dict[str, Person]:
    """Read several colleagues by id; who is unknown is missing in the answer."""
    possible = [one for one in ids if len(one) <= LONGEST_ID]
    return {found.id: found for found in await Person.filter(id__in=possible)}


async def hosts() -> list[Person]:
    """Everybody with the role to run programs and publish stories, in a stable order."""
    return await Person.filter(is_host=True).exclude(state="left").order_by("id")
