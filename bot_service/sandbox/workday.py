"""When somebody gets round to things: only while she works, in her own zone, and never on a holiday."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from bot_service.sandbox.account import Account

Span = tuple[datetime, datetime]
_LONGEST_LOOK = 120  # days; nobody is away for longer


def after_work_of(person: Account, start: datetime, worked: timedelta, away: Sequence[Span] = ()) -> datetime:
    """The moment at which `person` has worked for `worked` since `start`; `away` are her holidays. All in UTC.

    With nothing to work (`worked` zero) it is the next moment at which she is at work.
    """
    left = worked
    end = start
    for begin, end in _working_spans(person, start, away):
        if begin + left < end:
            return begin + left
        left -= end - begin
    return end


def is_at_work(person: Account, moment: datetime, away: Sequence[Span] = ()) -> bool:
    """Whether she works at this moment."""
    return any(begin <= moment < end for begin, end in _working_spans(person, moment, away, days=1))


def _working_spans(person: Account, start: datetime, away: Sequence[Span], days: int = _LONGEST_LOOK) -> Iterator[Span]:
    """Her working time from `start` on, without holidays, in order."""
    first = start.astimezone(person.zone_info).date()
    for number in range(days + 1):
        day = first + timedelta(days=number)
        if day.weekday() not in person.hours.days:
            continue
        begin = datetime.combine(day, person.hours.start, person.zone_info).astimezone(UTC)
        end = datetime.combine(day, person.hours.end, person.zone_info).astimezone(UTC)
        for free_begin, free_end in _without((max(begin, start), end), away):
            if free_begin < free_end:
                yield free_begin, free_end


def _without(span: Span, away: Sequence[Span]) -> Iterator[Span]:
    begin, end = span
    for off, back in sorted(away):
        if back <= begin or off >= end:
            continue
        if off > begin:
            yield begin, off
        begin = max(begin, back)
    yield begin, end
