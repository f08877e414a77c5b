"""Everything that ships is found, from any folder, in a checkout and in a wheel."""

import json
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest

from annotator import assets

ROOT = Path(__file__).parents[1]
FILES = sorted(
    file.relative_to(ROOT / "resources").as_posix()
    for file in (ROOT / "resources").rglob("*")
    if file.is_file()
)
ICONS = assets.names("icons", ".svg")


@pytest.mark.parametrize("name", FILES)
def test_every_shipped_file_is_found(name):
    on_disk = (ROOT / "resources" / name).read_bytes()
    assert on_disk
    assert assets.read_bytes(name) == on_disk


@pytest.mark.parametrize("name", [name for name in FILES if not name.endswith(".png")])
def test_every_shipped_text_is_utf8_without_a_mark(name):
    text = assets.read_text(name)
    assert text.encode() == assets.read_bytes(name).replace(b"\r\n", b"\n")
    assert not text.startswith("\ufeff")


@pytest.mark.parametrize(
    ("folder", "suffix", "one_of_them"),
    [
        ("schemes", ".toml", "diplomatic-news"),
        ("schemas", ".schema.json", "annotator-gold-1"),
        ("gazetteers", ".txt", "reporting-verbs"),
        ("icons", ".svg", "ring-check"),
        ("docs", ".md", "GLOSSARY"),
    ],
)
def test_the_files_of_a_folder_are_listed_by_name(folder, suffix, one_of_them):
    names = assets.names(folder, suffix)
    assert one_of_them in names
    assert names == sorted(set(names))
    listed = {f"{folder}/{name}{suffix}" for name in names}
    direct = {file for file in FILES if file.startswith(f"{folder}/") and file.count("/") == 1}
    assert listed == {file for file in direct if file.endswith(suffix)}


def test_a_file_that_is_not_shipped_is_not_found():
    with pytest.raises(FileNotFoundError):
        assets.read_text("icons/no-such-icon.svg")
    with pytest.raises(FileNotFoundError):
        assets.names("no-such-folder", ".txt")


def test_the_current_folder_does_not_matter(tmp_path, monkeypatch):
    (tmp_path / "resources/icons").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assets.root.cache_clear()
    assert assets.names("icons", ".svg") == ICONS
    assets.root.cache_clear()


def test_the_sample_corpus_has_articles_gold_and_two_annotators():
    corpus = assets.sample_corpus()
    articles = {item.name for item in corpus.joinpath("articles").iterdir()}
    assert len(articles) >= 18
    assert all(name.endswith(".txt") for name in articles)
    lines = corpus.joinpath("gold.jsonl").read_text(encoding="utf-8").splitlines()
    tagged = {f"{json.loads(line)['id']}.txt" for line in lines}
    assert tagged
    assert tagged <= articles
    people = {item.name for item in corpus.joinpath("annotators").iterdir()}
    assert people == {"amy.jsonl", "ben.jsonl"}


def test_the_changelog_is_found():
    assert assets.changelog().startswith("# Changelog\n")


def test_a_wheel_carries_its_files_inside_the_package(tmp_path, monkeypatch):
    (tmp_path / "_resources/icons").mkdir(parents=True)
    (tmp_path / "_resources/icons/only.svg").write_text("<svg/>", encoding="utf-8")
    (tmp_path / "_resources/CHANGELOG.md").write_text("# Packed", encoding="utf-8")
    (tmp_path / "_sample_corpus").mkdir()
    monkeypatch.setattr(assets.resources, "files", lambda _package: tmp_path)
    for folder in (assets.root, assets.sample_corpus):
        folder.cache_clear()
    try:
        assert assets.names("icons", ".svg") == ["only"]
        assert assets.sample_corpus() == tmp_path / "_sample_corpus"
        assert assets.changelog() == "# Packed"
    finally:
        for folder in (assets.root, assets.sample_corpus):
            folder.cache_clear()


def test_the_wheel_is_told_to_carry_them():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packed = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert packed == {
        "resources": "annotator/_resources",
        "CHANGELOG.md": "annotator/_resources/CHANGELOG.md",
        "sample_corpus": "annotator/_sample_corpus",
    }


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_is_an_svg_that_qt_can_draw(qapp, name):
    from PySide6.QtCore import QByteArray
    from PySide6.QtSvg import QSvgRenderer

    source = assets.read_bytes(f"icons/{name}.svg")
    root = ElementTree.fromstring(source)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert len(root) > 0
    renderer = QSvgRenderer(QByteArray(source))
    assert renderer.isValid()
    assert (renderer.viewBoxF().width(), renderer.viewBoxF().height()) == (16, 16)


def test_the_schema_is_json_with_the_keys_of_a_line():
    schema = json.loads(assets.read_text("schemas/annotator-gold-1.schema.json"))
    assert {"format", "id", "text", "sha256", "spans", "frames"} <= set(schema["properties"])
