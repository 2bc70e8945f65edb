"""What is said about a table to people: for how long, in words. Pure."""

from dataclasses import asdict
from datetime import timedelta

from bot_service.database.held import Held
from bot_service.manners import chosen

HERE = "as long as you work here"


def kept_for(held: Held) -> str:
    """For how long a row is kept, by the numbers that this company chose."""
    if held.until:
        return held.until.format(**asdict(chosen()))
    if held.kept is None:
        return HERE
    days = held.kept.days if isinstance(held.kept, timedelta) else int(getattr(chosen(), held.kept))
    return "one day after that moment" if days == 1 else f"{days} days after it was closed"
