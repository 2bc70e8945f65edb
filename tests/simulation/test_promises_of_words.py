from dataclasses import replace

from bot_service.simulation import promises_of_words as promises
from bot_service.simulation.own_account import OwnAccount, Table
from bot_service.simulation.seen import Seen, Turn
from tests.simulation.contoso import (
    AISHA,
    CHEN,
    EVERYBODY,
    MAYA,
    TOMASZ,
    at,
    calendar,
    card,
    colleague,
    lunch,
    offered,
    posted,
    pressed,
    said,
    seen,
    sent,
)

PRIDE = "Her team closed the books in three days!"
OFFER = offered("l1", at(2), TOMASZ, AISHA)
TOLD = pressed(TOMASZ, at(9), "checkin.met", "l1", success=PRIDE)
FOR_AISHA = sent(AISHA, at(9), card(f"“{PRIDE}”", success_open="s1", success_keep="s1"))
YES = pressed(AISHA, at(10), "shoutout.post", "so1")
POST = posted(at(10), card("A shout-out for Aisha Bello", PRIDE, "Told by", "Tomasz Nowak"))


def every(run: Seen) -> list[str]:
    return [sentence for promise in promises.PROMISES for sentence in promise(run)]


def test_told_to_its_owner_and_posted_with_her_yes_breaks_nothing():
    assert every(seen(OFFER, TOLD, FOR_AISHA, YES, POST)) == []


def test_a_success_that_somebody_else_sees_first_is_told():
    leak = sent(MAYA, at(9), card("News: Her team closed \\*the books\\* in three days\\!"))
    run = seen(OFFER, TOLD, leak, FOR_AISHA, YES)
    assert [*promises.a_success_reaches_its_owner_first(run)] == [
        "What Tomasz Nowak told in confidence was shown to Maya Lindqvist before its owner said yes."
    ]


def test_the_owner_is_known_from_the_calendar_when_a_check_in_has_an_id_of_its_own():
    event = lunch(TOMASZ, AISHA, start=at(8))
    run = seen(
        pressed(TOMASZ, at(9), "checkin.met", "checkin-7", success=PRIDE),
        FOR_AISHA,
        calendars=(calendar(TOMASZ, event), calendar(AISHA, event)),
    )
    assert every(run) == []


def test_the_owner_may_be_somebody_who_was_brought_along():
    told = pressed(TOMASZ, at(9), "checkin.met", "c1", lunch="l1", success=PRIDE)
    for_chen = sent(CHEN, at(9), card(f"“{PRIDE}”", success_open="s1"))
    table = Table("l1", at(8), frozenset({TOMASZ.id, AISHA.id, CHEN.id}))
    assert every(seen(OFFER, told, for_chen, own=OwnAccount(tables=(table,)))) == []
    assert len(every(seen(OFFER, told, for_chen))) == 1


def test_a_post_before_the_yes_is_told():
    assert len([*promises.nobody_is_in_a_post_before_yes(seen(OFFER, TOLD, POST))]) == 2


def test_a_post_that_names_a_bystander_is_told():
    post = posted(at(10), card("A shout-out for Aisha Bello", "She and Chen Wei closed the books."))
    assert [*promises.nobody_is_in_a_post_before_yes(seen(OFFER, YES, post))] == [
        "A post on 15 Jan names Chen Wei, who had not said yes."
    ]


def test_a_name_within_a_longer_name_is_not_named():
    li, liu = (colleague("Qiang", last, "Sales") for last in ("Li", "Liu"))
    li = replace(li, id="li")
    post = posted(at(10), card("A shout-out for Qiang Liu", PRIDE))
    run = replace(seen(OFFER, pressed(liu, at(9), "shoutout.post", "so1"), post), people=(*EVERYBODY, li, liu))
    assert [*promises.nobody_is_in_a_post_before_yes(run)] == []
    assert run.named_in("Anna-Qiang Liu, Qiang Liu-Fang and Qiang Li") == [li]


def test_of_two_who_bear_one_name_the_one_who_said_yes_is_meant():
    one, other = (replace(colleague("Mei", "Lin", "Sales"), id=number) for number in ("one", "other"))
    post = posted(at(10), card("A shout-out for Mei Lin", PRIDE))
    everybody = (*EVERYBODY, one, other)
    run = replace(seen(OFFER, pressed(other, at(9), "shoutout.post", "so1"), post), people=everybody)
    assert [*promises.nobody_is_in_a_post_before_yes(run)] == []
    assert [*promises.nobody_is_in_a_post_before_yes(replace(seen(post), people=everybody))] != []


def test_a_card_that_nobody_could_see_is_told():
    assert every(replace(seen(OFFER), trouble=("The card answered to offer.lunch can't be shown: no version.",))) == [
        "The card answered to offer.lunch can't be shown: no version."
    ]


def test_an_open_thanks_needs_the_word_open():
    thanks = posted(at(20), card("Maya Lindqvist thanks Chen Wei for sharing"))
    openly, privately = (pressed(CHEN, at(20), "share.shared", "story", thanks=how) for how in ("open", "private"))
    assert [*promises.nobody_is_in_a_post_before_yes(seen(openly, thanks))] == []
    assert [*promises.nobody_is_in_a_post_before_yes(seen(privately, thanks))] != []


