"""What is held on people here: stories, who was asked, who shared, who was thanked, and posts to pass on."""

from datetime import datetime, timedelta
from typing import Any

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from bot_service.courtesy import courier
from bot_service.database.held import Held, Through
from bot_service.sharing.ask import Ask
from bot_service.sharing.boost import Boost, BoostOffer
from bot_service.sharing.feed import Feed
from bot_service.sharing.leave import Leave
from bot_service.sharing.share import Share, Thanks
from bot_service.sharing.story import Story

#: What budgets of a year look at, and a little more.
COUNTED_FOR = timedelta(days=400)
#: A story goes before what people did with it.
STORIES_FOR = timedelta(days=365)
POSTS_FOR = timedelta(days=180)


async def _close_her_stories(person_id: str) -> None:
    """Nobody can ask for them or say thanks for them any more; a thanks that nobody is left to say is not said."""
    await Story.filter(host_id=person_id, state="open").update(state="closed", due_at=None)
    await Share.filter(host_id=person_id, state="told").update(state="own", due_at=None)


async def _let_her_asks_go(person_id: str) -> None:
    """Whoever was asked by her need not answer any more, and may be asked by others."""
    for ask in await Ask.filter(host_id=person_id, state="asked"):
        await courier.answered("ask", ask.id)
        await courier.refresh("ask", ask.id)


def _thanks_of_old_shares(now: datetime) -> QuerySet[Any]:
    old = Share.filter(due_at__isnull=True, moved_at__lt=now - COUNTED_FOR).values("id")
    return Thanks.filter(share_id__in=Subquery(old))


def _offers_of_old_posts(now: datetime) -> QuerySet[Any]:
    old = Boost.filter(due_at__isnull=True, moved_at__lt=now - POSTS_FOR).values("id")
    return BoostOffer.filter(boost_id__in=Subquery(old))


HELD = (
    Held(
        Story,
        what="Company news that you published as a host.",
        why="So that whoever likes can share it.",
        seen_by="Everybody.",
        named=("host_id",),
        shared=("title", "link", "summary", "at", "state"),
        words=("title", "link", "summary"),
        plain=("source",),
        kept=STORIES_FOR,
        until="365 days after it was closed; it is the company's, and stays without you in it",
        also=_close_her_stories,
    ),
    Held(
        Ask,
        what="Which story a host offered you, and what you answered.",
        why="Not to offer it twice, and because a no holds.",
        seen_by="The host who asked: whether you shared. A no and silence read the same to everybody: not yet.",
        hers=("person_id",),
        between=("host_id",),
        shared=("story_id", "person_id"),
        plain=("story_id",),
        kept=COUNTED_FOR,
        also=_let_her_asks_go,
    ),
    Held(
        Leave,
        what="Whether a host may ask you now and then.",
        why="Because nobody is asked without having said yes to that.",
        seen_by="Nobody. A host sees only whom she may ask now.",
        hers=("person_id",),
        between=("host_id",),
        in_confidence={"host_id": {}},
        until="as long as you both work here: the question is put once",
    ),
    Held(
        Thanks,
        what="That you were thanked for a share, openly or privately.",
        why="So that there is exactly one thanks.",
        seen_by="As you chose: you, or everybody in the channel.",
        plain=("share_id", "thanks"),
        hers_through=(Through("share_id", Share, "id", "person_id"),),
        too_old=_thanks_of_old_shares,
        until="400 days",
    ),
    Held(
        Share,
        what="That you said you shared a story, and how you like to be thanked.",
        why="To thank you once, as you chose.",
        seen_by="The host who thanks you; everybody in the channel where you chose open thanks.",
        hers=("person_id",),
        named=("host_id",),
        shared=("story_id", "at", "person_id"),
        plain=("story_id", "thanks"),
        kept=COUNTED_FOR,
    ),
    Held(
        BoostOffer,
        what="A colleague's post that was offered to you as a host, and whether you passed it on.",
        why="To offer it once; passing it on is a present to that colleague.",
        seen_by="The colleague: that you passed it on. That you skipped it: nobody.",
        hers=("host_id",),
        between_through=(Through("boost_id", Boost, "id", "person_id"),),
        plain=("boost_id",),
        in_confidence={"boost_id": {}},
        too_old=_offers_of_old_posts,
        until="180 days after the post was offered",
    ),
    Held(
        Boost,
        what="A post of your own that you gave us to pass on, and your line on it.",
        why="To offer it to hosts.",
        seen_by="Hosts.",
        hers=("person_id",),
        words=("line", "link"),
        kept=POSTS_FOR,
    ),
    Held(
        Feed,
        what="That a feed of company news proposes its stories to you.",
        why="So that a host looks at them before they are published.",
        seen_by="Hosts.",
        named=("host_id",),
        shared=("source",),
        plain=("source",),
        until="as long as the settings name it",
    ),
)
