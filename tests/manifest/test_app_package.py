"""The app package: what an administrator gets, and what she is told when her environment file is wrong."""

import json
import os
import shutil
import struct
import subprocess
import zipfile
import zlib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot_service.app_package import BadPackage, build_package, faults_by_microsoft, filled_manifest, read_environment
from bot_service.app_package_checks import faults_of_icon, faults_of_manifest
from bot_service.bot.commands import COMMANDS

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "manifest" / "environments" / "demo.env"
TEAMS_APP = ROOT / "teams_app"


@pytest.fixture
def manifest() -> dict[str, Any]:
    return filled_manifest(read_environment(DEMO))


@pytest.fixture
def without_node(monkeypatch: pytest.MonkeyPatch) -> None:
    """Microsoft's check has a test of its own; it takes seconds."""
    monkeypatch.setenv("PATH", "")


def environment(folder: Path, **changes: str) -> Path:
    """The demo's environment with some values changed."""
    values = read_environment(DEMO) | changes
    file = folder / "our.env"
    file.write_text("\n".join(f'{name}="{value}"' for name, value in values.items()), encoding="utf-8")
    return file


def schema(name: str) -> Any:
    for folder in (os.environ.get("POTLUCK_SCHEMAS"), ROOT.parent / "shared" / "schemas"):
        if folder and (Path(folder) / name).is_file():
            return json.loads((Path(folder) / name).read_text(encoding="utf-8"))
    pytest.skip("Microsoft's schemas are not here: set POTLUCK_SCHEMAS to the folder that holds them.")


@pytest.mark.usefixtures("without_node")
def test_the_package_holds_the_manifest_and_both_icons_at_its_root(tmp_path: Path) -> None:
    build_package(DEMO, tmp_path / "app.zip")
    with zipfile.ZipFile(tmp_path / "app.zip") as package:
        assert package.namelist() == ["color.png", "manifest.json", "outline.png"]
        manifest = json.loads(package.read("manifest.json"))
    assert manifest["name"]["short"] == "Potluck (demo)"
    assert "${{" not in json.dumps(manifest)


