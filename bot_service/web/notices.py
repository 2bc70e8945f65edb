"""The pages on privacy and terms that the app's listing must link to: readable without signing in, without any script."""

from collections.abc import Callable
from html import escape

from aiohttp import web

from bot_service.manners import chosen

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
}

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} · Potluck</title>
<style>
body {{ margin: 0 auto; padding: 2rem 1rem 4rem; max-width: 42rem; font: 1rem/1.6 "Segoe UI", system-ui, sans-serif; }}
h1, h2 {{ line-height: 1.25; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""

PRIVACY = """
<p>Your company runs Potluck itself, with its own database. Nothing leaves your company but what you post or share.</p>
<h2>What Potluck knows</h2>
<ul>
<li>From the company's directory: your name, addresses, team, job title, manager, office and country.</li>
<li>From Outlook, for lunches only and once you have joined: when you are free, busy or away, which is not kept, and your working
hours, which are. Never what a meeting is about.</li>
<li>From you: whether you take part, your wishes, your answers to its cards, and what you tell it about a lunch.</li>
<li>What passed between you and colleagues: lunches, celebrations, posts passed on, asks, shares and thanks; when and with whom,
without words. What Potluck wrote to you is not kept, only that it did, and why.</li>
</ul>
<h2>Who sees what</h2>
<ul>
<li>What you tell about a colleague goes to that colleague first and alone. It is posted only after their yes; silence means no.</li>
<li>A no, a pause or an unanswered invitation is shown to nobody, hosts included.</li>
<li>Hosts see whom they may ask now, and never why or why not. Numbers are shown of five people or more.</li>
<li>Potluck never looks at your social media. That you shared a story it knows only if you say so.</li>
</ul>
<h2>For how long</h2>
<p>What was answered, posted or read is deleted after some months; what passed between you and colleagues is kept as long as you work
here. When you leave the company, everything about you is erased {leaver_erased_days} days later.</p>
<h2>Your choice</h2>
<p>Say <b>pause</b> or <b>stop</b> in the chat at any time; it holds from the next second on. Your own tab shows what others can
see of you. Your administrator can give you a copy of all that is kept about you, or erase it{contact}.</p>
"""

TERMS = """
<p>Potluck is free software under the MIT licence and comes as it is, without warranty. Your company decides how it is used.</p>
<ul>
<li>Taking part is voluntary, and so is every lunch, every answer and every share.</li>
<li>Tell about colleagues what you would say with them at the table.</li>
<li>What you share outside the company you share as yourself, under the terms of the network you choose.</li>
</ul>
"""


def privacy_page(organiser: str) -> Callable[[], web.Response]:
    """The page on privacy. `organiser` is the mailbox to ask, "" when none is set."""
    contact = f" (write to {escape(organiser)})" if organiser else ""
    return _page("Privacy", PRIVACY.format(contact=contact, leaver_erased_days=chosen().leaver_erased_days))


def terms_page() -> Callable[[], web.Response]:
    """The terms of use."""
    return _page("Terms of use", TERMS)


def _page(title: str, body: str) -> Callable[[], web.Response]:
    text = PAGE.format(title=title, body=body.strip())

    def answer() -> web.Response:
        return web.Response(text=text, content_type="text/html", headers=HEADERS)

    return answer
