"""Microsoft's sign-in, as far as an app needs it: who may have a token, for what, and with which keys it is signed.

Tokens live on real time, as the libraries that read them do; nothing else in the sandbox does.
"""

import time  # real time: tokens are read by libraries that live in it
from dataclasses import dataclass
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from bot_service.sandbox.account import Account
from bot_service.sandbox.company import Company
from bot_service.sandbox.ids import guid

GRAPH = "https://graph.microsoft.com"
CONNECTOR = "https://api.botframework.com"
LOGIN = "https://login.microsoftonline.com"
#: What the administrator of Contoso has consented to.
ROLES = frozenset(
    {"User.Read.All", "MailboxSettings.Read", "Calendars.ReadWrite", "Group.Read.All", "Channel.ReadBasic.All"}
)

_AN_HOUR = 3599
_TEAMS_WEB = "5e3ce6c0-2b1f-4285-8d4b-75ee78787346"  #: the client in whose name Teams in a browser signs people in


class SignInRefused(Exception):  # noqa: N818 - the product's kind of word
    """No token: `status`, OAuth `error` and Microsoft's AADSTS number with its sentence."""

    def __init__(self, status: int, error: str, number: int, sentence: str) -> None:
        super().__init__(f"AADSTS{number}: {sentence}")
        self.status = status
        self.error = error
        self.number = number


@dataclass(frozen=True)
class Grant:
    """What a token is good for: the app itself (`person` None, with its roles) or one person in her own mailbox."""

    audience: str
    roles: frozenset[str]
    expires_at: float
    person_id: str = ""


class Key:
    """A signing key and the name (kid) by which receivers find its public half."""

    def __init__(self, kid: str) -> None:
        self.kid = kid
        self.private = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def sign(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, self.private, algorithm="RS256", headers={"kid": self.kid, "x5t": self.kid})

    def as_jwk(self) -> dict[str, Any]:
        """The public half, as it stands in a key set."""
        public: dict[str, Any] = jwt.algorithms.RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        return {
            "kty": "RSA",
            "use": "sig",
            "alg": "RS256",
            "kid": self.kid,
            "x5t": self.kid,
            "n": public["n"],
            "e": public["e"],
        }


