"""Another time for a lunch: asked for by a guest, or needed because a calendar filled up or somebody is away."""

from collections.abc import Collection
from datetime import timedelta

from bot_service import clock
from bot_service.database.row import move
from bot_service.database.transaction import transaction
from bot_service.graph.calendars import Calendars
from bot_service.lunches.offers.coming import still_coming
from bot_service.lunches.offers.offer import ask_anew, call_off, show_news
from bot_service.lunches.offers.told import may_hear_of
from bot_service.lunches.programs.program import terms_of
from bot_service.lunches.programs.terms import Terms
from bot_service.lunches.tables.lunch import Choice, Lunch, open_elsewhere
from bot_service.lunches.times.availability import Availability, availabilities
from bot_service.lunches.times.choices import best_choices
from bot_service.lunches.times.slots import Horizon, common_starts
from bot_service.people.person import Person

NOTICE = timedelta(days=3)  #: so that everybody can answer before it begins
SEARCH_FOR = timedelta(days=14)
TRIES = 2  #: rounds of times offered for one lunch, before it ends kindly
AT_OTHER_HOURS = "There was no other time within the usual hours, so these lie a little outside of them."


async def look_for_another_time(lunch: Lunch) -> None:
    """From any open or booked state: ask everybody anew, at other times, in the caller's transaction.

    Whoever calls has taken the event of a booked lunch out of all calendars before. The step that follows finds times, or ends
    the lunch kindly.
    """
    await move(lunch, "seeking", due_at=clock.now(), attempt=lunch.attempt + 1, event_id="", payload=None)
    await show_news(lunch.id)


async def seek_another_time(lunch_id: str, *, calendars: Calendars) -> None:
    """The step of a lunch that looks for another time: offer what suits all who still want it, or end kindly.

    It also ends where somebody has heard of this lunch as often as she may, or has got another invitation since it was booked;
    what comes then is a new one.
    """
    lunch = await Lunch.get(id=lunch_id)
    sitting, guests = await still_coming(lunch)
    choices, instead = await _times_for(lunch, guests, calendars)
    async with transaction():
        if not choices:
            return await call_off(lunch)
        await ask_anew(sitting)
        anew = {"form": "", "starts_at": None, "offered_at": None, "nudged_at": None}
        kept = [choice.kept() for choice in choices]
        await move(lunch, "proposed", due_at=clock.now(), choices_kept=kept, instead=instead or lunch.instead, **anew)
    return None


async def _times_for(lunch: Lunch, guests: list[Person], calendars: Calendars) -> tuple[list[Choice], str]:
    """Times that suit all of them, and a sentence when they lie at other hours than usual."""
    if len(guests) < 2 or lunch.attempt > TRIES:
        return [], ""
    for guest in guests:
        if not await may_hear_of(lunch.id, guest.id):
            return [], ""
    if await open_elsewhere(lunch, [guest.id for guest in guests]):
        return [], ""
    now = clock.now()
    horizon = Horizon.between(now + NOTICE, now + SEARCH_FOR)
    everybody = (await availabilities(guests, horizon, calendars)).values()
    terms = await terms_of(lunch)
    if choices := _common_choices(lunch, terms, everybody, horizon, wide=False):
        return choices, ""
    return _common_choices(lunch, terms, everybody, horizon, wide=True), AT_OTHER_HOURS


def _common_choices(
    lunch: Lunch, terms: Terms, everybody: Collection[Availability], horizon: Horizon, *, wide: bool
) -> list[Choice]:
    starts = [one.starts(terms, horizon, wide=wide, noticed_at=clock.now()) for one in everybody]
    common = [common_starts(of_form) for of_form in zip(*starts, strict=True)]
    return best_choices(common, horizon, terms, lunch.attempt, except_at=[choice.at for choice in lunch.choices])