def test_the_same_words_twice_are_told_unless_she_asked_twice():
    help_card = card("This is Potluck.")
    twice = (sent(CHEN, at(1), help_card), sent(CHEN, at(2), help_card))
    assert [*promises.nothing_is_said_twice(seen(*twice))] == [
        "Chen Wei got the same message twice, on 06 Jan 12:00 and 07 Jan 12:00."
    ]
    assert [*promises.nothing_is_said_twice(seen(twice[0], said(CHEN, at(1, 13), "help"), twice[1]))] == []
    assert [*promises.nothing_is_said_twice(seen(twice[0], sent(AISHA, at(2), help_card)))] == []


def test_a_new_version_of_a_message_is_no_second_one():
    first = sent(CHEN, at(1), card("Hello"))
    assert [*promises.nothing_is_said_twice(seen(first, sent(CHEN, at(2), card("Hello"), replaces=first.id)))] == []


def test_two_offers_of_one_lunch_are_told():
    again, reminder = (sent(TOMASZ, when, card("Still time!", offer_lunch="l1")) for when in (at(2, 13), at(3)))
    assert [*promises.one_card_per_guest(seen(OFFER, again))] == ["Tomasz Nowak got two cards “offer” about l1."]
    assert [*promises.one_card_per_guest(seen(OFFER, reminder))] == []


def test_a_no_is_not_passed_on():
    gossip = sent(TOMASZ, at(3), card("Aisha declined."))
    about_herself = sent(AISHA, at(3), card("You declined."))
    assert [*promises.secrets_are_kept(seen(gossip, about_herself))] == [
        "Tomasz Nowak was told about Aisha Bello: “Aisha declined.”."
    ]


def test_who_asks_twice_at_one_moment_is_answered_twice_and_not_three_times():
    questions = (said(TOMASZ, at(2), "help"), said(TOMASZ, at(2), "help"))
    answers = [sent(TOMASZ, at(2), text="This is what you can write") for _ in range(3)]
    assert [*promises.nothing_is_said_twice(seen(questions, *answers[:2]))] == []
    assert len([*promises.nothing_is_said_twice(seen(questions, *answers))]) == 1


def test_her_own_not_with_may_be_read_by_herself_alone():
    wish = said(TOMASZ, at(5), "not with Aisha Bello")
    told = "All right, I keep you and Aisha Bello at different tables. Write “not with” to change it."
    assert [*promises.secrets_are_kept(seen(wish, sent(TOMASZ, at(5), text=told)))] == []
    assert len([*promises.secrets_are_kept(seen(wish, sent(CHEN, at(5), text=told)))]) == 1
    assert (
        len([*promises.secrets_are_kept(seen(wish, said(TOMASZ, at(6), "help"), sent(TOMASZ, at(6), text=told)))]) == 1
    )


def closing(offer: tuple[Turn, ...], words: str) -> Turn:
    return sent(TOMASZ, at(5), card(words), replaces=offer[0].id)


def test_a_no_and_silence_read_the_same_to_the_partner():
    other = offered("l2", at(16), TOMASZ, CHEN)
    no = pressed(AISHA, at(4), "offer.decline", "l1")
    silent = closing(other, "It did not work out with Chen Wei this time.")
    same, telling = (
        closing(OFFER, "It did not work out with Aisha Bello this time."),
        closing(OFFER, "Aisha has no time for you."),
    )
    assert [*promises.a_no_reads_like_silence(seen(OFFER, no, same, other, silent))] == []
    assert [*promises.a_no_reads_like_silence(seen(OFFER, no, telling, other, silent))] == [
        "Tomasz Nowak could tell a no from silence: “… has no time for you.”."
    ]


def test_two_names_or_two_people_called_alike_make_no_difference():
    namesakes = (*EVERYBODY, colleague("Chen", "Mansour", "Sales"))
    other = offered("l2", at(16), TOMASZ, CHEN)
    no = pressed(AISHA, at(4), "offer.decline", "l1")
    run = seen(
        OFFER,
        no,
        closing(OFFER, "Not with Aisha Bello and Maya Lindqvist."),
        other,
        closing(other, "Not with Chen Mansour."),
    )
    assert [*promises.a_no_reads_like_silence(replace(run, people=namesakes))] == []


def test_her_own_no_may_read_as_what_it_is():
    no = pressed(TOMASZ, at(4), "offer.decline", "l1")
    other = offered("l2", at(16), TOMASZ, CHEN)
    run = seen(OFFER, no, closing(OFFER, "Not this time, noted."), other, closing(other, "It did not work out."))
    assert [*promises.a_no_reads_like_silence(run)] == []


def test_only_a_lunch_that_came_to_nothing_is_compared():
    other = offered("l2", at(16), TOMASZ, CHEN)
    no = pressed(AISHA, at(4), "offer.decline", "l1")
    turns = OFFER, no, closing(OFFER, "It did not work out."), other, closing(other, "It stands in your calendar.")
    assert len([*promises.a_no_reads_like_silence(seen(*turns))]) == 1
    assert [*promises.a_no_reads_like_silence(seen(*turns, own=OwnAccount(called_off=frozenset({"l1"}))))] == []