class SignIn:
    """Hands out tokens for Graph and the connector, and signs what Teams sends to the bot."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._grants: dict[str, Grant] = {}
        self._signed: dict[tuple[str, str], tuple[str, float]] = {}
        self._rotations = 0
        self._login_key: Key | None = None
        self._bot_key: Key | None = None
        self.roles = set(ROLES)

    def token_for_app(self, tenant: str, form: dict[str, str]) -> dict[str, Any]:
        """The client-credentials grant. Raises `SignInRefused` as Microsoft would."""
        company = self._company
        if not self.knows_tenant(tenant):
            raise SignInRefused(400, "invalid_request", 90002, f"Tenant '{tenant}' not found.")
        for name in ("grant_type", "client_id", "client_secret", "scope"):
            if not form.get(name):
                raise SignInRefused(
                    400, "invalid_request", 900144, f"The request body must contain the following parameter: '{name}'."
                )
        if form["grant_type"] != "client_credentials":
            raise SignInRefused(
                400,
                "unsupported_grant_type",
                70003,
                f"The app requested an unsupported grant type '{form['grant_type']}'.",
            )
        if form["client_id"] != company.app_id:
            raise SignInRefused(
                400,
                "unauthorized_client",
                700016,
                f"Application with identifier '{form['client_id']}' was not found in the directory '{company.name}'.",
            )
        if form["client_secret"] != company.app_secret:
            raise SignInRefused(
                401,
                "invalid_client",
                7000215,
                "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID.",
            )
        audience = form["scope"].removesuffix("/.default")
        if audience not in {GRAPH, CONNECTOR} or audience == form["scope"]:
            raise SignInRefused(
                400,
                "invalid_scope",
                70011,
                f"The provided value for the input parameter 'scope' is not valid. The scope {form['scope']} is not valid.",
            )
        roles = frozenset(self.roles) if audience == GRAPH else frozenset()
        return {
            "token_type": "Bearer",
            "expires_in": _AN_HOUR,
            "ext_expires_in": _AN_HOUR,
            "access_token": self._issue(audience, roles),
        }

    def knows_tenant(self, name: str) -> bool:
        """Whether this is our tenant, by id or domain, or the Bot Framework's own."""
        company = self._company
        return name.lower() in {company.tenant_id, company.organiser.mail.partition("@")[2], "botframework.com"}

    def token_for_person(self, person: Account) -> str:
        """A token as Outlook holds one for its user: good for her own mailbox only."""
        return self._issue(GRAPH, frozenset(), person.id)

    def token_for_tab(self, person: Account, **claims: Any) -> str:
        """The token that Teams hands to the app's tab for who is signed in; `claims` replace the usual ones, None drops one.

        https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
        """
        now, company = int(time.time()), self._company
        usual = {
            "aud": company.app_id,
            "iss": f"{LOGIN}/{company.tenant_id}/v2.0",
            "iat": now,
            "nbf": now - 5,
            "exp": now + _AN_HOUR,
            "azp": _TEAMS_WEB,
            "name": person.name,
            "oid": person.id,
            "preferred_username": person.principal_name,
            "scp": "access_as_user",
            "sub": guid(person.id, company.app_id),
            "tid": company.tenant_id,
            "ver": "2.0",
        }
        return self.login_key.sign({name: value for name, value in (usual | claims).items() if value is not None})

    def grant(self, authorization: str, audience: str) -> Grant | None:
        """What an `Authorization` header is good for; None when it is missing, unknown, expired or for another audience."""
        scheme, _, token = authorization.partition(" ")
        found = self._grants.get(token) if scheme.lower() == "bearer" else None
        return found if found and found.audience == audience and found.expires_at > time.time() else None

    def forget_tokens(self) -> None:
        """All tokens handed out so far are void: the next call with one is answered 401."""
        self._grants.clear()

    def sign_activity(self, service_url: str, *, audience: str = "", **claims: Any) -> str:
        """The bearer token that Teams sends along with an activity to the bot; `claims` replace the usual ones.

        https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
        """
        now = time.time()
        known = self._signed.get((service_url, audience))
        if known and known[1] > now + 300 and not claims:
            return known[0]
        usual = {
            "serviceurl": service_url,
            "nbf": int(now) - 5,
            "exp": int(now) + 3600,
            "iss": CONNECTOR,
            "aud": audience or self._company.app_id,
        }
        token = self.bot_key.sign(usual | claims)
        if not claims:
            self._signed[service_url, audience] = token, now + 3600
        return token

    def rotate_keys(self) -> None:
        """Microsoft takes new signing keys into use, as it does every few weeks without notice."""
        self._rotations += 1
        self._bot_key = self._login_key = None
        self._signed.clear()

    @property
    def bot_key(self) -> Key:
        """The key of the Bot Framework."""
        self._bot_key = self._bot_key or Key(guid("bot key", self._rotations))
        return self._bot_key

    @property
    def login_key(self) -> Key:
        """The key of the tenant."""
        self._login_key = self._login_key or Key(guid("login key", self._rotations))
        return self._login_key

    def _issue(self, audience: str, roles: frozenset[str], person_id: str = "") -> str:
        now = time.time()
        company = self._company
        token = self.login_key.sign({
            "aud": audience, "iss": f"https://sts.windows.net/{company.tenant_id}/", "iat": int(now), "nbf": int(now), "exp": int(now) + _AN_HOUR,
            "appid": company.app_id, "tid": company.tenant_id, "oid": person_id or guid(company.app_id, "service principal"), "roles": sorted(roles),
            "jti": guid("token", len(self._grants), now), "ver": "1.0",
        })  # fmt: skip
        self._grants[token] = Grant(audience, roles, now + _AN_HOUR, person_id)
        return token
