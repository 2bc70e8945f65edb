"""Builds the package that an administrator uploads to Teams: the manifest of one environment, filled in, checked, with its icons.

`manifest/` holds a template, its words and the icons; an environment file holds what differs between a test and the real thing.
"""

import json
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot_service.app_package_checks import faults_of_icon, faults_of_manifest, faults_of_values
from bot_service.errors import UserMistake

#: What an environment file says, and whether it may be empty.
NAMES: dict[str, bool] = {
    "APP_VERSION": False,
    "TEAMS_APP_ID": False,
    "BOT_ID": False,
    "PUBLIC_URL": False,
    "NAME_SUFFIX": True,
    "DEVELOPER_NAME": False,
    "DEVELOPER_WEBSITE": False,
}

ICONS = {"color.png": (192, 192), "outline.png": (32, 32)}

#: Zip's own oldest date: the same input gives the same bytes.
_EVERY_FILE_AT = (1980, 1, 1, 0, 0, 0)

_PLACE = re.compile(r"\$\{\{([\w.]+)\}\}")


class BadPackage(UserMistake):
    """Several things may be wrong at once; all are told together, one a line."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def build_package(env_file: Path, out: Path) -> None:
    """Write the app package of `env_file` to `out`: a zip with all files at its root, byte for byte the same each time.

    Raises `BadPackage` with everything that is wrong; nothing is written then.
    """
    values = read_environment(env_file)
    manifest = filled_manifest(values)
    icons = {name: (manifest_folder() / "icons" / name).read_bytes() for name in ICONS}
    faults = faults_of_manifest(manifest)
    for name, size in ICONS.items():
        faults += faults_of_icon(name, icons[name], size, white_only=name == "outline.png")
    faults = faults or faults_by_microsoft(manifest)
    if faults:
        raise BadPackage(faults)
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    _write_zip(out, {"manifest.json": text.encode(), **icons})


def manifest_folder() -> Path:
    """Where the template is: beside the code in an installed package, in `manifest/` in the repository."""
    installed = Path(__file__).with_name("manifest_files")
    return installed if installed.is_dir() else Path(__file__).parent.parent / "manifest"


def read_environment(env_file: Path) -> dict[str, str]:
    """Read NAME=VALUE lines; quotes keep blanks at the ends. Raises `BadPackage`."""
    try:
        lines = env_file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        way_out = "copy manifest/environments/example.env and fill it in."
        raise BadPackage([f"{env_file} can't be read; {way_out}"]) from error
    values: dict[str, str] = {}
    faults = []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, sign, value = line.partition("=")
        name = name.strip()
        if not sign or name not in NAMES:
            faults.append(f"{env_file.name}, line {number}: “{name}” is not known; the names are {', '.join(NAMES)}.")
            continue
        values[name] = _unquoted(value.strip())
    missing = [name for name, may_be_empty in NAMES.items() if not may_be_empty and not values.get(name)]
    faults += [f"{name}: missing; manifest/environments/example.env says what it is." for name in missing]
    faults += faults_of_values({name: value for name, value in values.items() if value})
    if faults:
        raise BadPackage(faults)
    return {name: values.get(name, "") for name in NAMES}


def filled_manifest(values: Mapping[str, str]) -> dict[str, Any]:
    """Fill the template with the values of an environment and with the words of `strings/en.json`. Raises `BadPackage`."""
    folder = manifest_folder()
    address = values["PUBLIC_URL"].rstrip("/")
    known = {**values, "PUBLIC_URL": address, "PUBLIC_HOST": urlsplit(address).hostname or ""}
    words = json.loads((folder / "strings" / "en.json").read_text(encoding="utf-8"))
    known |= {name: _filled(text, known) for name, text in words.items()}
    template = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest: dict[str, Any] = _filled(template, known)
    return manifest


def faults_by_microsoft(manifest: Mapping[str, Any]) -> list[str]:
    """What Microsoft's own npm package finds wrong; nothing where Node or the package isn't there."""
    script = Path(__file__).parent.parent / "teams_app" / "scripts" / "validate_manifest.mjs"
    node = shutil.which("node")
    if node is None or not (script.parent.parent / "node_modules" / "@microsoft" / "app-manifest").is_dir():
        return []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "manifest.json"
        file.write_text(json.dumps(manifest), encoding="utf-8")
        done = subprocess.run([node, str(script), str(file)], capture_output=True, text=True, check=False, timeout=60)  # noqa: S603 - our own script, by full path
    if done.returncode == 0:
        return []
    said = [line for line in (done.stdout or done.stderr).splitlines() if line.strip()]
    return [f"manifest.json, says Microsoft's check: {line}" for line in said]


def _filled(part: Any, known: Mapping[str, str]) -> Any:
    """The same shape with each ${{name}} replaced."""
    if isinstance(part, dict):
        return {name: _filled(value, known) for name, value in part.items()}
    if isinstance(part, list):
        return [_filled(value, known) for value in part]
    if not isinstance(part, str):
        return part
    unknown = [name for name in _PLACE.findall(part) if name not in known]
    if unknown:
        raise BadPackage([f"The template asks for {name}, which nobody gives." for name in unknown])
    return _PLACE.sub(lambda place: known[place[1]], part)


def _unquoted(value: str) -> str:
    is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if is_quoted else value


def _write_zip(out: Path, files: Mapping[str, bytes]) -> None:
    # Not compressed: it is small, and different versions of zlib would write different bytes.
    try:
        with zipfile.ZipFile(out, "w") as package:
            for name, content in sorted(files.items()):
                entry = zipfile.ZipInfo(name, _EVERY_FILE_AT)
                entry.external_attr = 0o644 << 16
                entry.create_system = 3  # the same on every machine
                package.writestr(entry, content)
    except OSError as error:
        raise BadPackage([f"{out} can't be written ({error.strerror}); choose another --out."]) from error
