"""A plain sentence to a person, for answers that are no card of their own. Forgotten as soon as it has arrived."""

from tortoise import fields

from bot_service.courtesy.courier import Outcome, write
from bot_service.courtesy.kind import Kind
from bot_service.courtesy.message import Message
from bot_service.courtesy.shown import Render, Shown
from bot_service.database.row import Row, put, row_id
from bot_service.people.person import Person
from bot_service.teams import cards


class Note(Row):
    """The sentence, until it is delivered."""

    text = fields.TextField()

    class Meta:
        table = "note"


async def answer_in_words(person_id: str, text: str, *, key: str) -> None:
    """Answer what she wrote, once per `key`, in the caller's transaction. Of a stranger, or who was erased, nothing is written down."""
    if not await Person.exists(id=person_id):
        return
    await _say(person_id, Kind.ANSWER, text, key)


async def tell(person_id: str, text: str, *, key: str) -> None:
    """Tell her of our own accord what became of something in her care, once per `key`, in the caller's transaction.

    Courtesy decides when, as with everything that she did not ask for.
    """
    await _say(person_id, Kind.NEWS, text, key)


async def _say(person_id: str, kind: Kind, text: str, key: str) -> None:
    note_id = row_id("note", key)
    await put(Note(id=note_id, text=text))
    await write(to=person_id, kind=kind, card="note", about=note_id, key=key)


async def draw_note(note_id: str, _to: str) -> Shown | None:
    note = await Note.get_or_none(id=note_id)
    if note is None:
        return None
    return Shown(cards.as_json(cards.card(cards.words(note.text), summary=note.text)), note.text)


async def _arrived(message: Message, _outcome: str) -> None:
    await Note.filter(id=message.about).delete()


CARDS: dict[str, Render] = {"note": draw_note}
OUTCOMES: dict[str, Outcome] = {"note": _arrived}
