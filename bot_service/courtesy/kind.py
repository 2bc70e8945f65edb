"""What a message is for; the rules of courtesy differ by it."""

from enum import StrEnum


class Kind(StrEnum):
    """The kinds of message a person can get."""

    ANSWER = "answer"  #: to something she just did or asked
    WELCOME = "welcome"
    LUNCH = "lunch"
    REMINDER = "reminder"
    CHECK_IN = "checkin"
    CELEBRATION = "celebration"
    BOOST = "boost"
    LEAVE = "leave"
    ASK = "ask"
    THANKS = "thanks"
