"""Whom somebody would rather not have lunch with: hers alone to say, and seen by nobody else."""

from collections.abc import Collection

from tortoise import fields

from bot_service.database.row import Row, put, row_id
from bot_service.lunches.programs.program import Program
from bot_service.matching.seekers import Pair
from bot_service.people.person import Person, people


class NotWith(Row):
    """`person_id` would rather not sit with `other_id`; the rounds keep both apart, whoever of them said so."""

    person_id = fields.CharField(max_length=64, db_index=True)
    other_id = fields.CharField(max_length=64, db_index=True)

    class Meta:
        table = "not_with"


async def keep_apart(person_id: str, other_id: str) -> None:
    """From now on no table seats both, in the caller's transaction. Said twice is said once.

    A round that is seated at this moment writes before or after this, never beside it.
    """
    await Program.all().order_by("id").select_for_update()
    await put(NotWith(id=row_id("not with", person_id, other_id), person_id=person_id, other_id=other_id))


async def may_sit_again(person_id: str, other_id: str) -> None:
    """She takes it back; what the other one said stands."""
    await NotWith.filter(person_id=person_id, other_id=other_id).delete()


async def not_with(person_id: str) -> list[Person]:
    """With whom she would rather not sit, by name; those only whom she named herself."""
    named = await NotWith.filter(person_id=person_id).values_list("other_id", flat=True)
    found = (await people({str(one) for one in named})).values()
    return sorted(found, key=lambda other: (other.name, other.id))


async def shuns(person_id: str, others: Collection[str]) -> bool:
    """Whether she would rather not sit with one of these; what they said of her is not asked."""
    return await NotWith.filter(person_id=person_id, other_id__in=list(others)).exists()


async def kept_apart(among: Collection[str]) -> frozenset[Pair]:
    """The pairs of these people of whom one would rather not sit with the other, whoever of both it is."""
    said = await NotWith.all().values_list("person_id", "other_id")
    here = set(among)
    pairs = (Pair((str(one), str(other))) for one, other in said)
    return frozenset(pair for pair in pairs if pair <= here)
