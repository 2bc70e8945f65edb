"""“You and Potluck”: what a person wishes is read as she types it, all faults are told at once, and it holds from the next second on."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot_service import clock
from bot_service.courtesy.message import Message
from bot_service.courtesy.rules.quiet_hours import quiet_until
from bot_service.courtesy.shown import Shown
from bot_service.courtesy.wishes.wishes import (
    CELEBRATE,
    FIELDS,
    THANKS,
    change_wishes,
    filled,
    read_form,
    week_in,
    week_said,
    what_holds,
    who_may_ask,
)
from bot_service.courtesy.wishes.wishes_card import CARDS, VERBS
from bot_service.people.hours import Hours
from bot_service.people.person import Person
from bot_service.people.relationship import ledger
from bot_service.people.typed.times_said import Unreadable
from bot_service.settings import Settings
from bot_service.teams.cards import check_size
from tests.colleagues import MONDAY, Calendar, join

TABLES = ["bot_service.people.person", "bot_service.people.relationship.ledger", "bot_service.courtesy.message"]
MIGRATIONS = ""

TODAY = date(2026, 3, 2)
AS_IT_WAS = {"celebrate": "openly", "thanks": "private", "never_ask": "false", "hours": "", "paused": ""}
WEEKDAYS = frozenset(range(5))


@pytest.mark.parametrize(
    ("typed", "days", "begin", "end"),
    [
        ("Mon-Thu 8-16", {0, 1, 2, 3}, 8, 16),
        ("8:00 - 16:00 Mon to Thu", {0, 1, 2, 3}, 8, 16),
        ("weekdays from 9 am to 5 pm", WEEKDAYS, 9, 17),
        ("9-17", WEEKDAYS, 9, 17),
        ("Tuesday, Thursday: noon until 18h00", {1, 3}, 12, 18),
        ("Sat, Sun 22:00-6:00", {5, 6}, 22, 6),
        ("Mon 18\u201324", {0}, 18, 0),
    ],
)
def test_a_working_week_is_read_however_it_is_typed(typed: str, days: set[int], begin: int, end: int):
    assert week_in(typed) == Hours(frozenset(days), time(begin), time(end))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("whenever", "I read no hours in it"),
        ("Mon-Thu", "I read no hours in it"),
        ("Mon 8-12, Tue 8-16", "I keep one span for all days"),
        ("Mon-Thu 9-5", "ends before it begins"),
        ("Caturday 9-17", "is no day of the week"),
        ("Mon 9-27", "is no time of day"),
        ("8-8", "ends before it begins"),
    ],
)
def test_what_is_no_working_week_is_told_in_a_sentence(typed: str, told: str):
    with pytest.raises(Unreadable, match=told):
        week_in(typed)


times = st.times().map(lambda at: at.replace(second=0, microsecond=0))


@given(st.frozensets(st.integers(0, 6), min_size=1), times, times)
def test_what_stands_in_the_form_can_be_saved_again(days: frozenset[int], begin: time, end: time):
    is_day, is_night = begin < end or end == time(0), begin >= time(12) >= end > time(0)
    if begin != end and (is_day or is_night):
        hours = Hours(days, begin, end)
        assert week_in(week_said(hours)) == hours


@given(st.fixed_dictionaries({name: st.text(max_size=30) for name in FIELDS}))
def test_whatever_is_typed_is_understood_or_told_in_sentences(typed: dict[str, str]):
    wanted, faults = read_form(typed, TODAY)
    assert (wanted is None) == bool(faults)
    assert all(fault.endswith((".", "?")) for fault in faults)


@given(
    st.sampled_from(sorted(CELEBRATE)),
    st.sampled_from(sorted(THANKS)),
    st.booleans(),
    st.none() | st.integers(24, 8000).map(lambda hours: MONDAY + timedelta(hours=hours)),
)
def test_a_form_that_nobody_touched_changes_nothing(celebrate: str, thanks: str, never: bool, until: datetime | None):
    person = Person(id="ada", zone="Europe/London", celebrate=celebrate, thanks=thanks, never_ask=never)
    person.paused_until = until
    wanted, faults = read_form(filled(person, MONDAY), TODAY)
    assert faults == []
    assert wanted is not None
    assert (wanted.celebrate, wanted.thanks, wanted.never_ask, wanted.own_hours) == (celebrate, thanks, never, None)
    assert (wanted.back_on is None) == (until is None)


@pytest.fixture
async def ada(database: Settings) -> Person:  # noqa: ARG001 - it opens the tables
    Calendar()
    return await join("Ada Lovelace", "Engineering")


async def seen(card: str, who: Person) -> Shown:
    shown = await CARDS[card]("", who.id)
    assert shown is not None
    check_size(shown.card)
    return shown


def saving(shown: Shown) -> dict[str, Any]:
    """What the form's “Save” sends along."""
    button = next(each for each in shown.card["actions"] if each["title"] == "Save")
    return dict(button["data"])


