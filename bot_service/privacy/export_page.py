"""The export as a page to read and to print: no script, nothing from elsewhere."""

from collections.abc import Sequence
from html import escape
from typing import Any

from bot_service.privacy.export import NAMES_YOU, Export, Fields, Group
from bot_service.privacy.said import kept_for

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What Potluck holds on {name}</title>
<style>
body {{ margin: 0 auto; padding: 2rem 1rem; max-width: 60rem; font: 1rem/1.5 "Segoe UI", system-ui, sans-serif; }}
h1, h2 {{ line-height: 1.25; }}
dl {{ display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: 0 0 1rem; }}
dt {{ color: #555; }}
dd {{ margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }}
.row {{ border-top: 1px solid #ccc; padding-top: .5rem; break-inside: avoid; }}
</style>
</head>
<body>
<main>
<h1>What Potluck holds on {name}</h1>
<p>As of {at} UTC. What colleagues told in confidence, as that they said no, is not on this page: it is theirs.</p>
{groups}
</main>
</body>
</html>
"""


def page(export: Export) -> str:
    """The whole page, everything that people wrote escaped."""
    groups = "\n".join(_group(group, export) for group in export.groups)
    return PAGE.format(name=escape(export.name), at=f"{export.at:%Y-%m-%d %H:%M}", groups=groups)


def _group(group: Group, export: Export) -> str:
    held = group.held
    about = {"Why": held.why, "Who else sees it": held.seen_by, "Kept": kept_for(held)}
    return "\n".join(
        [
            f"<section>\n<h2>{escape(held.what)}</h2>",
            _list(about),
            *_rows(group.hers, export),
            *_rows(group.shared, export),
            *(
                [f"<p>{escape(NAMES_YOU.capitalize())}: {', '.join(map(escape, group.mentions))}.</p>"]
                if group.mentions
                else []
            ),
            "</section>",
        ]
    )


def _rows(rows: Sequence[Fields], export: Export) -> list[str]:
    return [
        f'<div class="row">{_list({_title(column): _said(value, export) for column, value in row.items() if _says(value)})}</div>'
        for row in rows
    ]


def _list(told: Fields) -> str:
    items = "".join(f"<dt>{escape(title)}</dt><dd>{escape(str(text))}</dd>" for title, text in told.items())
    return f"<dl>{items}</dl>"


def _title(column: str) -> str:
    return column.removesuffix("_id").replace("_", " ")


def _says(value: Any) -> bool:
    return value is not None and value != ""


def _said(value: Any, export: Export) -> str:
    """Names instead of ids where a person is meant, and yes or no."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and value in export.people:
        return f"{export.people[value]} ({value})"
    return str(value)
