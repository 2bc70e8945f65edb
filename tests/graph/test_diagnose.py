"""What `potluck doctor` says about Microsoft Graph."""

from collections.abc import Sequence
from dataclasses import replace

from bot_service.graph.diagnose import Finding, diagnose
from bot_service.settings import Microsoft
from tests.graph.conftest import Contoso


async def findings(
    contoso: Contoso, microsoft: Microsoft | None = None, organisers: Sequence[str] | None = None
) -> dict[str, Finding]:
    found = await diagnose(microsoft or contoso.microsoft, [contoso.organiser] if organisers is None else organisers)
    return {finding.name: finding for finding in found}


async def test_all_is_well_at_contoso(contoso: Contoso) -> None:
    found = await findings(contoso)

    assert list(found) == ["Microsoft sign-in", "Directory", "Organiser's mailbox", "Online meetings"]
    assert all(finding.ok for finding in found.values()), found


async def test_a_wrong_secret_stops_the_rest(contoso: Contoso) -> None:
    found = await findings(contoso, replace(contoso.microsoft, app_secret="guessed"))

    assert [finding.ok for finding in found.values()] == [False, False, False]
    assert "POTLUCK_APP_SECRET" in found["Microsoft sign-in"].sentence
    assert "signing in failed" in found["Directory"].sentence


async def test_a_missing_permission_is_named(contoso: Contoso) -> None:
    contoso.world.sign_in.roles.discard("User.Read.All")

    found = await findings(contoso)

    assert not found["Directory"].ok
    assert "User.Read.All" in found["Directory"].sentence
    assert found["Organiser's mailbox"].ok


async def test_a_mailbox_that_does_not_exist_is_named(contoso: Contoso) -> None:
    found = await findings(contoso, organisers=["lunch@contoso.example"])

    assert not found["Organiser's mailbox"].ok
    assert "lunch@contoso.example" in found["Organiser's mailbox"].sentence


async def test_a_mailbox_out_of_scope_comes_with_the_way_out(contoso: Contoso) -> None:
    found = await findings(contoso, organisers=[contoso.somebody("Legal").mail])

    assert not found["Organiser's mailbox"].ok
    assert "Application Calendars.ReadWrite" in found["Organiser's mailbox"].sentence


async def test_each_mailbox_of_a_pool_is_looked_at_by_itself(contoso: Contoso) -> None:
    well, closed, moved = contoso.world.company.organisers
    contoso.world.mailboxes.switch(closed.id, "closed")
    contoso.world.mailboxes.switch(moved.id, "moved")

    found = await findings(contoso, organisers=[well.mail, closed.mail, moved.mail])

    assert found[f"Organiser's mailbox {well.mail}"].ok
    assert "Application Calendars.ReadWrite" in found[f"Organiser's mailbox {closed.mail}"].sentence
    assert "correct POTLUCK_ORGANISER" in found[f"Organiser's mailbox {moved.mail}"].sentence
    assert found["Online meetings"].ok


async def test_a_pool_needs_one_mailbox_with_a_licence_for_online_meetings(contoso: Contoso) -> None:
    mailboxes = contoso.world.company.organisers
    for each in mailboxes[1:]:
        contoso.world.mailboxes.switch(each.id, "no_online_meetings")
    mails = [each.mail for each in mailboxes]
    some = (await findings(contoso, organisers=mails))["Online meetings"]
    assert some.ok
    assert some.sentence == f"Teams meetings can be held, but not by {mails[1]}, {mails[2]}."

    contoso.world.mailboxes.switch(mailboxes[0].id, "no_online_meetings")
    none = (await findings(contoso, organisers=mails))["Online meetings"]
    assert not none.ok
    assert "licence" in none.sentence


async def test_no_organiser_and_no_app_are_told_as_settings(contoso: Contoso) -> None:
    found = await findings(contoso, organisers=[])
    assert "POTLUCK_ORGANISER" in found["Organiser's mailbox"].sentence

    found = await findings(contoso, replace(contoso.microsoft, app_id=""))
    assert "POTLUCK_APP_ID" in found["Microsoft sign-in"].sentence


async def test_no_network_is_no_reason_to_fall_over(elsewhere: Contoso) -> None:
    found = await findings(elsewhere)

    assert not found["Microsoft sign-in"].ok
    assert "network" in found["Microsoft sign-in"].sentence
