from bot_service.simulation import promises_of_asks as promises
from bot_service.simulation.seen import Seen, Turn
from tests.simulation.contoso import AISHA, CHEN, MAYA, TOMASZ, at, card, passed, posted, pressed, seen, sent

#: Maya had lunch with Tomasz, he gave leave, and four weeks later she asks.
LUNCH = passed("lunch", MAYA, TOMASZ, at(3))
LEAVE = passed("leave", TOMASZ, MAYA, at(8), "leave-1")
ASK = passed("ask", MAYA, TOMASZ, at(36), "ask-1")
YES = pressed(TOMASZ, at(8), "leave.yes", "leave-1")
ASK_CARD = sent(TOMASZ, at(36), card("Maya has a story", ask_look="ask-1", ask_decline="ask-1", ask_never="ask-1"))


def every(run: Seen) -> list[str]:
    return [sentence for promise in promises.PROMISES for sentence in promise(run)]


def test_a_patient_host_breaks_nothing():
    assert every(seen(YES, ASK_CARD, entries=(LUNCH, LEAVE, ASK))) == []


def test_an_ask_without_leave_is_told():
    assert every(seen(ASK_CARD, entries=(LUNCH, ASK))) == ["Maya Lindqvist asked Tomasz Nowak without her leave."]


def test_leave_that_only_we_remember_is_no_leave():
    assert every(seen(ASK_CARD, entries=(LUNCH, LEAVE, ASK))) == [
        "The ledger says that Tomasz Nowak gave leave, but she never pressed yes."
    ]


def test_leave_given_to_another_host_is_no_leave():
    other = passed("leave", TOMASZ, AISHA, at(8))
    assert every(seen(YES, ASK_CARD, entries=(LUNCH, other, ASK))) == [
        "Maya Lindqvist asked Tomasz Nowak without her leave."
    ]


def test_who_gave_nothing_may_not_ask():
    theirs = passed("lunch", AISHA, TOMASZ, at(3))
    assert every(seen(YES, ASK_CARD, entries=(theirs, LEAVE, ASK))) == [
        "Maya Lindqvist asked Tomasz Nowak before giving anything to her."
    ]


def test_an_ask_right_after_the_first_or_the_latest_gift_is_told():
    young = passed("lunch", MAYA, TOMASZ, at(20))
    fresh = passed("shoutout", MAYA, TOMASZ, at(34))
    assert every(seen(YES, ASK_CARD, entries=(young, LEAVE, ASK))) == [
        "Maya Lindqvist asked Tomasz Nowak only 16 days after the first gift."
    ]
    assert any(
        "would look like a price" in sentence
        for sentence in every(seen(YES, ASK_CARD, entries=(LUNCH, fresh, LEAVE, ASK)))
    )


def test_two_asks_within_eight_weeks_are_told_whoever_asks():
    again = passed("ask", AISHA, TOMASZ, at(60), "ask-2")
    assert [*promises.asks_stay_within_budget(seen(entries=(ASK, again)))] == [
        "Tomasz Nowak was asked twice within eight weeks."
    ]


def test_a_host_asks_five_people_a_week_at_most():
    asks = tuple(
        passed("ask", MAYA, to, at(36, 8 + hour), f"{to.id}-{hour}") for to in (TOMASZ, AISHA, CHEN) for hour in (0, 1)
    )
    assert any(
        "asked 6 people in week 7" in sentence for sentence in promises.asks_stay_within_budget(seen(entries=asks))
    )


def test_an_ask_card_that_the_ledger_does_not_know_is_told():
    assert [*promises.every_ask_is_in_the_ledger(seen(ASK_CARD))] == ["Tomasz Nowak saw 1 asks, the ledger has 0."]


def test_quiet_hours_are_those_of_the_person_asked():
    early = sent(CHEN, at(36, 12), card(ask_decline="ask-1"))  # 7:00 in New York
    saturday = sent(TOMASZ, at(40, 10), card(ask_decline="ask-2"))
    told = [*promises.asks_respect_quiet_hours_and_never(seen(early, saturday))]
    assert [sentence.split()[0] for sentence in told] == ["Chen", "Tomasz"]


def test_never_holds_for_good():
    run = seen(pressed(TOMASZ, at(20), "ask.never"), ASK_CARD)
    assert [*promises.asks_respect_quiet_hours_and_never(run)] == ["Tomasz Nowak was asked after she had said never."]


def test_each_share_has_exactly_one_thanks():
    share, thanks = passed("share", TOMASZ, MAYA, at(40), "story-1"), passed("thanks", MAYA, TOMASZ, at(40), "story-1")
    told = pressed(TOMASZ, at(40), "share.shared", "story-1")
    assert every(seen(told, entries=(share, thanks))) == []
    assert every(seen(told, entries=(share,))) == ["Tomasz Nowak shared story-1 1 times and was thanked 0 times."]
    assert every(seen(told, entries=(share, thanks, thanks))) == [
        "Tomasz Nowak shared story-1 1 times and was thanked 2 times."
    ]
    assert every(seen(told, entries=(thanks,))) == ["Tomasz Nowak shared story-1 0 times and was thanked 1 times."]


def test_a_share_that_nobody_told_us_is_told():
    share, thanks = passed("share", TOMASZ, MAYA, at(40)), passed("thanks", MAYA, TOMASZ, at(40))
    assert every(seen(entries=(share, thanks))) == ["The ledger says that Tomasz Nowak shared, but she never said so."]


STORY_CARD = sent(TOMASZ, at(39), card("Our *library* reopens", share_shared="story-1"))
OPENLY = pressed(TOMASZ, at(40), "share.shared", "story-1", thanks="open")
IN_THE_CHANNEL = posted(at(40), card("Thank you, Tomasz Nowak, for sharing “Our \\*library\\* reopens”."))
IN_PRIVATE = sent(TOMASZ, at(41), card("Thank you for sharing “Our library reopens”, Tomasz."))


def thanked(*turns: Turn) -> list[str]:
    shares = (passed("share", TOMASZ, MAYA, at(40)),)
    return [*promises.each_thanks_is_seen_where_the_sharer_chose(seen(STORY_CARD, *turns, entries=shares))]


def test_thanks_are_seen_once_and_where_the_sharer_chose():
    assert thanked(OPENLY, IN_THE_CHANNEL) == []
    assert thanked(OPENLY) == ["Tomasz Nowak shared and wished thanks in: channel; thanks came in: nowhere."]
    assert thanked(OPENLY, IN_PRIVATE) == [
        "Tomasz Nowak shared and wished thanks in: channel; thanks came in: personal."
    ]
    assert thanked(OPENLY, IN_THE_CHANNEL, IN_PRIVATE) == [
        "Tomasz Nowak shared and wished thanks in: channel; thanks came in: channel, personal."
    ]


def test_a_host_who_goes_first_is_owed_no_thanks():
    assert [*promises.each_thanks_is_seen_where_the_sharer_chose(seen(STORY_CARD, OPENLY))] == []
