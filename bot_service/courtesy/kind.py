"""What a message is for; the rules of courtesy differ by it."""

from enum import StrEnum


class Kind(StrEnum):
    """The kinds of message a person can get."""

    ANSWER = "answer"  #: to something she just did or asked
    NEWS = "news"  #: of something in her care, told of our own accord
    WELCOME = "welcome"
    LUNCH = "lunch"
    REMINDER = "reminder"
    CHECK_IN = "checkin"
    CELEBRATION = "celebration"
    BOOST = "boost"
    LEAVE = "leave"
    ASK = "ask"
    THANKS = "thanks"
