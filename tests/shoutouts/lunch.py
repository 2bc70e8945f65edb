"""A lunch at which something was told that its owner can be proud of: what tests of successes begin with."""

from bot_service.people.person import Person
from bot_service.shoutouts.cards import OUTCOMES, VERBS
from bot_service.shoutouts.shoutout import shoutout_of
from bot_service.shoutouts.success import Success, show_success, tell_success
from tests.sharing.colleagues import Calendar, carry, join


class Lunch:
    """Leon had lunch with Ada and told us what she is proud of; she has not read it yet."""

    calendar: Calendar
    leon: Person
    ada: Person
    success: Success

    @property
    def about(self) -> dict[str, str]:
        return {"id": self.success.id}

    @property
    def shoutout_id(self) -> str:
        return shoutout_of(self.success.id)

    async def ada_says_yes(self) -> None:
        await VERBS["success.open"](self.ada.id, self.about)
        await VERBS["shoutout.post"](self.ada.id, {"id": self.shoutout_id})

    async def ada_likes(self, how: str) -> None:
        await Person.filter(id=self.ada.id).update(celebrate=how)


async def lunch_at_which_leon_told(words: str) -> Lunch:
    lunch = Lunch()
    lunch.calendar = Calendar()
    lunch.leon, lunch.ada = await join("Leon Weber", "Sales"), await join("Ada Okafor", "Engineering")
    await tell_success("checkin-1", lunch.leon.id, lunch.ada.id, words)
    lunch.success = await Success.get()
    await show_success(lunch.success.id)
    await carry("success", OUTCOMES)
    return lunch
