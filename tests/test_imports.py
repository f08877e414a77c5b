"""What may be imported by whom, tried in fresh processes."""

import pkgutil
import subprocess
import sys

import pytest

import annotator
from annotator import compare, exchange, nlp, ops, store

# Blocks packages for good: a search that finds nothing would only find nothing here.
BLOCK = """
import importlib, sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {blocked!r}:
            raise ImportError(f"{{name}} is blocked")

sys.meta_path.insert(0, Blocked())
for name in {names!r}:
    importlib.import_module(name)
loaded = sorted({watched!r} & {{name.partition(".")[0] for name in sys.modules}})
print(",".join(loaded))
"""


def modules(package):
    """All modules of a package, its own folders included, and the package itself."""
    found = pkgutil.walk_packages(package.__path__, package.__name__ + ".")
    return [package.__name__, *(item.name for item in found if ".migrations." not in item.name)]


def loaded_after(names, *, blocked=(), watched=()):
    """Import modules in a new process and return which of the watched packages came with them."""
    program = BLOCK.format(blocked=set(blocked), names=list(names), watched=set(watched))
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return [name for name in done.stdout.strip().split(",") if name]


def test_the_block_blocks():
    with pytest.raises(AssertionError, match="spacy is blocked"):
        loaded_after(["spacy"], blocked=["spacy"])


PACKAGES = [ops, nlp, exchange, store, compare]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda found: found.__name__)
def test_everything_below_the_window_imports_without_qt_and_spacy(package):
    loaded_after(modules(package), blocked=["PySide6", "shiboken6", "spacy", "thinc"])


def test_the_command_line_imports_without_qt_and_spacy():
    names = ["annotator.cli", "annotator.app"]
    loaded_after(names, blocked=["PySide6", "shiboken6", "spacy", "thinc"])


def test_the_command_line_alone_loads_nothing_heavy():
    heavy = ["PySide6", "spacy", "sqlalchemy", "alembic", "numpy", "scipy"]
    assert loaded_after(["annotator.app"], watched=heavy) == []


def test_the_window_is_on_the_screen_before_anything_heavy_is_loaded():
    names = ["annotator.ui.main_window", "annotator.ui.application"]
    heavy = ["spacy", "sqlalchemy", "alembic", "numpy", "scipy", "dateparser"]
    assert loaded_after(names, watched=[*heavy, "PySide6"]) == ["PySide6"]


def test_comparing_loads_numbers_and_matrices_only_when_something_is_compared():
    names = [*modules(compare), "annotator.ops.comparing", "annotator.domain.agreement"]
    assert loaded_after(names, watched=["numpy", "scipy"]) == []


def test_dates_are_read_by_the_rules_before_dateparser_is_loaded():
    names = ["annotator.ui.annotate.page", "annotator.ops.dating"]
    assert loaded_after(names, watched=["dateparser"]) == []
    program = """
import sys
from annotator.nlp.moments.reading import read_typed, resolve
for words in ("Monday", "last week", "4 Feb 2016", "04/02/2016", "recent years", "the 1990s"):
    resolve(words, "2016-03-16")
print("dateparser" in sys.modules)
read_typed("4 Feb '16", None)
print("dateparser" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout.split() == ["False", "True"], done.stderr


def test_opening_a_workspace_of_today_does_not_load_alembic(tmp_path):
    program = f"""
import sys
from annotator.domain.default_scheme import default_scheme
from annotator.ops.workspace import Workspace
for _ in range(2):
    Workspace.open_or_create({str(tmp_path / "w.annotator")!r}, default_scheme()).close()
print("alembic" in sys.modules, "spacy" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout.split() == ["False", "False"], done.stderr


def test_every_module_of_the_program_can_be_imported():
    names = [name for name in modules(annotator) if not name.endswith("__main__")]
    assert "annotator.ui.application" in names
    loaded_after(names)
