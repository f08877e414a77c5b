import json
import logging
from dataclasses import fields, replace

import pytest

from annotator.errors import FileUnwritableError
from annotator.settings import _READERS, Settings, SettingsFile


@pytest.fixture
def warned():
    """What is logged here; the tests that ask for it expect it."""
    records = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = records.append
    log = logging.getLogger("annotator.settings")
    log.addHandler(handler)
    log.propagate = False
    yield records
    log.propagate = True
    log.removeHandler(handler)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "config" / "settings.json"


def test_without_a_file_the_defaults_hold_and_nothing_is_written(path):
    assert SettingsFile(path).load() == Settings()
    assert not path.parent.exists()


def test_every_setting_survives_a_round_trip(path):
    changed = Settings(
        theme="dark",
        interface_px=15,
        article_px=20,
        serif_family="Charter",
        annotator="amy",
        recent=("/a.annotator", "/ü b.annotator"),
        sources=(),
        gazetteer_folder="/lists",
        shortcuts={"suggestion.accept": "Ctrl+Return", "tag.delete": ""},
        corpus_width=300,
        inspector_width=400,
        inspector_shown=False,
        link_at_once=False,
        learn=False,
        suggest_after_import=False,
        import_folder="/in",
        export_folder="/out",
    )
    assert all(
        getattr(changed, item.name) != getattr(Settings(), item.name) for item in fields(Settings)
    )
    SettingsFile(path).save(changed)
    assert SettingsFile(path).load() == changed


def test_every_setting_has_a_reader():
    assert set(_READERS) == {item.name for item in fields(Settings)}


def test_the_file_holds_only_what_differs(path):
    file = SettingsFile(path)
    file.save(replace(file.load(), theme="dark", article_px=20))
    assert json.loads(path.read_text()) == {"theme": "dark", "article_px": 20}
    file.save(replace(file.load(), theme="system"))
    assert json.loads(path.read_text()) == {"article_px": 20}


def test_unknown_keys_survive(path):
    path.parent.mkdir()
    path.write_text('{"future": {"a": [1]}, "theme": "dark"}')
    file = SettingsFile(path)
    file.save(replace(file.load(), theme="light"))
    assert json.loads(path.read_text()) == {"future": {"a": [1]}, "theme": "light"}


def test_two_windows_do_not_overwrite_one_another(path):
    one, other = SettingsFile(path), SettingsFile(path)
    mine, theirs = one.load(), other.load()
    one.save(replace(mine, theme="dark"))
    other.save(replace(theirs, corpus_width=300))
    assert SettingsFile(path).load() == Settings(theme="dark", corpus_width=300)


@pytest.mark.parametrize("damage", ["{", "[]", "\x00", "null", "[" * 100_000])
def test_a_damaged_file_is_set_aside_and_named(path, damage, warned):
    path.parent.mkdir()
    path.write_text(damage)
    file = SettingsFile(path)
    assert file.load() == Settings()
    kept = path.with_name("settings.json.damaged")
    assert kept.read_text() == damage
    assert str(kept) in file.problem
    assert [record.levelno for record in warned] == [logging.WARNING]
    file.save(Settings(theme="dark"))
    assert kept.exists()
    assert SettingsFile(path).load().theme == "dark"


def test_bytes_that_are_no_utf8_are_damage_too(path, warned):
    path.parent.mkdir()
    path.write_bytes(b"\xff\xfe{")
    assert SettingsFile(path).load() == Settings()
    assert len(warned) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", "pink"),
        ("interface_px", 5),
        ("interface_px", "13"),
        ("interface_px", True),
        ("recent", "one"),
        ("recent", [1]),
        ("shortcuts", {"a": 1}),
        ("inspector_shown", 1),
        ("annotator", None),
    ],
)
def test_a_value_that_makes_no_sense_is_named_and_the_rest_is_read(path, name, value, warned):
    path.parent.mkdir()
    path.write_text(json.dumps({name: value, "corpus_width": 300}))
    file = SettingsFile(path)
    assert file.load() == Settings(corpus_width=300)
    assert name in file.problem
    assert len(warned) == 1


def test_a_folder_that_cannot_be_written_is_an_expected_error_and_leaves_nothing(tmp_path):
    blocker = tmp_path / "file"
    blocker.write_text("")
    with pytest.raises(FileUnwritableError, match="cannot be written"):
        SettingsFile(blocker / "settings.json").save(Settings(theme="dark"))


def test_no_partial_file_is_left(path):
    SettingsFile(path).save(Settings(theme="dark"))
    assert [item.name for item in path.parent.iterdir()] == ["settings.json"]


def test_recent_workspaces_are_newest_first_without_repeats():
    settings = Settings()
    for name in ("a", "b", "a", *map(str, range(20))):
        settings = settings.opened(name)
    assert settings.recent[:2] == ("19", "18")
    assert len(settings.recent) == 12
    assert settings.forgotten("19").recent[0] == "18"
