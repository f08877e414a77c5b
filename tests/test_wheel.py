"""The wheel carries everything the program reads, and works from another folder."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The built wheel, unpacked where an installation would put it."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    place = folder / "site"
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(place)
    return place


def run(installed, folder, *arguments):
    environment = {
        **os.environ,
        "PYTHONPATH": str(installed),
        "QT_QPA_PLATFORM": "offscreen",
    }
    return subprocess.run(
        [sys.executable, "-m", "annotator", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_carries_resources_and_sample_corpus(installed):
    package = installed / "annotator"
    assert (package / "_resources/schemes/diplomatic-news.toml").is_file()
    assert (package / "_resources/CHANGELOG.md").is_file()
    assert len(list((package / "_sample_corpus/articles").glob("*.txt"))) >= 18
    examples = (package / "_sample_corpus/annotators").glob("*.jsonl")
    assert sorted(file.name for file in examples) == ["amy.jsonl", "ben.jsonl"]
    assert not list(package.rglob("*.pyc"))


def test_the_headless_demo_runs_from_the_wheel(installed, tmp_path):
    done = run(installed, tmp_path, "demo", "--workspace", "demo.annotator", "--headless", "out")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/gold.jsonl").stat().st_size > 100_000
    assert (tmp_path / "out/window.png").read_bytes().startswith(b"\x89PNG")


def test_the_version_is_the_package_s(installed, tmp_path):
    import annotator

    done = run(installed, tmp_path, "--version")
    assert done.stdout.strip() == f"annotator {annotator.__version__}"
