"""The sandbox viewer in a real browser: whoever tries Potluck chooses a colleague, acts as her, and lets a day pass."""

import asyncio
import json
import os
import shutil
from pathlib import Path

import pytest

from bot_service.simulation.stage import Run, stage

ROOT = Path(__file__).parents[2]


def browser() -> tuple[str, str]:
    """Node and Chromium; skips, or fails with POTLUCK_REQUIRE_BROWSER=1, where one is missing."""
    node = shutil.which("node")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if node and chromium and (ROOT / "teams_app" / "node_modules" / "playwright-core").is_dir():
        return node, chromium
    reason = "needs Node, a Chromium and `npm ci` in teams_app"
    if os.environ.get("POTLUCK_REQUIRE_BROWSER") == "1":
        pytest.fail(f"POTLUCK_REQUIRE_BROWSER=1, but this {reason}.")
    pytest.skip(f"This {reason}.")


async def test_a_visitor_plays_maya_and_lets_a_day_pass(tmp_path: Path) -> None:
    node, chromium = browser()
    async with stage(Run(people=24, seed=7, weeks=2), tmp_path) as opened:
        await opened.driver.advance(0)
        clicking = await asyncio.create_subprocess_exec(
            node, str(ROOT / "tests" / "web" / "viewer.mjs"), opened.url, chromium, stdout=asyncio.subprocess.PIPE
        )
        told, _ = await asyncio.wait_for(clicking.communicate(), 240)
    assert clicking.returncode == 0
    saw = json.loads(told)
    assert saw["faults"] == []
    assert saw["violations"] == []
    assert saw["people"] == 24
    assert saw["greeting"].startswith("Hello Maya")
    assert saw["pressed"] == 200
    assert saw["days"] == ["Monday, 5 January 2026", "Tuesday, 6 January 2026"]
