"""What can be wrong with an app package before Microsoft sees it: pure checks that give sentences, all faults at once.

The limits are those of the manifest schema 1.30 and of the store's validation guidelines (learn.microsoft.com).
"""

import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
_HOST = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])")

#: Nobody owns these: Entra refuses them in an application's address, and the store among valid domains.
_SHARED = ("azurewebsites.net", "onmicrosoft.com", "trafficmanager.net")

#: path in the manifest → most characters
_LENGTHS = {
    "developer.name": 32,
    "name.short": 30,
    "name.full": 100,
    "description.short": 80,
    "description.full": 4000,
}

_PNG = b"\x89PNG\r\n\x1a\n"
_HARDLY_SEEN = 16
_ALMOST_WHITE = 250  # a browser rounds the colour of half-transparent pixels


def faults_of_values(values: Mapping[str, str]) -> list[str]:
    """What is wrong with an environment's values; those not given are not looked at."""
    faults = [
        f"{name}: “{values[name]}” is no GUID, such as 5b0ad2ad-6b5c-5d1e-9a3c-0a6f1f3f6c11."
        for name in ("TEAMS_APP_ID", "BOT_ID")
        if name in values and not _GUID.fullmatch(values[name])
    ]
    if "APP_VERSION" in values and not _VERSION.fullmatch(values["APP_VERSION"]):
        faults.append(f"APP_VERSION: “{values['APP_VERSION']}” must be three numbers, such as 1.0.0.")
    if "PUBLIC_URL" in values:
        faults += [f"PUBLIC_URL: {fault}" for fault in _faults_of_address(values["PUBLIC_URL"])]
        if urlsplit(values["PUBLIC_URL"]).path.strip("/"):
            faults.append("PUBLIC_URL: give the host alone, without a path.")
    if "DEVELOPER_WEBSITE" in values and not values["DEVELOPER_WEBSITE"].startswith("https://"):
        faults.append("DEVELOPER_WEBSITE: must start with https://.")
    return faults


def _faults_of_address(address: str) -> list[str]:
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme != "https" or not _HOST.fullmatch(host) or ":" in parts.netloc or "@" in parts.netloc:
        return [
            f"“{address}” must be https:// and the name of a host, without a port, such as https://potluck.contoso.com."
        ]
    if parts.netloc != host:
        return [f"“{parts.netloc}” must be in lower case."]
    return [
        f"{host} ends in {shared}, which you don't own; give a host of your own."
        for shared in _SHARED
        if host.endswith("." + shared)
    ]


def faults_of_manifest(manifest: Mapping[str, Any]) -> list[str]:
    """What is wrong with a filled manifest: lengths, counts, addresses, domains."""
    faults = []
    for path, most in _LENGTHS.items():
        text = _at(manifest, path)
        if not 0 < len(text) <= most:
            faults.append(f"{path}: {len(text)} characters; 1 to {most} are allowed.")
    if manifest["name"]["short"].lower().startswith(("teams", "microsoft")):
        faults.append("name.short: must not begin with Teams or Microsoft.")
    faults += _faults_of_commands(manifest)
    domains = set(manifest["validDomains"])
    faults += [
        f"validDomains: “{domain}” is no host of your own." for domain in sorted(domains) if not _HOST.fullmatch(domain)
    ]
    for name, address in _addresses(manifest):
        if urlsplit(address).scheme != "https":
            faults.append(f"{name}: “{address}” must start with https://.")
        elif name.startswith("staticTabs") and urlsplit(address).hostname not in domains:
            faults.append(f"{name}: its host is not among validDomains.")
    return faults


def _faults_of_commands(manifest: Mapping[str, Any]) -> list[str]:
    lists = [commands["commands"] for bot in manifest["bots"] for commands in bot["commandLists"]]
    faults = [
        f"commandLists: {len(commands)} commands in one list; at most 12 are allowed."
        for commands in lists
        if len(commands) > 12
    ]
    if len(lists) > 3:
        faults.append(f"commandLists: {len(lists)} lists; at most 3 are allowed.")
    faults += [
        f"Command “{command['title']}”: at most 32 characters, its description at most 128."
        for commands in lists
        for command in commands
        if len(command["title"]) > 32 or len(command["description"]) > 128
    ]
    return faults


def _addresses(manifest: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from ((f"developer.{name}", address) for name, address in manifest["developer"].items() if name != "name")
    for number, tab in enumerate(manifest["staticTabs"]):
        yield from ((f"staticTabs[{number}].{name}", tab[name]) for name in ("contentUrl", "websiteUrl") if name in tab)


def _at(manifest: Mapping[str, Any], path: str) -> str:
    first, second = path.split(".")
    return str(manifest[first][second])


def faults_of_icon(name: str, png: bytes, size: tuple[int, int], *, white_only: bool) -> list[str]:
    """What is wrong with an icon: its size in pixels, and for the outline that all of it is white on nothing."""
    try:
        found, channels, pixels = _read_png(png)
    except (ValueError, struct.error, zlib.error):
        return [f"{name}: must be a PNG with 8 bits a channel, red, green and blue, not interlaced."]
    if found != size:
        return [f"{name}: {found[0]} by {found[1]} pixels; it must be {size[0]} by {size[1]}."]
    if white_only and not (channels == 4 and _is_white_on_nothing(pixels)):
        return [f"{name}: must be a drawing in white alone, on a transparent ground."]
    return []


def _is_white_on_nothing(pixels: bytes) -> bool:
    """Four bytes a pixel: red, green, blue, and how solid it is. What can hardly be seen may have any colour."""
    shown = [pixels[at : at + 3] for at in range(0, len(pixels), 4) if pixels[at + 3] > _HARDLY_SEEN]
    return 0 < len(shown) < len(pixels) // 4 and all(min(colour) >= _ALMOST_WHITE for colour in shown)


def _read_png(png: bytes) -> tuple[tuple[int, int], int, bytes]:
    """Size, channels (3 or 4) and the plain bytes of all pixels. Raises ValueError for other kinds of PNG."""
    if not png.startswith(_PNG):
        raise ValueError("no PNG")
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", png[16:29])
    if depth != 8 or kind not in {2, 6} or interlaced:
        raise ValueError("another kind of PNG")
    channels = 4 if kind == 6 else 3
    rows = zlib.decompress(b"".join(_chunks(png, b"IDAT")))
    stride = width * channels
    before = bytes(stride)
    pixels = bytearray()
    for row in range(height):
        line = rows[row * (stride + 1) : (row + 1) * (stride + 1)]
        before = _unfiltered(line[0], line[1:], before, channels)
        pixels += before
    return (width, height), channels, bytes(pixels)


def _chunks(png: bytes, wanted: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == wanted:
            yield png[at + 8 : at + 8 + length]
        at += length + 12


def _unfiltered(kind: int, line: bytes, above: bytes, step: int) -> bytes:
    """One row of pixels as it was before PNG's filters 0 to 4."""
    row = bytearray(line)
    for at in range(len(row)):
        left = row[at - step] if at >= step else 0
        corner = above[at - step] if at >= step else 0
        guess = (0, left, above[at], (left + above[at]) // 2, _paeth(left, above[at], corner))[kind]
        row[at] = (row[at] + guess) & 255
    return bytes(row)


def _paeth(left: int, above: int, corner: int) -> int:
    """The neighbour that is closest to left + above - corner (PNG specification, filter 4)."""
    near = left + above - corner
    return min((left, above, corner), key=lambda value: abs(near - value))
