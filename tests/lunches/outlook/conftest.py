"""What these tests are handed: a company whose people have Outlook, and Potluck that looks."""

from collections.abc import AsyncIterator

import pytest

from bot_service.settings import Settings
from tests.lunches.outlook.story import Story, contoso


@pytest.fixture
async def story(database: Settings) -> AsyncIterator[Story]:
    async with contoso(database) as opened:
        yield opened
