"""Graph: who works here. /users with paging and delta, one user, her manager, her mailbox settings.

https://learn.microsoft.com/graph/api/user-list, user-get, user-delta, user-list-manager, user-get-mailboxsettings
"""

import re
from datetime import time

from bot_service.sandbox.account import Account, Hours
from bot_service.sandbox.odata import Answer, Call, Json, Refused, entity, link, listed, literal, not_found, selected
from bot_service.sandbox.offices import custom_zone
from bot_service.sandbox.world import World
from bot_service.sandbox.zones import as_moment

#: What a user has when `$select` doesn't say.
_USUAL = "id,businessPhones,displayName,givenName,jobTitle,mail,mobilePhone,officeLocation,preferredLanguage,surname,userPrincipalName"
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CONDITION = re.compile(r"^(\w+) (eq|ne) ('(?:[^']|'')*'|true|false|null)$")


def list_users(world: World, call: Call) -> Answer:
    """GET /users"""
    users = [
        _shown(world, account, call)
        for account in world.company.accounts.values()
        if _matches(account, call.query.get("$filter", ""))
    ]
    return listed(call, "users", users)


def user_changes(world: World, call: Call) -> Answer:
    """GET /users/delta: everybody at first, then who has changed or gone since the link was given."""
    since = -1
    if "$deltatoken" in call.query:
        token = call.query["$deltatoken"]
        if not token.isdigit():
            raise Refused(410, "syncStateNotFound", "The sync state generation is not found; full resync is needed.")
        since = int(token)
    users: list[Json] = []
    for account_id, version in world.company.changed.items():
        if version > since and account_id in world.company.accounts:
            users.append(_shown(world, world.company.accounts[account_id], call))
        elif version > since >= 0:
            users.append({"id": account_id, "@removed": {"reason": "changed"}})
    answer = listed(call, "users", users, page_size=200)
    if answer.body is not None and "@odata.nextLink" not in answer.body:
        answer.body["@odata.deltaLink"] = link(
            call, {"$deltatoken": str(world.company.version)}, without=("$skiptoken",)
        )
    return answer


def get_user(world: World, call: Call, user: str) -> Answer:
    """GET /users/{id or principal name}"""
    return entity(call, "users", _shown(world, account_of(world, user), call))


def get_manager(world: World, call: Call, user: str) -> Answer:
    """GET /users/{id}/manager: 404 for who has none."""
    manager = world.company.accounts.get(account_of(world, user).manager_id or "")
    if manager is None:
        raise not_found("manager")
    return entity(call, "directoryObjects", {"@odata.type": "#microsoft.graph.user", **_shown(world, manager, call)})


def get_mailbox_settings(world: World, call: Call, user: str) -> Answer:
    """GET /users/{id}/mailboxSettings: zone and working hours by their Windows names, as Outlook stores them."""
    owner = mailbox_of(world, user)
    now = world.clock.now
    is_away = world.outlook.diary(owner).is_away(now)
    settings: Json = {
        "archiveFolder": None,
        "timeZone": zone_name(owner),
        "delegateMeetingMessageDeliveryOptions": "sendToDelegateOnly",
        "dateFormat": "yyyy-MM-dd",
        "timeFormat": "HH:mm",
        "userPurpose": "shared" if owner.is_mailbox_only else "user",
        "automaticRepliesSetting": {
            "status": "alwaysEnabled" if is_away else "disabled",
            "externalAudience": "all",
            "internalReplyMessage": "I am away and back soon." if is_away else "",
            "externalReplyMessage": "",
            "scheduledStartDateTime": as_moment(now),
            "scheduledEndDateTime": as_moment(now),
        },
        "language": {"locale": "en-GB", "displayName": "English (United Kingdom)"},
        "workingHours": working_hours(owner.hours, zone_of_hours(owner)),
    }
    if "$select" in call.query:
        settings = selected(settings, call.query["$select"], settings.__contains__, "mailboxSettings")
    context = f"{call.base}/$metadata#users('{owner.id}')/mailboxSettings"
    return Answer(200, {"@odata.context": context, **settings})


def get_photo(world: World, call: Call, user: str) -> Answer:
    """GET /users/{id}/photo/$value: nobody at Contoso has uploaded one."""
    del call
    account_of(world, user)
    raise Refused(
        404,
        "ImageNotFound",
        "Exception of type 'Microsoft.Fast.Profile.Core.Exception.ImageNotFoundException' was thrown.",
    )


