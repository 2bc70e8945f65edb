"""Ada would rather not have lunch with Tom: she says so in a word or on a card, takes it back there, and nobody else can see it."""

from typing import Any

import pytest

from bot_service.bot.commands import obey
from bot_service.courtesy.message import Message
from bot_service.courtesy.note import Note
from bot_service.courtesy.shown import Shown
from bot_service.lunches.afterwards import cards as afterwards
from bot_service.lunches.programs.not_with import NotWith, not_with
from bot_service.lunches.tables.lunch import Guest, Lunch
from bot_service.people.person import Person
from bot_service.settings import Settings
from bot_service.teams.cards import check_size
from tests.lunches.afterwards.table import TABLES as OF_LUNCHES
from tests.lunches.afterwards.table import Contoso, eat, four_colleagues, press, sit
from tests.lunches.guests import invited
from tests.sharing.colleagues import join, text_of

TABLES = [
    *OF_LUNCHES,
    "bot_service.courtesy.note",
    "bot_service.courtesy.channels.post",
    "bot_service.lunches.times.preferences",
]
MIGRATIONS = ""


@pytest.fixture
async def contoso(database: Settings) -> Contoso:  # noqa: ARG001 - it opens the tables
    return await four_colleagues(ada="Ada Star", bo="Tom Baker")


async def says(who: Person, text: str) -> str:
    await Note.all().delete()
    await Message.filter(card="note").delete()
    await obey(who, text, f"key of {text}")
    return "\n".join([note.text for note in await Note.all()])


async def card_of(who: Person) -> Shown:
    shown = await afterwards.CARDS["not-with"]("", who.id)
    assert shown is not None
    check_size(shown.card)
    return shown


async def saves(who: Person, **inputs: Any) -> str:
    answer = await afterwards.VERBS["not-with.save"](who.id, inputs)
    return text_of(answer.shown or await card_of(who))


def choices(shown: Shown, field: str) -> list[str]:
    found = [each for each in shown.card["body"] if each.get("id") == field]
    return [choice["title"] for each in found for choice in each["choices"]]


async def names(who: Person) -> list[str]:
    return [one.name for one in await not_with(who.id)]


@pytest.mark.parametrize(
    "text",
    ["not with Tom", "Not with Tom Baker.", "rather not with baker", "please, not with tom-baker@contoso.example"],
)
async def test_it_is_said_in_a_word_and_answered_once(contoso: Contoso, text: str):
    told = await says(contoso.ada, text)
    assert "I keep you and Tom Baker at different tables. Nobody is told." in told
    assert await names(contoso.ada) == ["Tom Baker"]
    assert await names(contoso.bo) == []


async def test_a_name_that_fits_several_is_not_guessed(contoso: Contoso):
    await join("Tom Hardy", "Design")
    await join("Tom Hardy Ltd", "Design")
    twin = await join("Ann Lee", "Legal")
    await join("Ann  Lee", "Legal")
    told = await says(contoso.ada, "not with Tom")
    assert "“Tom” may be Tom Baker (Finance), Tom Hardy (Design) or Tom Hardy Ltd (Design)." in told
    told = await says(contoso.ada, "not with Ann Lee")
    assert "Ann Lee (Legal" in told
    assert await names(contoso.ada) == []
    assert "Tom Hardy at different" in await says(contoso.ada, "not with tom hardy")
    assert "Ann Lee at different" in await says(contoso.ada, f"not with {twin.mail}")


async def test_nobody_and_oneself_are_told_as_such(contoso: Contoso):
    assert "I know no colleague “Tomm Bakr”. Do you mean “Tom Baker”?" in await says(contoso.ada, "not with Tomm Bakr")
    assert "That is you." in await says(contoso.ada, "not with Ada Star")
    await Person.filter(id=contoso.bo.id).update(state="left")
    assert "I know no colleague “Tom”." in await says(contoso.ada, "not with Tom")
    assert await names(contoso.ada) == []


async def test_the_card_offers_whom_she_met_keeps_what_it_can_not_read_and_takes_back(contoso: Contoso):
    await press(contoso.ada, "checkin.met", await eat(contoso.ada, contoso.bo))
    assert choices(await card_of(contoso.ada), "met") == ["Nobody", "Tom Baker, Finance"]

    told = await saves(contoso.ada, met=contoso.bo.id, name="Zoltan")
    assert "**Nothing is saved yet:** I know no colleague “Zoltan”." in told
    assert await names(contoso.ada) == []

    told = await saves(contoso.ada, met=contoso.bo.id, name="Cem", again="nobody")
    assert "I never bring you to one table with **Cem Kaya and Tom Baker**." in told
    assert choices(await card_of(contoso.ada), "met") == []
    assert "Cem" not in text_of(await card_of(contoso.bo))

    told = await saves(contoso.ada, again=contoso.bo.id)
    assert "**Cem Kaya**" in told
    assert choices(await card_of(contoso.ada), "met") == ["Nobody", "Tom Baker, Finance"]


@pytest.mark.parametrize("made_up", ["cem-kaya", "somebody", "", "x" * 500])
async def test_what_a_client_makes_up_changes_nothing(contoso: Contoso, made_up: str):
    await saves(contoso.ada, met=made_up, again=made_up)
    assert await NotWith.all().count() == 0


async def test_an_open_invitation_with_him_is_off_for_her_and_he_reads_what_he_reads_after_any_no(contoso: Contoso):
    await invited(contoso.ada, contoso.bo)
    await Message.filter(card="offer").update(state="delivered")
    await says(contoso.ada, "not with Tom")
    assert (await Lunch.get(id="lunch")).state == "called off"
    assert (await Guest.get(person_id=contoso.ada.id)).answer == "no"
    assert (await Guest.get(person_id=contoso.bo.id)).answer == ""
    assert [message.card for message in await Message.filter(to_id=contoso.bo.id)] == ["offer"]


async def test_what_stands_in_both_calendars_is_hers_to_decline(contoso: Contoso):
    contoso.calendar.later(days=-1)
    lunch = await sit(contoso.ada, contoso.bo, at=contoso.calendar.now.replace(hour=12, day=5))
    told = await says(contoso.ada, "not with Tom")
    assert "still stands in your calendars; decline it there if you like." in told
    assert (await Lunch.get(id=lunch.id)).state == "booked"
