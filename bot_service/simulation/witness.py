"""Stands beside the sandbox's Outlook and notes what lay in a guest's calendar at the moment when a lunch was put there.

Afterwards that can't be found out: people enter other things over their lunches, and take things out that were in the way.
"""

from bot_service.sandbox.diary import AWAY, BUSY, TENTATIVE
from bot_service.sandbox.mailbox import Change
from bot_service.sandbox.meeting import Copy
from bot_service.sandbox.world import World
from bot_service.simulation.seen import OURS, Placing, WorkingHours

_TAKES_TIME = {AWAY, BUSY, TENTATIVE}


class Witness:
    """`placings` are noted from the moment at which it is made, in order of time."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._stands: dict[tuple[str, str], tuple[object, object]] = {}
        self.placings: list[Placing] = []
        world.outlook.listen(self._note)

    def _note(self, owner_id: str, copy: Copy, change: Change) -> None:
        facts, uid = copy.meeting.facts, copy.meeting.ical_uid
        brought_along = {line.mail.lower() for line in facts.attendees if line.kind == "optional"}
        if OURS not in facts.categories or copy.is_organiser or copy.owner.mail.lower() in brought_along:
            return
        if change == "deleted":
            self._stands.pop((owner_id, uid), None)
            return
        if self._stands.get((owner_id, uid)) == (facts.start, facts.end):
            return
        self._stands[owner_id, uid] = facts.start, facts.end
        taken = [
            (entry.start, entry.end, entry.show_as, entry.subject)
            for entry in self._world.outlook.taken(copy.owner, facts.start, facts.end)
            if entry.show_as in _TAKES_TIME
        ]
        itself = (facts.start, facts.end, copy.show_as, facts.subject)
        if itself in taken:
            taken.remove(itself)
        hours = copy.owner.hours
        self.placings.append(
            Placing(
                at=self._world.clock.now,
                owner=copy.owner.principal_name,
                uid=uid,
                subject=facts.subject,
                start=facts.start,
                end=facts.end,
                over=tuple(taken),
                hours=WorkingHours(frozenset(hours.days), hours.start, hours.end, copy.owner.zone),
            )
        )