def account_of(world: World, user: str) -> Account:
    """The account by id or principal name. Raises `Refused` (404)."""
    account = world.company.find(user)
    if account is None:
        raise not_found(user)
    return account


def mailbox_of(world: World, user: str) -> Account:
    """The account whose mailbox this is; guests and those who left have none, some moved away. Raises `Refused` (404)."""
    account = world.company.find(user)
    if account is None:
        raise Refused(404, "ErrorInvalidUser", f"The requested user '{user}' is invalid.")
    if account.is_guest or not account.is_enabled or world.mailboxes.has(account, "moved"):
        raise Refused(
            404, "MailboxNotEnabledForRESTAPI", "The mailbox is either inactive, soft-deleted, or is hosted on-premise."
        )
    return account


def zone_name(owner: Account) -> str:
    """Her zone in her mailbox's settings."""
    names = {"windows": owner.office.windows_zone, "iana": owner.zone, "custom": "tzone://Microsoft/Custom"}
    return names[owner.zone_style]


def zone_of_hours(owner: Account) -> Json:
    """The zone of her working hours: one with a name, or one described by its rules."""
    return custom_zone(owner.office) if owner.zone_style == "custom" else {"name": zone_name(owner)}


def working_hours(hours: Hours, zone: Json) -> Json:
    """Graph's workingHours; `zone` is a timeZoneBase."""
    return {
        "daysOfWeek": [_DAYS[day] for day in hours.days],
        "startTime": _time(hours.start),
        "endTime": _time(hours.end),
        "timeZone": zone,
    }


def _time(moment: time) -> str:
    return moment.strftime("%H:%M:%S.0000000")


def _shown(world: World, account: Account, call: Call) -> Json:
    everything = _properties(world, account)
    item = selected(everything, call.query.get("$select", _USUAL), everything.__contains__, "user")
    if call.query.get("$expand", "").startswith("manager"):
        manager = world.company.accounts.get(account.manager_id or "")
        if manager is not None:
            inner = re.search(r"\$select=([\w,]+)", call.query["$expand"])
            shown = _properties(world, manager)
            names = inner[1] if inner else _USUAL
            item["manager"] = {
                "@odata.type": "#microsoft.graph.user",
                **selected(shown, names, shown.__contains__, "user"),
            }
    elif "$expand" in call.query:
        raise Refused(
            400,
            "BadRequest",
            f"Parsing OData Select and Expand failed: The sandbox can't expand '{call.query['$expand']}'.",
        )
    return item


def _properties(world: World, account: Account) -> Json:
    return {
        "id": account.id,
        "deletedDateTime": None,
        "accountEnabled": account.is_enabled,
        "businessPhones": [],
        "city": account.office.city if account.team else None,
        "companyName": None if account.is_guest else world.company.name,
        "country": account.office.country if account.team else None,
        "createdDateTime": "2024-03-01T08:00:00Z",
        "department": account.team or None,
        "displayName": account.name,
        "employeeHireDate": None,
        "employeeType": "Employee" if account.team else None,
        "givenName": account.given_name or None,
        "jobTitle": account.job_title or None,
        "mail": account.mail,
        "mailNickname": account.mail.partition("@")[0],
        "mobilePhone": None,
        "officeLocation": account.office.city if account.team else None,
        "preferredLanguage": "en-GB" if account.team else None,
        "surname": account.surname or None,
        "usageLocation": account.office.country,
        "userPrincipalName": account.principal_name,
        "userType": "Guest" if account.is_guest else "Member",
    }


def _matches(account: Account, condition: str) -> bool:
    """Follow `$filter`: comparisons joined by `and`. Raises `Refused` for anything else."""
    known = {
        "accountEnabled": account.is_enabled,
        "userType": "Guest" if account.is_guest else "Member",
        "department": account.team or None,
        "officeLocation": account.office.city if account.team else None,
        "city": account.office.city if account.team else None,
        "country": account.office.country if account.team else None,
        "usageLocation": account.office.country,
        "mail": account.mail,
        "userPrincipalName": account.principal_name,
        "displayName": account.name,
        "id": account.id,
    }
    for part in condition.split(" and ") if condition else []:
        found = _CONDITION.match(part.strip(" ()"))
        if found is None or found[1] not in known:
            raise Refused(
                400, "Request_UnsupportedQuery", f"Unsupported or invalid query filter clause specified: '{part}'."
            )
        wanted = {"true": True, "false": False, "null": None}.get(found[3], literal(found[3]))
        if (known[found[1]] == wanted) != (found[2] == "eq"):
            return False
    return True
