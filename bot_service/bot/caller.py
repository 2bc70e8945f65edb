"""Who speaks to the bot, as Teams' signed activity says; never as a card says."""

from dataclasses import dataclass

from bot_service.teams.address import Address


@dataclass(frozen=True)
class Caller:
    """The person behind one activity. `object_id` is her id in Microsoft Entra, `is_personal`: in her own chat with the bot."""

    object_id: str
    name: str
    tenant_id: str
    address: Address
    is_personal: bool
