"""docs/privacy.md, written from what the tables say of themselves: uv run python -m bot_service.privacy_page

The frame around it, what is read from Microsoft and what a person can do, is written here by hand.
"""

import sys
from pathlib import Path

from bot_service.app import HELD
from bot_service.database.held import Held
from bot_service.manners import Manners
from bot_service.privacy.said import kept_for

PAGE = Path("docs/privacy.md")

FRAME = """\
# Privacy

Your company runs Potluck itself, with its own database; nothing is sent to anybody but Microsoft Teams and Outlook of your company,
and what you share yourself. This page is written by `python -m bot_service.privacy_page` from what every table says of itself
(`held.py` in each feature), and a test compares; export, erasure and the daily deletion read the same lines.

## What is read from Microsoft

| permission | what for | what of it is kept |
|---|---|---|
| `User.Read.All` (application) | once a day: names, mail addresses, departments, job titles, managers, offices and countries of colleagues | as it stands; guests and disabled accounts are passed over |
| `GroupMember.Read.All` (application, if you have programmes, hosts or administrators by group) | who is in a group | nothing but the name and id of the group |
| `Calendars.ReadWrite` for the mailboxes that organise lunches only (Exchange RBAC for applications) | to put lunches into calendars and see answers; to ask for free and busy times of colleagues **who have joined**, for lunches only | your working hours and time zone; free and busy times are never kept |
| the bot in Teams | what you write to Potluck and press | until it has been acted on |

No subject, body or place of anybody's meetings is ever stored, nor what Potluck wrote to you. Your own free and busy times are
looked at with nothing but “free”, “busy”, “away” and, if you allow your own “lunch” to be used, whether an entry has that name.
Calendars are never read for asks. Social networks are never looked at: that you shared is known only if you say so.

## What is stored, why, who sees it, for how long

Administrators have no screen that shows any of this but to you, with one exception: while Potluck is tried out in shadow mode and
nothing is sent, they read a list of what would have gone to whom, and why; it can be read for as long as those messages are kept.
They can hand out or erase all that is held on one person, and see that Potluck works. Whoever runs the database can read it, as with any service of your company.

{tables}

These tables are about nobody: {nobody}.

The job queue on PostgreSQL (Procrastinate) holds kinds and ids of steps that are due in this moment, and nothing of what is done.
The log holds kinds, ids made by Potluck, and kinds of errors: no names, no addresses, no words of anybody, no Entra ids.

## What you can do

- **pause**, **stop**, **settings** in the chat: they hold from the next second on.
- **A copy**: your own tab offers it, and `potluck export PERSON` writes it, as JSON and as a page to read. What is yours is there
  whole; what is between you and others as far as you know it anyhow. What colleagues told in confidence (a no, a pause, “rather
  not with …”) is theirs.
- **Erasure**: `potluck erase PERSON`. Your lunches ahead are called off kindly first, and leave the calendars. Then you are gone
  from every table at once; what passed between you and others stays with them as a line without a name; your name in full, your
  addresses and your id are blotted out of what others wrote. A first name alone in somebody's words is not found; it goes with
  those words, at the times above, and so does a former name, or a name inside a link. Ids of rows that stay may be made of hers
  by a one-way function: whoever has the database and the company's list of ids could try each of them. The directory does not bring you back, unless you write to Potluck yourself.
- **What erasure can't reach**: copies that `potluck export` wrote, which whoever wrote them deletes; messages, posts and meetings that stand in Teams and Outlook, which keep their own rules; and
  backups of the database, which your company lets go in its own time. SQLite's file is written anew, so that nothing is left in it;
  PostgreSQL's server frees what was deleted by its own autovacuum.
- **When you leave the company**, that happens by itself: {leaver_erased_days} days after the directory last had you
  (`POTLUCK_LEAVER_ERASED_DAYS`). Whoever comes back earlier is known as before, later she is new.
- Numbers about groups are shown for five people or more only.
"""


def privacy_page() -> str:
    """The whole page, with the numbers that hold where nothing is chosen."""
    tables = "\n".join(_row(held) for held in HELD if held.is_about_people)
    head = "| what | why | who else sees it | how long | table |\n|---|---|---|---|---|"
    nobody = ", ".join(f"`{held.table}`" for held in HELD if not held.is_about_people)
    return FRAME.format(tables=f"{head}\n{tables}", nobody=nobody, leaver_erased_days=Manners().leaver_erased_days)


def _row(held: Held) -> str:
    return f"| {held.what} | {held.why} | {held.seen_by} | {kept_for(held)} | `{held.table}` |"


if __name__ == "__main__":
    PAGE.write_text(privacy_page(), encoding="utf-8")
    sys.stdout.write(f"Wrote {PAGE}.\n")
