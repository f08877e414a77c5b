"""Bundles that somebody has sent, hostile ones too."""

import hashlib
import json
import zipfile

import pytest

from annotator.domain.default_scheme import default_scheme
from annotator.errors import FileUnwritableError, RefusedInputError
from annotator.exchange.bundle import FORMAT, BundleWriter, open_bundle
from annotator.exchange.whole_zip import EARLIEST


@pytest.fixture
def path(tmp_path):
    return tmp_path / "work.annotator-bundle"


@pytest.fixture
def members(path):
    """The members of a good bundle, by name, in order."""
    with BundleWriter(path, default_scheme(), annotator="amy").lines() as lines:
        lines.write(b'{"id":"a","text":"Muscat."}\n')
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def pack(path, members, method=zipfile.ZIP_DEFLATED):
    """Write a zip of pairs of names and bytes."""
    with zipfile.ZipFile(path, "w", method) as file:
        for name, data in members:
            file.writestr(name, data)


def refusal(path):
    with pytest.raises(RefusedInputError) as caught, open_bundle(path):
        pass
    assert caught.value.values["file"] == str(path)
    return str(caught.value)


def with_manifest(members, /, **changes):
    said = json.loads(members["manifest.json"]) | changes
    return list((members | {"manifest.json": json.dumps(said).encode()}).items())


def test_a_bundle_gives_back_what_went_in(path, members):
    assert list(members) == ["scheme.toml", "articles.jsonl", "manifest.json"]
    with open_bundle(path) as found:
        assert found.lines.read_bytes() == members["articles.jsonl"]
        assert found.scheme == default_scheme()
        assert (found.annotator, found.meant_for) == ("amy", "")
    assert not found.lines.exists()


def test_a_bundle_has_no_clock_in_it(path, members):
    with zipfile.ZipFile(path) as file:
        assert {info.date_time for info in file.infolist()} == {EARLIEST}
    assert json.loads(members["manifest.json"])["members"]["articles.jsonl"] == {
        "bytes": len(members["articles.jsonl"]),
        "sha256": hashlib.sha256(members["articles.jsonl"]).hexdigest(),
    }


def test_what_was_there_stays_when_a_bundle_cannot_be_finished(path, members, tmp_path):
    before = path.read_bytes()
    writer = BundleWriter(path, default_scheme())
    with pytest.raises(RuntimeError), writer.lines() as lines:
        lines.write(b"{}\n")
        raise RuntimeError
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == [path.name]


def test_a_folder_in_its_place_is_refused(tmp_path):
    writer = BundleWriter(tmp_path, default_scheme())
    with pytest.raises(FileUnwritableError, match="it is a folder"), writer.lines():
        pass


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04" + bytes(100)])
def test_what_is_no_zip_is_refused(path, data):
    path.write_bytes(data)
    assert "no bundle, or only a part of one" in refusal(path)


def test_a_file_that_is_not_there_is_refused(path):
    assert "no such file" in refusal(path)


def test_a_part_of_a_bundle_is_refused(path, members):
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert "only a part" in refusal(path)


def test_a_damaged_member_is_refused(path, members):
    whole = bytearray(path.read_bytes())
    whole[200] ^= 0xFF
    path.write_bytes(whole)
    assert "Ask for it to be made and sent again." in refusal(path)


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/x", "a/../../b", "c\\..\\d", "sub/x"])
def test_names_that_lead_elsewhere_are_refused(path, members, name, tmp_path):
    pack(path, [*members.items(), (name, b"x")])
    assert "no bundle has one" in refusal(path)
    assert [item.name for item in tmp_path.iterdir()] == [path.name]


def test_a_member_more_is_refused(path, members):
    pack(path, [*members.items(), ("notes.txt", b"x")])
    assert "'notes.txt', which no bundle has" in refusal(path)


@pytest.mark.parametrize("name", ["scheme.toml", "articles.jsonl", "manifest.json"])
def test_a_member_fewer_is_refused(path, members, name):
    del members[name]
    pack(path, members.items())
    assert f"{name} is missing" in refusal(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_that_is_there_twice_is_refused(path, members):
    pack(path, [*members.items(), ("articles.jsonl", b"{}\n")])
    assert "a member twice" in refusal(path)


def test_another_form_is_refused_by_name(path, members):
    pack(path, with_manifest(members, format="annotator-bundle/2"))
    assert f"'annotator-bundle/2', this program reads {FORMAT!r}" in refusal(path)


@pytest.mark.parametrize(
    "manifest", [b"", b"[]", b"{", b"null", b'{"format":"annotator-bundle/1"}']
)
def test_a_manifest_that_says_nothing_is_refused(path, members, manifest):
    pack(path, (members | {"manifest.json": manifest}).items())
    refusal(path)


@pytest.mark.parametrize("name", ["scheme.toml", "articles.jsonl"])
def test_a_member_that_was_changed_is_refused(path, members, name):
    pack(path, (members | {name: members[name] + b"\n"}).items())
    assert f"{name} is not what manifest.json says" in refusal(path)


def test_a_scheme_that_breaks_a_rule_is_refused_with_the_place(path, members):
    source = members["scheme.toml"].replace(b"version = 1", b"version = 0", 1)
    listed = json.loads(members["manifest.json"])["members"]
    listed["scheme.toml"]["sha256"] = hashlib.sha256(source).hexdigest()
    pack(path, with_manifest(members | {"scheme.toml": source}, members=listed))
    assert "Its scheme cannot be read." in refusal(path)


@pytest.mark.parametrize(("name", "words"), [
    ("articles.jsonl", "unpack to far more"), ("manifest.json", "longer than 8 MiB"),
    ("scheme.toml", "longer than 8 MiB"),
])  # fmt: skip
def test_what_would_unpack_to_far_too_much_is_refused(path, members, name, words):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for member, data in members.items():
            if member != name:
                file.writestr(member, data)
        with file.open(name, "w") as large:
            for _ in range(80):
                large.write(bytes(1 << 20))
    assert words in refusal(path)


def test_a_bundle_that_asks_for_a_password_is_refused(path, members):
    raw = bytearray(path.read_bytes())
    for mark, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := raw.find(mark, at + 1)) >= 0:
            raw[at + flag] |= 1
    path.write_bytes(raw)
    assert "cannot be unpacked" in refusal(path)