@pytest.mark.usefixtures("without_node")
def test_the_same_environment_gives_the_same_bytes(tmp_path: Path) -> None:
    build_package(DEMO, tmp_path / "one.zip")
    build_package(DEMO, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_the_manifest_agrees_with_microsofts_schema(manifest: dict[str, Any]) -> None:
    faults = jsonschema.Draft4Validator(schema("teams-manifest-1.30.schema.json")).iter_errors(manifest)
    assert [fault.message for fault in faults] == []


def test_microsofts_own_package_agrees_too(manifest: dict[str, Any]) -> None:
    if shutil.which("node") is None or not (TEAMS_APP / "node_modules" / "@microsoft" / "app-manifest").is_dir():
        if os.environ.get("POTLUCK_REQUIRE_NODE") == "1":
            pytest.fail("POTLUCK_REQUIRE_NODE=1, but Node or teams_app/node_modules is missing: run `npm ci` there.")
        pytest.skip("Microsoft's check needs Node and `npm ci` in teams_app.")
    assert faults_by_microsoft(manifest) == []
    assert faults_by_microsoft(manifest | {"packageName": "com.contoso.potluck"})
    script = TEAMS_APP / "scripts" / "validate_manifest.mjs"
    node = shutil.which("node") or "node"
    assert subprocess.run([node, str(script), str(ROOT / "no.json")], capture_output=True, check=False).returncode != 0


def test_the_bot_understands_every_command_that_teams_suggests(manifest: dict[str, Any]) -> None:
    understood = {word for command in COMMANDS for word in command.words}
    for commands in manifest["bots"][0]["commandLists"]:
        assert {command["title"].lower() for command in commands["commands"]} <= understood


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    wrong = environment(tmp_path, BOT_ID="bot", PUBLIC_URL="http://localhost:3978", APP_VERSION="1", DEVELOPER_NAME="")
    with pytest.raises(BadPackage) as told:
        build_package(wrong, tmp_path / "app.zip")
    assert [fault.split(":")[0] for fault in told.value.faults] == [
        "DEVELOPER_NAME",
        "BOT_ID",
        "APP_VERSION",
        "PUBLIC_URL",
    ]
    assert not (tmp_path / "app.zip").exists()


def test_the_example_names_what_is_still_to_be_filled_in(tmp_path: Path) -> None:
    with pytest.raises(BadPackage) as told:
        build_package(DEMO.with_name("example.env"), tmp_path / "app.zip")
    assert len(told.value.faults) == 5
    assert all("missing" in fault for fault in told.value.faults)


@pytest.mark.parametrize(
    "address",
    ["https://10.0.0.1", "https://potluck", "https://potluck.azurewebsites.net", "https://Potluck.contoso.com", "https://a@b.com", "https://b.com:8443", "https://b.com/app"],
)  # fmt: skip
def test_an_address_that_teams_would_refuse_is_told(tmp_path: Path, address: str) -> None:
    with pytest.raises(BadPackage, match="PUBLIC_URL"):
        build_package(environment(tmp_path, PUBLIC_URL=address), tmp_path / "app.zip")


def test_a_misspelt_name_and_a_missing_file_are_told(tmp_path: Path) -> None:
    (tmp_path / "our.env").write_text("PUBLIC_ULR=https://potluck.contoso.com\nnonsense\n", encoding="utf-8")
    with pytest.raises(BadPackage, match=r"line 1: “PUBLIC_ULR” is not known(.|\n)*line 2: “nonsense”"):
        build_package(tmp_path / "our.env", tmp_path / "app.zip")
    with pytest.raises(BadPackage, match="can't be read"):
        build_package(tmp_path / "nothing.env", tmp_path / "app.zip")


@pytest.mark.usefixtures("without_node")
def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadPackage, match="can't be written"):
        build_package(DEMO, tmp_path / "no such folder" / "app.zip")


def test_long_names_and_too_many_commands_are_told(manifest: dict[str, Any]) -> None:
    manifest["name"]["short"] = "Microsoft Potluck for everybody at Contoso"
    manifest["bots"][0]["commandLists"][0]["commands"] *= 2
    manifest["staticTabs"][1]["contentUrl"] = "https://elsewhere.example/tab"
    faults = "\n".join(faults_of_manifest(manifest))
    for part in ("name.short: 42 characters", "must not begin with Teams or Microsoft", "24 commands", "validDomains"):
        assert part in faults


def png(width: int, height: int, colour: tuple[int, ...], *, corner: tuple[int, ...]) -> bytes:
    """A PNG in one colour, but for its first pixel."""
    rows = [bytearray(b"\0" + bytes(colour) * width) for _ in range(height)]
    rows[0][1 : 1 + len(colour)] = bytes(corner)
    kind = 6 if len(colour) == 4 else 2

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"".join(rows)))
        + chunk(b"IEND", b"")
    )


def test_an_outline_icon_is_white_on_nothing() -> None:
    nothing, white, red = (0, 0, 0, 0), (255, 255, 255, 255), (255, 0, 0, 255)

    def faults(icon: bytes) -> list[str]:
        return faults_of_icon("outline.png", icon, (32, 32), white_only=True)

    assert faults(png(32, 32, nothing, corner=white)) == []
    assert "white alone" in faults(png(32, 32, nothing, corner=red))[0]
    assert "white alone" in faults(png(32, 32, white, corner=white))[0]
    assert "white alone" in faults(png(32, 32, (255, 255, 255), corner=(255, 255, 255)))[0]
    assert "16 by 16" in faults(png(16, 16, nothing, corner=white))[0]
    assert "must be a PNG" in faults(b"GIF89a")[0]
