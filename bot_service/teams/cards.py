"""The parts that every card is built of: Adaptive Cards 1.5, readable in Teams on desktop and phone and in Outlook.

Text given to `heading`, `words` and `person` may hold the Markdown that Teams knows (bold, italic, links, lists). What people wrote goes
through `escape` first. Titles of buttons, labels and choices are plain text and need no escaping.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from microsoft_teams.cards import (
    Action,
    ActionStyle,
    AdaptiveCard,
    CardElement,
    Choice,
    ChoiceSetInput,
    ComUserMicrosoftGraphComponent,
    ExecuteAction,
    OpenUrlAction,
    PersonaProperties,
    SubmitAction,
    TextBlock,
    TextInput,
    ToggleInput,
)

from bot_service.teams.wording import CardTooLarge, check_size, escape, shortened, size_of

__all__ = [
    "CardTooLarge",
    "as_json",
    "card",
    "check_size",
    "choices",
    "door",
    "escape",
    "execute",
    "heading",
    "open_url",
    "person",
    "shortened",
    "size_of",
    "text_input",
    "toggle",
    "words",
]

MOST_ACTIONS = 6  # the store's rule for one card


def card(
    *elements: CardElement,
    actions: Sequence[Action] = (),
    summary: str = "",
    speak: str | None = None,
    lang: str = "en",
) -> AdaptiveCard:
    """A card of these elements, read from top to bottom, with its buttons (at most six) below.

    `summary` is the text for clients that can't show the card; by default all the text of the card. `speak` is read aloud in its place.
    """
    if len(actions) > MOST_ACTIONS:
        raise ValueError(f"A card has at most {MOST_ACTIONS} buttons; this one has {len(actions)}.")
    text = " ".join(element.text for element in elements if isinstance(element, TextBlock) and element.text)
    return AdaptiveCard(
        version="1.5",
        lang=lang,
        fallback_text=summary or text or "Potluck has a card for you; please open it in Microsoft Teams.",
        speak=speak,
        body=list(elements),
        actions=list(actions) or None,
    )


def heading(text: str) -> TextBlock:
    """The title of a card; screen readers announce it as a heading."""
    return TextBlock(text=text, style="heading", size="Large", weight="Bolder", wrap=True)


def words(text: str, subtle: bool = False) -> TextBlock:
    """A paragraph. `subtle` is for what can be left unread."""
    return TextBlock(text=text, wrap=True, is_subtle=True if subtle else None)


def person(name: str, object_id: str, detail: str = "") -> CardElement:
    """A colleague with photo and profile card as Teams draws them; elsewhere her name, and `detail` (her team) beside it.

    `name` is her name as the directory has it, unescaped.
    """
    plain = f"**{escape(name)}**" + (f" · {escape(detail)}" if detail else "")
    return ComUserMicrosoftGraphComponent(
        properties=PersonaProperties(id=object_id, display_name=name), fallback=TextBlock(text=plain, wrap=True)
    )


def execute(title: str, verb: str, about: str, /, *, style: ActionStyle | None = None, **data: Any) -> ExecuteAction:
    """A button that tells us `verb` about the thing with the id `about`; the card's inputs come along.

    `data` holds further ids. All of it comes back from the client and is never trusted. Old clients, which don't know this kind of
    button, send the same as a message.
    """
    sent = {"id": about, **data}
    submit = SubmitAction(title=title, style=style, data={**sent, "verb": verb})
    return ExecuteAction(title=title, verb=verb, style=style, data=sent, fallback=submit)


def door(title: str, verb: str, about: str = "") -> ExecuteAction:
    """A button that leads to another card. It takes nothing along, so it also opens where a required input is still empty."""
    button = execute(title, verb, about)
    button.associated_inputs = "none"
    if isinstance(button.fallback, SubmitAction):
        button.fallback.associated_inputs = "none"
    return button


def open_url(title: str, url: str) -> OpenUrlAction:
    """A button that opens a page."""
    return OpenUrlAction(title=title, url=url)


def text_input(
    name: str,
    label: str,
    *,
    value: str = "",
    placeholder: str = "",
    multiline: bool = False,
    max_length: int = 1000,
    required: str = "",
) -> TextInput:
    """A field to write in. `required` is the sentence shown when it is left empty; without it the field may stay empty.

    Lengths are characters. Clients check them only if they like: check again when the answer comes.
    """
    return TextInput(
        id=name,
        label=label,
        value=value or None,
        placeholder=placeholder or None,
        is_multiline=True if multiline else None,
        max_length=max_length,
        is_required=True if required else None,
        error_message=required or None,
    )


def choices(
    name: str,
    label: str,
    options: Mapping[str, str] | Iterable[tuple[str, str]],
    *,
    value: str = "",
    required: str = "",
    expanded: bool = False,
) -> ChoiceSetInput:
    """One choice of several. `options` are value → title, in the order shown; `expanded` shows them all at once."""
    pairs = options.items() if isinstance(options, Mapping) else options
    return ChoiceSetInput(
        id=name,
        label=label,
        choices=[Choice(value=option, title=title) for option, title in pairs],
        value=value or None,
        style="expanded" if expanded else "compact",
        wrap=True,
        is_required=True if required else None,
        error_message=required or None,
    )


def toggle(name: str, label: str, *, on: bool = False) -> ToggleInput:
    """A box to tick; it comes back as "true" or "false"."""
    return ToggleInput(
        id=name, title=label, value="true" if on else "false", value_on="true", value_off="false", wrap=True
    )


def as_json(built: AdaptiveCard) -> dict[str, Any]:
    """The card as it goes over the wire."""
    body: dict[str, Any] = built.model_dump(by_alias=True, exclude_none=True)
    return {"$schema": "http://adaptivecards.io/schemas/adaptive-card.json", **_whole_numbers(body)}


def _whole_numbers(value: Any) -> Any:
    """1000.0 as 1000: the models hold lengths as floats, and some clients want integers."""
    if isinstance(value, dict):
        return {name: _whole_numbers(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_whole_numbers(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
