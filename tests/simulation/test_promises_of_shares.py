from bot_service.simulation import promises_of_shares as promises
from bot_service.simulation.seen import Seen, Turn
from tests.simulation.contoso import MAYA, TOMASZ, at, card, passed, posted, pressed, seen, sent


def every(run: Seen) -> list[str]:
    return [sentence for promise in promises.PROMISES for sentence in promise(run)]


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
