"""What is held on people here: who they are, and what passed between them."""

from bot_service.database.held import Held
from bot_service.people.directory.directory import DirectoryReading
from bot_service.people.erased import Erased
from bot_service.people.person import Person
from bot_service.people.relationship.ledger import Entry, Passed
from bot_service.people.retention import Retention

#: What a person said to a host is shown to that host only where it lets her ask; that she answered “How was it?”, to nobody.
SAID_IN_CONFIDENCE = (Passed.LEAVE, Passed.DECLINED, Passed.WITHDRAWN, Passed.CHECK_IN)
#: Written only where it arrived, was confirmed or was opened, which is the other person's to know: a missing one would tell.
DONE_BY_THE_OTHER = (Passed.ASK, Passed.LUNCH, Passed.SUCCESS)


async def _entries_with_nobody_else(person_id: str) -> None:
    """A stub with nobody in it says nothing."""
    await Entry.filter(from_id=person_id, to_id__in=["", person_id]).delete()
    await Entry.filter(from_id="", to_id=person_id).delete()


HELD = (
    Held(
        Person,
        what="Who you are in the company's directory (name, addresses, team, job title, manager, office, country), your working "
        "hours and time zone, whether and since when you take part, your wishes, and where your chat with Potluck is.",
        why="To invite you together with colleagues of other teams, within your working hours, and as you wish.",
        seen_by="Name, team, job title and office: every colleague who is signed in. Your wishes and pauses: nobody.",
        hers=("id",),
        named=("manager_id",),
        shared=("name",),
        plain=(
            *("name", "principal_name", "mail", "team", "job_title", "site", "country", "zone"),
            *("left_from", "role_groups", "former"),
            *("calendar_hours", "own_hours", "celebrate", "thanks", "service_url", "conversation_id", "tenant_id"),
        ),
        until="as long as you work here, and {leaver_erased_days} days after that",
    ),
    Held(
        Entry,
        what="What passed between you and colleagues: that you had lunch, told a success, were celebrated, passed on a post, were "
        "asked, said no, shared, and were thanked; when, and with whom. No words.",
        why="So that nobody is asked who was not given to first, and nobody too often.",
        seen_by="Hosts: when they last met, celebrated or thanked your team, and whether they may ask you now; never a reason.",
        named=("from_id", "to_id"),
        renumbered=True,
        shared=("at", "kind", "from_id", "to_id", "team"),
        plain=("kind", "team", "ref"),
        in_confidence={"to_id": {"kind__in": SAID_IN_CONFIDENCE}, "from_id": {"kind__in": DONE_BY_THE_OTHER}},
        until="as long as you work here; what passed between you and others stays with them, without you in it",
        also=_entries_with_nobody_else,
    ),
    Held(
        Erased,
        what="That somebody was erased: a number made of the person's id and of a random number that stands beside it. It names nobody "
        "by itself; whoever has both this database and the company's directory could try every id.",
        why="So that the next reading of the directory does not bring her in again.",
        seen_by="Nobody.",
        until="until she writes to Potluck herself, or is gone from the directory",
    ),
    Held(DirectoryReading),
    Held(Retention),
)
