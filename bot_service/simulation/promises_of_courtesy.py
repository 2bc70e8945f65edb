"""What Potluck promises about when and how often a message comes (design §6, 3, 5 and 6), judged by people's own clocks and presses.

What follows within minutes on something that a person wrote or pressed is her answer: it may come at any time.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot_service.simulation.open_cards import open_cards
from bot_service.simulation.seen import Seen, Turn
from bot_service.simulation.working_time import Weeks

ANSWERED_WITHIN = timedelta(minutes=6)
A_WEEK = timedelta(days=7)
PAUSE = timedelta(weeks=4)
A_MINUTE, MOST_IN_A_MINUTE = timedelta(minutes=1), 10
#: Buttons of messages that nobody asked for: a post to pass on, a question for leave, an ask.
UNASKED = ("boost.passed", "leave.yes", "ask.decline")
CELEBRATION = ("success.", "shoutout.")
_STOPS, _JOINS, _BACK = {"stop", "leave", "unsubscribe"}, {"join", "start"}, {"resume"}


@dataclass
class Wishes:
    """What a person has told Potluck so far."""

    has_joined: bool = False
    paused_until: datetime | None = None
    celebrate: str = "openly"
    spoke_at: datetime | None = None
    shared: bool = False
    got: set[str] = field(default_factory=set)

    def hear(self, turn: Turn) -> None:
        """She writes or presses."""
        self.spoke_at = turn.at
        words = "" if turn.verb else " ".join(turn.text.lower().split()).strip(" .!?")
        if turn.verb == "welcome.join" or words in _JOINS:
            self.has_joined, self.paused_until = True, None
        elif turn.verb == "welcome.decline" or words in _STOPS:
            self.has_joined = False
        elif words == "pause":
            self.paused_until = turn.at + PAUSE
        elif words in _BACK or turn.verb == "settings.save":
            self.paused_until = None
        self.shared = self.shared or turn.verb == "share.shared"
        if turn.verb == "settings.save" and turn.given.get("celebrate"):
            self.celebrate = str(turn.given["celebrate"])

    def is_answer(self, at: datetime) -> bool:
        return self.spoke_at is not None and at - self.spoke_at <= ANSWERED_WITHIN


def unprompted(seen: Seen) -> Iterator[tuple[Turn, Wishes]]:
    """Every new message in somebody's own chat that is no answer, with what its reader had told Potluck by then."""
    wishes: dict[str, Wishes] = defaultdict(Wishes)
    for turn in seen.turns:
        if not turn.by_bot:
            wishes[turn.sender].hear(turn)
        elif turn.is_new and turn.kind == "personal" and not wishes[turn.to].is_answer(turn.at):
            yield turn, wishes[turn.to]


def one_favour_a_week(seen: Seen) -> Iterator[str]:
    """5: in any seven days one message that nobody asked for: a post to pass on, a question for leave, or an ask."""
    latest: dict[str, datetime] = {}
    for turn in seen.turns:
        if turn.is_new and turn.kind == "personal" and any(turn.offers(verb) for verb in UNASKED):
            before = latest.get(turn.to)
            if before is not None and turn.at - before < A_WEEK:
                yield f"{seen.name(turn.to)} got two favours to do within a week, on {before:%d %b} and {turn.at:%d %b}."
            latest[turn.to] = turn.at


def nothing_arrives_in_quiet_hours(seen: Seen) -> Iterator[str]:
    """5: what she did not ask for comes while she works by her own calendar: not at night, at weekends, on holidays of her country.

    Whoever has not joined has her calendar read by nobody, so that nobody knows.
    """
    weeks = Weeks(seen)
    for turn, wishes in unprompted(seen):
        if wishes.has_joined and weeks.is_at_work(turn.to, turn.at) is False:
            yield f"{seen.name(turn.to)} got “{_title(turn)}” on {turn.at:%a %d %b %H:%M} UTC, in her quiet hours."


def only_the_welcome_comes_unasked(seen: Seen) -> Iterator[str]:
    """3: before her yes, and after her goodbye, a person gets one welcome, and thanks for what she shared; nothing else."""
    for turn, wishes in unprompted(seen):
        if wishes.has_joined:
            continue
        is_welcome = bool(turn.offers("welcome.join")) and "welcome" not in wishes.got
        if is_welcome:
            wishes.got.add("welcome")
        elif not (wishes.shared and not any(turn.actions())):
            yield f"{seen.name(turn.to)} got “{_title(turn)}” on {turn.at:%d %b}, but takes no part."


def a_pause_holds(seen: Seen) -> Iterator[str]:
    """3: from the second at which she writes “pause”, for four weeks or until she is back, nothing comes."""
    for turn, wishes in unprompted(seen):
        if wishes.paused_until is not None and turn.at < wishes.paused_until:
            yield f"{seen.name(turn.to)} got “{_title(turn)}” on {turn.at:%d %b}, while she had paused."


def who_said_never_is_not_celebrated(seen: Seen) -> Iterator[str]:
    """6: who is celebrated never gets no such card, who is in private is in no post; nobody is celebrated after leaving."""
    wishes: dict[str, Wishes] = defaultdict(Wishes)
    for turn in seen.turns:
        if not turn.by_bot:
            wishes[turn.sender].hear(turn)
        elif turn.is_new and turn.kind == "personal" and any(turn.offers(verb) for verb in CELEBRATION):
            if wishes[turn.to].celebrate == "never":
                yield f"{seen.name(turn.to)} was celebrated on {turn.at:%d %b}, after she had said never."
        elif turn.is_new and turn.kind == "channel" and turn.words().startswith("A shout-out for"):
            # Of two who bear one name it may be either.
            meant = [wishes[each.id] for each in seen.named_in(_title(turn))]
            if meant and all(each.celebrate != "openly" or not each.has_joined for each in meant):
                yield f"“{_title(turn)}” was posted on {turn.at:%d %b}, against her wish."


def not_more_than_ten_a_minute(seen: Seen) -> Iterator[str]:
    """8: at most ten new messages a minute in one chat, answers included."""
    lately: dict[str, deque[datetime]] = defaultdict(deque)
    for turn in seen.turns:
        if turn.is_new and turn.kind == "personal":
            here = lately[turn.to]
            while here and turn.at - here[0] >= A_MINUTE:
                here.popleft()
            here.append(turn.at)
            if len(here) == MOST_IN_A_MINUTE + 1:
                yield f"{seen.name(turn.to)} got more than {MOST_IN_A_MINUTE} messages in a minute, on {turn.at:%d %b %H:%M}."


def one_open_ask(seen: Seen) -> Iterator[str]:
    """5: no second ask while one waits for her answer."""
    latest: dict[str, datetime] = {}
    for each in open_cards(seen, {"ask.decline"}, "ask."):
        if each.since < latest.get(each.person, each.since):
            yield f"{seen.name(each.person)} had two open asks on {each.since:%d %b}."
        latest[each.person] = max(each.until, latest.get(each.person, each.until))


PROMISES: tuple[Callable[[Seen], Iterator[str]], ...] = (
    one_favour_a_week,
    nothing_arrives_in_quiet_hours,
    only_the_welcome_comes_unasked,
    a_pause_holds,
    who_said_never_is_not_celebrated,
    not_more_than_ten_a_minute,
    one_open_ask,
)


def _title(turn: Turn) -> str:
    return next((line for line in turn.words().splitlines() if line.strip()), "")
