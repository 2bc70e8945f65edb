"""The import rules of .importlinter hold, also where nobody runs lint-imports by hand."""

import subprocess
import sys
from importlib.util import find_spec

import pytest

from tests.architecture.house import ROOT

#: In a process of its own: import-linter sets up logging for a whole process, and silences everybody else's.
CHECK = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"


def test_imports_go_down() -> None:
    if find_spec("importlinter") is None:
        pytest.skip("import-linter is in the development group only")
    checked = subprocess.run([sys.executable, "-c", CHECK], cwd=ROOT, capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stdout
