"""The whole product on one page: which step is due in which state, and what follows from one feature to another.

    round:    planned ─ match_round ─▶ lunches proposed
    lunch:    proposed ─ pursue_offer ─▶ (all say yes) agreed ─ book_lunch ─▶ booked ─ watch_lunch ─▶ check-ins
              (another time, please) seeking ─ seek_another_time ─▶ proposed; (it comes to nothing) ─▶ a second round
    mailbox:  watched ─ read_mailbox ─▶ each booked lunch that something happened to is looked at now
    check-in: planned ─ ask_how_it_was ─▶ asked ─ (she answers) ─▶ answered ─ pass_on ─▶ a success; a host's question for leave
              (two guests would like to meet again) ─▶ a round of their own, four weeks after that lunch
    success:  told ─ show_success ─▶ (its owner opens it) ─▶ a shout-out ─ post_shoutout ─▶ the channel
    leave:    wanted ─ ask_for_leave ─▶ (given) ─▶ a host may ask ─▶ ask ─▶ share ─ thank ─▶ exactly one thanks

A row says where it stands and when its step is due; a step reads its row, works, and moves it on. Steps may run twice.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from bot_service import clock, discreet
from bot_service.courtesy.channels.noticeboard import Noticeboard
from bot_service.courtesy.channels.post import Post
from bot_service.courtesy.courier import Courier
from bot_service.courtesy.message import Message
from bot_service.courtesy.wishes.welcome import welcome
from bot_service.database.row import AlreadyMoved, DueRow, move
from bot_service.database.transaction import transaction
from bot_service.errors import Outage, Refusal
from bot_service.graph.calendars import Calendars
from bot_service.graph.changes import Changes
from bot_service.graph.directory import Directory
from bot_service.lunches.afterwards import checkin
from bot_service.lunches.offers import offer
from bot_service.lunches.offers.book import book_lunch
from bot_service.lunches.offers.seek import seek_another_time
from bot_service.lunches.offers.step_out import step_out_of_all
from bot_service.lunches.outlook.mailbox import read_mailbox
from bot_service.lunches.outlook.watch import watch_lunch
from bot_service.lunches.programs import program
from bot_service.lunches.programs import round as round_
from bot_service.lunches.programs.find_group import find_group
from bot_service.lunches.rounds.match import match_round
from bot_service.lunches.rounds.open_table import leave_tables, take_out
from bot_service.lunches.tables import lunch, mailbox
from bot_service.people.directory import directory as people_directory
from bot_service.people.person import Person
from bot_service.people.retention import Retention
from bot_service.privacy.erase import erase_person
from bot_service.privacy.retain import clean_pages_now, delete_old
from bot_service.settings import Company
from bot_service.sharing import ask, boost, feed, leave, share, story
from bot_service.shoutouts import shoutout, success

log = logging.getLogger(__name__)

Step = Callable[[str], Awaitable[None]]
Steps = Mapping[tuple[str, str], Step]

#: Everything that has work ahead, in the order in which what is due at the same moment is done.
KINDS: dict[str, type[DueRow]] = {
    "directory": people_directory.DirectoryReading,
    "person": Person,
    "retention": Retention,
    "program": program.Program,
    "round": round_.Round,
    "mailbox": mailbox.Mailbox,
    "lunch": lunch.Lunch,
    "checkin": checkin.CheckIn,
    "success": success.Success,
    "shoutout": shoutout.Shoutout,
    "feed": feed.Feed,
    "story": story.Story,
    "leave": leave.Leave,
    "ask": ask.Ask,
    "share": share.Share,
    "boost": boost.Boost,
    "message": Message,
    "post": Post,
}

#: A host's question for leave comes well after the lunch, so that the lunch was not the bait.
LEAVE_AFTER = timedelta(days=7)


def steps(
    calendars: Calendars,
    changes: Changes,
    directory: Directory,
    courier: Courier,
    noticeboard: Noticeboard,
    *,
    company: Company,
    told_at: str,
) -> Steps:
    """(kind, state) → the one step that is due there. States that are missing wait for a person, or are an end.

    `told_at`: our address for Microsoft Graph, which tells there of changes; "" for none.
    """
    return {
        ("directory", "current"): partial(
            people_directory.read_directory,
            directory=directory,
            hosts=company.hosts,
            administrators=company.administrators,
        ),
        ("person", "installed"): welcome,
        ("person", "joined"): partial(people_directory.learn_zone, calendars=calendars),
        ("person", "declined"): say_goodbye,
        ("person", "left"): erase_person,
        ("retention", "daily"): delete_old,
        ("retention", "pages"): clean_pages_now,
        ("program", "running"): program.begin_round,
        ("program", "checking"): partial(find_group, directory=directory),
        ("round", "planned"): partial(match_round, calendars=calendars, directory=directory),
        ("mailbox", "watched"): partial(read_mailbox, changes=changes, public_url=told_at),
        ("lunch", "proposed"): offer.pursue_offer,
        ("lunch", "seeking"): partial(seek_another_time, calendars=calendars),
        ("lunch", "agreed"): partial(book_lunch, calendars=calendars, guest_organises=company.organised_by == "guest"),
        ("lunch", "booked"): partial(watch_lunch, calendars=calendars),
        ("lunch", "closing"): partial(take_out, calendars=calendars),
        ("checkin", "planned"): checkin.ask_how_it_was,
        ("checkin", "asked"): checkin.let_it_go,
        ("checkin", "moved"): checkin.let_it_go,
        ("checkin", "answered"): pass_on,
        ("success", "told"): success.show_success,
        ("success", "shown"): success.let_success_go,
        ("shoutout", "previewed"): shoutout.let_shoutout_go,
        ("shoutout", "agreed"): shoutout.post_shoutout,
        ("feed", "watched"): feed.read_watched,
        ("story", "open"): story.close_story,
        ("leave", "wanted"): leave.ask_for_leave,
        ("leave", "asked"): leave.let_leave_go,
        ("ask", "wanted"): ask.withdraw_ask,
        ("ask", "asked"): ask.let_ask_go,
        ("share", "told"): share.thank,
        ("boost", "submitted"): boost.offer_boost,
        ("message", "waiting"): courier.deliver,
        ("message", "sending"): courier.doubt,
        ("message", "recalled"): courier.take_back,
        ("message", "changed"): courier.renew,
        ("post", "waiting"): noticeboard.publish,
        ("post", "posting"): noticeboard.doubt,
        ("post", "found"): noticeboard.find,
        ("post", "changed"): noticeboard.renew,
    }


async def say_goodbye(person_id: str) -> None:
    """She has left Potluck: invitations that wait end as after any no, and tables that she keeps open for nobody close."""
    gone = await Person.get(id=person_id)
    if gone.state == "declined":  # else she is back already
        await step_out_of_all(person_id)
        await leave_tables(person_id)
        await move(gone, "declined")


async def pass_on(checkin_id: str) -> None:
    """What was told after a lunch goes to its owner; having eaten with a host, one is asked later whether she may ask.

    What she wrote is forgotten here: from now on it is the owner's.
    """
    told = await checkin.CheckIn.get(id=checkin_id)
    guests = await checkin.others_who_came(told.lunch_id, told.person_id)
    async with transaction():
        if told.met and told.success and told.owner_id:
            await success.tell_success(checkin_id, told.person_id, told.owner_id, told.success)
        for host in (guest for guest in guests if told.met and guest.is_host):
            await leave.want_leave(host.id, told.person_id, clock.now() + LEAVE_AFTER)
        await move(told, "done", success="")


class Traveller:
    """Takes the step that is due for a row, and expects trouble: whatever goes wrong, the row comes back later."""

    def __init__(self, kinds: Mapping[str, type[DueRow]], steps: Steps) -> None:
        self._kinds = kinds
        self._steps = steps
        self.faults = 0  #: steps that failed for a reason nobody foresaw; `doctor` and the simulation look at it

    async def take_step(self, kind: str, row_id: str) -> None:
        """Take one step. An outage is waited for, a refusal is tried again tomorrow, a fault is logged and tried again, ever later."""
        row = await self._kinds[kind].get_or_none(id=row_id)
        if row is None or row.due_at is None or row.due_at > clock.now():
            return
        step = self._steps.get((kind, row.state))
        try:
            if step is None:
                await move(row, row.state)
            else:
                await step(row_id)
        except AlreadyMoved:
            log.info("%s was moved by somebody else meanwhile", discreet.row(kind, row_id))
        except Outage as outage:
            await self._put_off(row, outage.after * min(8, row.tries + 1))
            log.info("%s waits: %s", discreet.row(kind, row_id), discreet.trouble(outage))
        except Refusal as refusal:
            await self._put_off(row, timedelta(days=1))
            log.warning("%s can't go on: %s", discreet.row(kind, row_id), discreet.trouble(refusal))
        except Exception as fault:  # noqa: BLE001 - whatever it was, it is logged, and tried again
            self.faults += 1
            await self._put_off(row, timedelta(minutes=2 ** min(row.tries, 10)))
            log.error("the step of %s failed: %s", discreet.row(kind, row_id), discreet.trouble(fault))

    async def _put_off(self, row: DueRow, wait: timedelta) -> None:
        """Come back later, unless somebody moved the row meanwhile."""
        later: datetime = clock.now() + wait
        await type(row).filter(id=row.id, state=row.state, due_at=row.due_at).update(due_at=later, tries=row.tries + 1)
