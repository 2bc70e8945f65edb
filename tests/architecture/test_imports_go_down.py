"""The import rules of .importlinter hold, also where nobody runs lint-imports by hand."""

import pytest

from tests.architecture.house import ROOT


def test_imports_go_down(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    linter = pytest.importorskip("importlinter.cli", reason="import-linter is in the development group only")
    monkeypatch.chdir(ROOT)

    broken = linter.lint_imports(config_filename=str(ROOT / ".importlinter"), no_cache=True)

    assert not broken, capsys.readouterr().out