def facts(shown: Shown) -> dict[str, str]:
    (table,) = [element for element in shown.card["body"] if element["type"] == "FactSet"]
    return {fact["title"]: fact["value"] for fact in table["facts"]}


async def again(who: Person) -> Person:
    return await Person.get(id=who.id)


async def test_what_she_saves_holds_from_that_second_on_and_reads_back_as_words(ada: Person):
    answer = await VERBS["settings.save"](
        ada.id,
        {
            **AS_IT_WAS,
            "celebrate": "never",
            "thanks": "open",
            "never_ask": "true",
            "hours": "Mon-Thu 8-16",
            "paused": "10 March",
        },
    )
    assert answer.card == "settings"
    ada = await again(ada)
    assert (ada.celebrate, ada.thanks, ada.never_ask) == ("never", "open", True)
    assert ada.hours == Hours(frozenset(range(4)), time(8), time(16), "Europe/London")
    assert ada.paused_until == datetime(2026, 3, 10, tzinfo=UTC)
    friday = datetime(2026, 3, 6, 10, tzinfo=UTC)
    assert quiet_until(friday, ada.hours) == datetime(2026, 3, 9, 8, tzinfo=UTC)
    assert facts(await seen("settings", ada)) == {
        "Lunches": "You take part",
        "Celebrate me": "Not at all",
        "Thank me": "Openly, in the channel",
        "May ask me": "Nobody, ever",
        "I work": "Mon-Thu 08:00-16:00, as you told me",
        "Pause": "Until Tue 10 March 2026",
    }


async def test_all_that_is_wrong_is_told_at_once_and_everything_typed_stays(ada: Person):
    typed = {"celebrate": "loudly", "thanks": "open", "never_ask": "true", "hours": "always", "paused": "yesterday"}
    answer = await VERBS["settings.save"](ada.id, typed)
    assert answer.shown is not None
    told = str(answer.shown.card)
    assert "Choose how you like to be celebrated" in told
    assert "“always”: I read no hours in it" in told
    assert "“yesterday” is no day" in told
    fields = {each["id"]: each.get("value", "") for each in answer.shown.card["body"] if "id" in each}
    assert {name: fields[name] for name in ("thanks", "never_ask", "hours", "paused")} == {
        name: typed[name] for name in ("thanks", "never_ask", "hours", "paused")
    }
    assert (await again(ada)).never_ask is False


async def test_saved_twice_it_is_the_same_and_emptied_it_is_as_the_calendar_says(ada: Person):
    await Person.filter(id=ada.id).update(calendar_hours={"days": [1, 2], "start": "10:00", "end": "15:00"})
    typed = {**AS_IT_WAS, "hours": "Mon 8-16", "paused": "in 2 days"}
    assert await change_wishes(ada.id, typed) == await change_wishes(ada.id, typed) == []
    assert week_said((await again(ada)).hours) == "Mon 08:00-16:00"
    assert await change_wishes(ada.id, AS_IT_WAS) == []
    ada = await again(ada)
    assert (ada.own_hours, ada.paused_until) == (None, None)
    assert what_holds(ada, [], clock.now())["I work"] == "Tue, Wed 10:00-15:00, as your calendar says"


async def test_a_pause_that_she_leaves_as_it_stands_keeps_its_hour(ada: Person):
    until = MONDAY + timedelta(days=9, hours=5)
    await Person.filter(id=ada.id).update(paused_until=until)
    assert await change_wishes(ada.id, {**filled(await again(ada), MONDAY), "thanks": "open"}) == []
    assert (await again(ada)).paused_until == until


