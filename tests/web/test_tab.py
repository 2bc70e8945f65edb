"""The personal tab in a real browser, as the demo shows it: signed in, with wishes that hold, and clear words where something is wrong."""

import asyncio
import json
from pathlib import Path

from bot_service.people.person import Person
from bot_service.simulation.stage import Run, stage
from tests.web.test_viewer import ROOT, browser


async def test_somebody_opens_her_tab_and_changes_a_wish(tmp_path: Path) -> None:
    node, chromium = browser()
    async with stage(Run(people=24, seed=7, weeks=2), tmp_path) as opened:
        await opened.driver.advance(8)
        host = opened.world.company.hosts[0]
        await Person.filter(id=host.id).update(is_administrator=True)
        ada = next(one for one in opened.world.company.people if not one.is_host)
        clicking = await asyncio.create_subprocess_exec(
            node,
            str(ROOT / "tests" / "web" / "tab.mjs"),
            opened.url,
            chromium,
            ada.id,
            host.id,
            stdout=asyncio.subprocess.PIPE,
        )
        told, _ = await asyncio.wait_for(clicking.communicate(), 240)
        wishes = await Person.get(id=ada.id)
    assert clicking.returncode == 0
    saw = json.loads(told)
    assert saw["faults"] == []
    assert saw["violations"] == []
    assert saw["hello"] == f"Hello {ada.given_name}"
    assert saw["tabs"] == ["Next", "My settings", "What others see", "My messages", "About"]
    assert saw["hostTabs"] == [*saw["tabs"][:-1], "My mirror", "How it goes", "About"]
    assert f"May {host.name} ask you?" in saw["seen"]
    assert "Not yet" in saw["seen"]
    assert "Hello" not in saw["firstMessage"]
    assert saw["saved"] == "Saved."
    assert (wishes.celebrate, wishes.never_ask) == ("never", True)
    assert "I read no hours in it" in saw["wrong"]
    assert saw["export"] == "potluck.json"
    assert saw["nobody"].startswith("Open Potluck in Teams")
    assert saw["forged"].startswith("Please sign in again")
    assert saw["offline"].startswith("You are offline")
    assert saw["away"].startswith("Potluck is away")
