"""Sign-in over HTTP: tokens at /login, the Bot Framework's keys at /botframework.

https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
"""

from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot_service.sandbox.ids import guid
from bot_service.sandbox.sign_in import CONNECTOR, GRAPH, LOGIN, SignIn, SignInRefused
from bot_service.sandbox.world import World
from bot_service.sandbox.zones import as_instant


def add_routes(app: web.Application, world: World) -> None:
    """Serve token endpoint and discovery of the tenant, and the keys that sign what the bot receives."""
    sign_in = world.sign_in

    async def token(request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        try:
            return web.json_response(
                sign_in.token_for_app(request.match_info["tenant"], form), headers={"Cache-Control": "no-store"}
            )
        except SignInRefused as refused:
            return web.json_response(_refusal(refused, world), status=refused.status)

    async def tenant(request: web.Request) -> web.Response:
        name = request.match_info["tenant"]
        if not sign_in.knows_tenant(name):
            unknown = SignInRefused(400, "invalid_tenant", 90002, f"Tenant '{name}' not found.")
            return web.json_response(_refusal(unknown, world), status=400)
        return web.json_response(tenant_document(name))

    async def tenant_keys(request: web.Request) -> web.Response:
        del request
        return web.json_response({"keys": [sign_in.login_key.as_jwk()]})

    async def bot(request: web.Request) -> web.Response:
        return web.json_response(bot_document(f"{request.scheme}://{request.host}/botframework"))

    async def keys(request: web.Request) -> web.Response:
        del request
        return web.json_response(bot_keys(sign_in))

    app.router.add_post("/login/{tenant}/oauth2/v2.0/token", token)
    app.router.add_get("/login/{tenant}/v2.0/.well-known/openid-configuration", tenant)
    app.router.add_get("/login/{tenant}/discovery/v2.0/keys", tenant_keys)
    app.router.add_get("/botframework/v1/.well-known/openidconfiguration", bot)
    app.router.add_get("/botframework/v1/.well-known/keys", keys)


def tenant_document(tenant_id: str) -> dict[str, Any]:
    """The tenant's OpenID document. It names Microsoft's own host: msal takes no other, and its reader maps it here."""
    base = f"{LOGIN}/{tenant_id}"
    return {
        "issuer": f"{base}/v2.0",
        "token_endpoint": f"{base}/oauth2/v2.0/token",
        "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
        "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
        "jwks_uri": f"{base}/discovery/v2.0/keys",
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
        "response_types_supported": ["code", "id_token"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "tenant_region_scope": "EU",
        "cloud_instance_name": "microsoftonline.com",
        "msgraph_host": urlsplit(GRAPH).hostname,
    }


def bot_document(base: str) -> dict[str, Any]:
    """The Bot Framework's OpenID document; its keys are at `base`."""
    return {
        "issuer": CONNECTOR,
        "authorization_endpoint": "https://invalid.botframework.com",
        "jwks_uri": f"{base}/v1/.well-known/keys",
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
    }


def bot_keys(sign_in: SignIn) -> dict[str, Any]:
    """The Bot Framework's key set; `endorsements` are the channels that a key may sign for."""
    return {
        "keys": [
            sign_in.bot_key.as_jwk()
            | {"endorsements": ["msteams", "webchat", "directline", "outlook", "m365extensions"]}
        ]
    }


def _refusal(refused: SignInRefused, world: World) -> dict[str, Any]:
    trace = guid("trace", refused.number)
    at = as_instant(world.clock.now).replace("T", " ")
    return {
        "error": refused.error,
        "error_description": f"{refused} Trace ID: {trace} Correlation ID: {trace} Timestamp: {at}",
        "error_codes": [refused.number],
        "timestamp": at,
        "trace_id": trace,
        "correlation_id": trace,
        "error_uri": f"{LOGIN}/error?code={refused.number}",
    }
