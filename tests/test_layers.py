"""Imports point downwards: import-linter proves it, and so does a start without Qt and spaCy."""

import importlib.util
import shutil
import subprocess
import sys
import tomllib
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = {item["name"]: item for item in PROJECT["tool"]["importlinter"]["contracts"]}
LINT = "from importlinter.cli import lint_imports_command as run; run(['--no-cache'])"
BELOW_THE_WINDOW = """
import importlib, pkgutil, sys
sys.modules.update(dict.fromkeys(("PySide6", "shiboken6", "spacy", "thinc")))
import annotator
tops = {"ui", "app", "__main__"}
names = [
    item.name
    for item in pkgutil.walk_packages(annotator.__path__, "annotator.", onerror=print)
    if item.name.split(".")[1] not in tops and not item.name.endswith("migrations.env")
]
for name in names:
    importlib.import_module(name)
print(len(names))
"""

needs_import_linter = pytest.mark.skipif(
    importlib.util.find_spec("importlinter") is None, reason="import-linter is not installed"
)


def run(code, folder):
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@needs_import_linter
def test_every_import_points_downwards():
    done = run(LINT, ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    for name in CONTRACTS:
        assert f"{name} KEPT" in done.stdout
    assert f"{len(CONTRACTS)} kept, 0 broken" in done.stdout


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """The program and its contracts where a test may spoil them."""
    folder = tmp_path_factory.mktemp("layers")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "annotator", folder / "annotator", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@needs_import_linter
@pytest.mark.parametrize(
    ("module", "imported", "broken"),
    [
        ("domain/extent.py", "annotator.store.engine", "Layers point downwards"),
        ("store/engine.py", "annotator.ops.tags", "Layers point downwards"),
        ("exchange/gold.py", "annotator.store.engine", "Layers point downwards"),
        ("compare/aligning.py", "annotator.exchange.gold", "Layers point downwards"),
        ("ops/tags.py", "annotator.ui.look", "Layers point downwards"),
        ("cli/__init__.py", "annotator.app", "Layers point downwards"),
        ("newcomer.py", "annotator.errors", "Layers point downwards"),
        ("nlp/tokens.py", "PySide6.QtGui", "Qt lives in ui and app only"),
        ("cli/files.py", "PySide6.QtCore", "Qt lives in ui and app only"),
        ("compare/aligning.py", "PySide6.QtGui", "Qt lives in ui and app only"),
        ("compare/aligning.py", "sqlalchemy", "SQLAlchemy lives in store only"),
        ("compare/aligning.py", "spacy.tokens", "spaCy lives in nlp only"),
        ("exchange/gold.py", "sqlalchemy", "SQLAlchemy lives in store only"),
        ("domain/extent.py", "spacy.tokens", "spaCy lives in nlp only"),
    ],
)
def test_an_import_that_points_upwards_is_refused(copied, module, imported, broken):
    file = copied / "annotator" / module
    before = file.read_text(encoding="utf-8") if file.exists() else None
    file.write_text(f"{before or ''}\nimport {imported}\n", encoding="utf-8")
    try:
        done = run(LINT, copied)
    finally:
        if before is None:
            file.unlink()
        else:
            file.write_text(before, encoding="utf-8")
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{broken} BROKEN" in done.stdout


@needs_import_linter
def test_no_two_files_import_each_other_even_for_types_or_later():
    import grimp

    house = grimp.build_graph("annotator", cache_dir=None)
    needs = {name: house.find_modules_directly_imported_by(name) for name in house.modules}
    order = list(TopologicalSorter(needs).static_order())  # CycleError names those that go round
    assert len(order) == len(house.modules) > 400


def test_every_package_has_its_layer():
    layers = CONTRACTS["Layers point downwards"]
    assert layers["exhaustive"] is True
    placed = {name.strip() for line in layers["layers"] for name in line.split("|")}
    there = {
        item.stem
        for item in (ROOT / "annotator").iterdir()
        if item.suffix == ".py" or (item / "__init__.py").is_file()
    }
    assert there - {"__init__", "__main__"} == placed


def test_everything_but_the_window_is_forbidden_to_know_qt():
    layers = CONTRACTS["Layers point downwards"]["layers"]
    placed = {f"annotator.{name.strip()}" for line in layers for name in line.split("|")}
    forbidden = CONTRACTS["Qt lives in ui and app only"]
    assert forbidden["forbidden_modules"] == ["PySide6"]
    assert placed - set(forbidden["source_modules"]) == {"annotator.ui", "annotator.app"}


def test_everything_below_the_window_is_imported_without_qt_and_spacy():
    done = run(BELOW_THE_WINDOW, ROOT)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 60, done.stdout
