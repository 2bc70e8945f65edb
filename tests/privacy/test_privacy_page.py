"""The page on privacy says what the tables say; written again, it is the same."""

from bot_service.app import HELD
from bot_service.manners import Manners
from bot_service.privacy_page import privacy_page
from bot_service.web.notices import privacy_page as short_page
from tests.architecture.house import ROOT


def test_the_page_is_what_the_tables_say() -> None:
    written = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")

    assert written == privacy_page(), "run: uv run python -m bot_service.privacy_page"


def test_every_table_stands_on_the_page() -> None:
    page = privacy_page()

    assert [held.table for held in HELD if f"`{held.table}`" not in page] == []


def test_the_short_page_names_the_same_time_for_those_who_leave() -> None:
    assert f"erased {Manners().leaver_erased_days} days later" in (short_page("")().text or "")