async def test_an_old_form_takes_back_nothing_that_she_said_since(ada: Person):
    form = await seen("settings-form", ada)
    await Person.filter(id=ada.id).update(never_ask=True, celebrate="never")  # on a card at noon
    drawn = saving(form)

    await VERBS["settings.save"](ada.id, {**drawn, **AS_IT_WAS, "hours": "Mon-Thu 8-16", "thanks": "open"})

    ada = await again(ada)
    assert (ada.never_ask, ada.celebrate) == (True, "never")
    assert (week_said(ada.hours), ada.thanks) == ("Mon-Thu 08:00-16:00", "open")


async def test_a_form_that_showed_it_takes_her_no_back_also_after_a_mistake(ada: Person):
    await Person.filter(id=ada.id).update(never_ask=True)
    form = await seen("settings-form", ada)
    drawn = saving(form)

    answer = await VERBS["settings.save"](ada.id, {**drawn, **AS_IT_WAS, "hours": "whenever"})
    assert answer.shown is not None
    assert (await again(ada)).never_ask
    await VERBS["settings.save"](ada.id, {**saving(answer.shown), **AS_IT_WAS})

    assert not (await again(ada)).never_ask


async def test_who_may_ask_is_whom_her_last_word_was_yes_and_whom_she_has_not_refused_twice(ada: Person):
    hosts = {name: await join(name, "People", is_host=True) for name in ("Eva", "Maya", "Noor", "Otto")}

    async def say(kind: str, name: str, hour: int) -> None:
        at = MONDAY + timedelta(hours=hour)
        await ledger.record(kind, from_id=ada.id, to_id=hosts[name].id, ref=f"{kind} {hour}", at=at)

    for number, name in enumerate(hosts):
        await say("leave", name, number)
    await say("withdrawn", "Eva", 10)
    await say("declined", "Noor", 11)
    await say("declined", "Noor", 12)
    await say("declined", "Otto", 13)
    assert [host.name for host in await who_may_ask(ada.id)] == ["Maya", "Otto"]
    assert facts(await seen("settings", ada))["May ask me"] == "Maya, Otto"
    await say("leave", "Noor", 14)
    await Person.filter(id=hosts["Maya"].id).update(is_host=False)
    assert [host.name for host in await who_may_ask(ada.id)] == ["Noor", "Otto"]


def buttons(shown: Shown) -> dict[str, Any]:
    return {action["title"]: action["verb"] for action in shown.card["actions"]}


async def test_every_door_leads_somewhere_and_to_leave_is_asked_once(ada: Person):
    assert buttons(await seen("settings", ada)) == {
        "Change": "settings.edit",
        "Lunch preferences": "preferences.show",
        "Who may ask me": "asks.show",
        "Leave Potluck": "settings.leave",
    }
    assert (await VERBS["settings.leave"](ada.id, {})).card == "settings-leave"
    assert "decline it in Outlook" in str((await seen("settings-leave", ada)).card)
    assert (await again(ada)).is_joined
    assert (await VERBS["settings.leave-now"](ada.id, {})).card == "welcome"
    assert not (await again(ada)).is_joined
    assert "Take part" in buttons(await seen("settings", await again(ada)))


async def test_who_is_back_early_hears_now_what_waited_for_the_end_of_her_pause(ada: Person) -> None:
    calendar = Calendar()
    end = calendar.now + timedelta(days=28)
    await Person.filter(id=ada.id).update(paused_until=end)
    kept = {"to_id": ada.id, "kind": "thanks", "card": "thanks", "state": "waiting", "due_at": end}
    await Message.create(id="waits for her", about="a", rule="paused", **kept)
    await Message.create(id="waits for something else", about="b", rule="quiet hours", **kept)
    assert await change_wishes(ada.id, {**filled(await Person.get(id=ada.id), calendar.now), "paused": ""}) == []
    due = dict(await Message.all().values_list("id", "due_at"))
    assert due == {"waits for her": calendar.now, "waits for something else": end}
