"""Who sits with whom, by the kind of a round; and what happens when the first way leads nowhere."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from bot_service.graph.schedule import Schedule, WorkingHours
from bot_service.lunches.programs.round import Round
from bot_service.lunches.programs.terms import Terms
from bot_service.lunches.rounds.gathering import Gathering
from bot_service.lunches.rounds.history import Past
from bot_service.lunches.rounds.seating import AT_OTHER_HOURS, ONLINE_INSTEAD, Seating, common, place_of, seat
from bot_service.lunches.times.availability import Availability
from bot_service.lunches.times.preferences import Preference
from bot_service.lunches.times.slots import Horizon, moments
from bot_service.matching.explain import NO_TIME
from bot_service.matching.seekers import PastGroup
from bot_service.people.person import Person

MONDAY = datetime(2026, 3, 9, tzinfo=UTC)
HORIZON = Horizon.between(MONDAY, MONDAY + timedelta(days=5))
OFFICE_HOURS = WorkingHours(frozenset(range(5)), time(9), time(17), "UTC")
NOTHING_BEFORE = Past()


def somebody(
    name: str,
    team: str,
    *,
    site: str = "Berlin",
    is_host: bool = False,
    online_only: bool = False,
    free: tuple[time, time] = (time(9), time(17)),
) -> Availability:
    """Every day she is free from then to then, and busy for the rest of it."""
    person = Person(id=name, state="joined", name=name, principal_name=name, mail=f"{name}@contoso.example", team=team)
    person.site, person.zone, person.is_host = site, "UTC", is_host
    busy = []
    for day in range(5):
        midnight = MONDAY + timedelta(days=day)
        opens, closes = (midnight + timedelta(hours=at.hour, minutes=at.minute) for at in free)
        busy += [(midnight, opens), (closes, midnight + timedelta(days=1))]
    schedule = Schedule(person.mail, tuple(busy), OFFICE_HOURS)
    return Availability(person, Preference(id=name, online_only=online_only), schedule, schedule.busy)


def gathered(*everybody: Availability, kind: str = "mixer", terms: Terms | None = None, **asked: Any) -> Gathering:
    this = Round(id="round", state="planned", program_id="everybody", kind=kind, number=1, **asked)
    return Gathering(
        this,
        MONDAY - timedelta(days=5),
        terms or Terms(),
        HORIZON,
        {one.person.id: one.person for one in everybody},
        {one.person.id: one for one in everybody},
    )


def tables(seating: Seating) -> list[tuple[str, ...]]:
    return sorted(table.group.ids for table in seating.tables)


def test_colleagues_of_one_site_eat_together_and_who_finds_nobody_there_meets_online():
    ada, bo = somebody("ada", "Legal"), somebody("bo", "Sales")
    cy, dee = somebody("cy", "Design", site="London"), somebody("dee", "Legal", online_only=True)

    seating = seat(gathered(ada, bo, cy, dee, terms=Terms(place="in person")), NOTHING_BEFORE)

    assert tables(seating) == [("ada", "bo"), ("cy", "dee")]
    assert {table.group.ids: table.way.instead for table in seating.tables} == {
        ("ada", "bo"): "",
        ("cy", "dee"): ONLINE_INSTEAD,
    }
    assert seating.left_over == {}


def test_who_has_no_time_within_the_usual_hours_is_offered_a_little_outside_of_them():
    ada = somebody("ada", "Legal", free=(time(13), time(14)))
    bo = somebody("bo", "Sales", free=(time(13), time(17)))
    terms = Terms(forms=("lunch",))

    here = gathered(ada, bo, terms=terms)
    seating = seat(here, NOTHING_BEFORE)

    (table,) = seating.tables
    assert (table.way.instead, table.way.is_wide) == (AT_OTHER_HOURS, True)
    first = next(moments(common(here, table)[0], HORIZON))
    assert first.time() == time(13)


def test_nobody_is_left_over_without_a_reason():
    ada, bo = somebody("ada", "Legal"), somebody("bo", "Legal")
    cy = somebody("cy", "Sales", free=(time(9), time(9, 15)))

    seating = seat(gathered(ada, bo, cy), NOTHING_BEFORE)

    assert tables(seating) == []
    assert set(seating.left_over) == {"ada", "bo", "cy"}
    assert all(seating.left_over.values())


def test_two_who_would_like_to_meet_again_do_although_they_met_and_work_in_one_team():
    ada, bo = somebody("ada", "Legal"), somebody("bo", "Legal")

    seating = seat(gathered(ada, bo, kind="again"), Past([PastGroup(1, ("ada", "bo"))]))

    assert tables(seating) == [("ada", "bo")]


def test_nobody_else_is_seated_where_one_of_two_who_would_like_to_meet_again_is_away():
    assert tables(seat(gathered(somebody("ada", "Legal"), kind="again"), NOTHING_BEFORE)) == []


def test_a_host_gets_somebody_new_of_the_team_she_asked_for():
    maya = somebody("maya", "Marketing", is_host=True)
    bo, cy, dee = somebody("bo", "Sales"), somebody("cy", "Sales"), somebody("dee", "Legal")
    before = Past([PastGroup(1, ("bo", "maya"))], acquaintance={"maya": {"Sales": 1}})

    here = gathered(maya, bo, cy, dee, kind="host", host_id="maya", team="Sales")

    assert tables(seat(here, before)) == [("maya", "cy")]


def test_who_asks_for_company_gets_somebody_of_that_team_be_she_host_or_not():
    bo, maya = somebody("bo", "Sales"), somebody("maya", "Marketing", is_host=True)

    here = gathered(bo, maya, kind="on demand", host_id="bo", team="Marketing")

    assert tables(seat(here, NOTHING_BEFORE)) == [("bo", "maya")]


def test_who_asked_while_another_invitation_waits_is_told_so():
    here = gathered(somebody("bo", "Sales"), kind="on demand", host_id="ada")

    assert list(seat(here, NOTHING_BEFORE).left_over) == ["ada"]


def test_a_team_table_has_several_people_of_one_team():
    maya = somebody("maya", "Marketing", is_host=True)
    sales = [somebody(name, "Sales") for name in ("bo", "cy", "dee")]

    here = gathered(maya, *sales, somebody("eve", "Legal"), kind="team table", host_id="maya", team="Sales")

    assert tables(seat(here, NOTHING_BEFORE)) == [("maya", "bo", "cy", "dee")]


def test_seats_with_an_executive_are_drawn_and_who_sat_there_before_waits():
    ceo = somebody("ceo", "Board")
    crowd = [somebody(name, team) for name, team in (("bo", "Sales"), ("cy", "Legal"), ("dee", "Design"))]
    before = Past([PastGroup(1, ("bo", "ceo"))])

    here = gathered(ceo, *crowd, kind="lottery", terms=Terms(size=3))
    (table,) = tables(seat(here, before, executive="ceo"))

    assert table == ("ceo", "cy", "dee")


def test_the_wider_hours_never_break_a_persons_own_wish():
    ada = somebody("ada", "Legal")
    wishing = replace(
        ada, preference=Preference(id="ada", lunch_windows=[["12:00", "12:45"]], coffee_windows=[["12:00", "12:15"]])
    )
    bo = somebody("bo", "Sales", free=(time(13), time(17)))

    assert tables(seat(gathered(wishing, bo, terms=Terms(forms=("lunch",))), NOTHING_BEFORE)) == []


def test_where_the_directory_names_no_offices_people_of_a_programme_in_person_choose_the_place():
    ada, bo = somebody("ada", "Legal", site=""), somebody("bo", "Sales", site="")

    in_person, either = gathered(ada, bo, terms=Terms(place="in person")), gathered(ada, bo)

    assert [place_of(in_person, table) for table in seat(in_person, NOTHING_BEFORE).tables] == [""]
    assert [place_of(either, table) for table in seat(either, NOTHING_BEFORE).tables] == [None]


def test_who_is_online_instead_is_sent_to_no_canteen():
    ada, bo = somebody("ada", "Legal"), somebody("bo", "Sales", online_only=True)
    here = gathered(ada, bo, terms=Terms(place="in person"))

    assert [place_of(here, table) for table in seat(here, NOTHING_BEFORE).tables] == [None]


def test_an_invitation_that_came_to_nothing_is_not_repeated_at_once():
    ada, bo, cy = somebody("ada", "Legal"), somebody("bo", "Sales"), somebody("cy", "Design")
    before = Past(declined={frozenset({"ada", "bo"}): 1})

    here = gathered(ada, bo, cy, terms=Terms(size=2))

    assert tables(seat(here, before)) in ([("ada", "cy")], [("bo", "cy")])


def test_the_reason_is_the_one_found_among_all_and_not_among_those_who_are_left():
    ada, bo = somebody("ada", "Legal"), somebody("bo", "Sales")
    nobody_free = somebody("cy", "Design", free=(time(9), time(9)))

    seating = seat(gathered(ada, bo, nobody_free), NOTHING_BEFORE)

    assert seating.left_over == {"cy": NO_TIME}


def test_in_a_second_round_nobody_meets_again_who_has_met():
    few = gathered(somebody("ada", "Legal"), somebody("bo", "Sales"), second=True)
    met = Past([PastGroup(0, ("ada", "bo"))])

    assert tables(seat(few, NOTHING_BEFORE)) == [("ada", "bo")]
    assert set(seat(few, met).left_over) == {"ada", "bo"}
    assert tables(seat(gathered(*few.times.values()), met)) == [("ada", "bo")]


def test_two_of_three_meet_again_when_the_third_never_has_time():
    ada, bo = somebody("ada", "Legal"), somebody("bo", "Legal")
    here = gathered(ada, bo, kind="again")
    here.round.only = ["ada", "bo", "cy"]

    assert tables(seat(here, NOTHING_BEFORE)) == []
    assert tables(seat(here, NOTHING_BEFORE, patient=False)) == [("ada", "bo")]


def test_a_host_who_has_no_time_at_the_usual_hours_meets_somebody_at_wider_ones():
    maya = somebody("maya", "Marketing", is_host=True, free=(time(13), time(14)))
    bo = somebody("bo", "Sales", free=(time(13), time(14)))

    here = gathered(maya, bo, kind="host", terms=Terms(forms=("lunch",)))

    (table,) = seat(here, NOTHING_BEFORE).tables
    assert (table.group.ids, table.way.instead) == (("maya", "bo"), AT_OTHER_HOURS)
