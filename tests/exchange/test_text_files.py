import json
import os
import socket
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.domain.article import MAX_CHARACTERS
from annotator.errors import RefusedInputError
from annotator.exchange import text_files
from annotator.exchange.text_files import SourceFile, find_files, read_article

ARTICLE = (
    "Talks end in Moscow\n\nFebruary 4, 2016 - 0:0\n\nTEHRAN -- Iranian officials said on Wednesday "
    "that the talks had been useful to “both sides”, and that more would follow.\n"
)
posix = pytest.mark.skipif(os.name != "posix", reason="named pipes and links")


def write(folder, name, text=ARTICLE, encoding="utf-8"):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
    return path


def read(path, **options):
    return read_article(SourceFile(path, path.stem), **options)


def refusal(path, **options):
    with pytest.raises(RefusedInputError) as caught:
        read(path, **options)
    values = caught.value.values
    assert values["file"] == str(path)
    assert values["remedy"]
    return values


def names(listing):
    return [file.path.name for file in listing.files]


def skipped(listing):
    return {Path(refusal.file).name: refusal.problem for refusal in listing.skipped}


# --- which files ---------------------------------------------------------------------------------


def test_folders_are_read_with_their_folders_in_path_order(tmp_path):
    for name in ("b.txt", "a/c.txt", "a/b/d.TXT", "a.txt"):
        write(tmp_path, name)
    listing = find_files([tmp_path])
    assert [str(file.path.relative_to(tmp_path)) for file in listing.files] == [
        *("a/b/d.TXT", "a/c.txt", "a.txt", "b.txt"),
    ]
    assert [file.name for file in listing.files] == ["d", "c", "a", "b"]
    assert listing.skipped == []


def test_same_file_named_twice_is_listed_once(tmp_path):
    path = write(tmp_path, "a.txt")
    listing = find_files([path, tmp_path, tmp_path / "." / "a.txt", tmp_path])
    assert names(listing) == ["a.txt"]


def test_other_files_are_skipped_by_name_and_sidecars_are_not(tmp_path):
    for name in ("a.txt", "a.json", "lone.json", "README.md", "gold.jsonl", "noext"):
        write(tmp_path, name)
    listing = find_files([tmp_path])
    assert names(listing) == ["a.txt"]
    assert listing.jsonl == [tmp_path / "gold.jsonl"]
    assert skipped(listing) == {
        "README.md": "It is not a .txt file.",
        "lone.json": "There is no .txt file of the same name.",
        "noext": "It is not a .txt file.",
    }
    assert listing.refused == []


def test_file_that_is_named_is_text_whatever_its_extension(tmp_path):
    paths = [write(tmp_path, name) for name in ("a.md", "noext", ".hidden", "x.jsonl", "m.json")]
    listing = find_files(paths)
    assert names(listing) == [".hidden", "a.md", "noext"]
    assert listing.jsonl == [tmp_path / "x.jsonl"]
    assert "metadata" in skipped(listing)["m.json"]
    assert listing.refused == listing.skipped


def test_hidden_files_and_folders_are_skipped_and_named(tmp_path):
    write(tmp_path, ".a.txt")
    write(tmp_path, ".git/b.txt")
    listing = find_files([tmp_path])
    assert listing.files == []
    assert skipped(listing) == {".a.txt": "It is hidden.", ".git": "It is hidden."}


def test_missing_paths_are_refused(tmp_path):
    listing = find_files([tmp_path / "gone.txt"])
    assert listing.files == []
    assert [(item.problem, bool(item.remedy)) for item in listing.refused] == [
        ("It is not there.", True)
    ]
    assert listing.skipped == listing.refused


@posix
def test_links_are_followed_only_to_files_inside_that_are_not_read_anyway(tmp_path):
    inside, outside = tmp_path / "in", tmp_path / "out"
    write(inside, "a.txt")
    write(inside, "data/b.dat")
    write(outside, "secret.txt")
    for name, target in {
        "out.txt": outside / "secret.txt",
        "same.txt": inside / "a.txt",
        "b.txt": inside / "data" / "b.dat",
        "folder": outside,
        "again": inside / "data",
        "broken.txt": inside / "nothing",
        "loop.txt": inside / "loop.txt",
        "up": inside,
    }.items():
        (inside / name).symlink_to(target)
    listing = find_files([inside])
    assert names(listing) == ["a.txt", "b.txt"]
    reasons = skipped(listing)
    assert "leaves the folder" in reasons["out.txt"]
    assert "leaves the folder" in reasons["folder"]
    assert "a.txt" in reasons["same.txt"]
    assert "nowhere" in reasons["broken.txt"]
    assert "itself" in reasons["loop.txt"]
    assert "folder" in reasons["again"]
    assert "folder" in reasons["up"]
    assert listing.refused == []


@posix
def test_link_that_is_named_is_followed(tmp_path):
    folder = tmp_path / "real"
    write(folder, "a.txt")
    link = tmp_path / "link"
    link.symlink_to(folder)
    assert names(find_files([link])) == ["a.txt"]
    loop = tmp_path / "loop.txt"
    loop.symlink_to(loop)
    assert "cannot be read" in find_files([loop]).refused[0].problem


@posix
def test_pipes_sockets_and_devices_are_skipped_and_never_wait(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # names of sockets must be short
    os.mkfifo(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.txt")
        listing = find_files([tmp_path])
        named = find_files([tmp_path / "pipe.txt", tmp_path / "socket.txt", Path("/dev/null")])
    assert skipped(listing) == {
        "pipe.txt": "It is a named pipe, not a file.",
        "socket.txt": "It is a socket, not a file.",
    }
    assert listing.refused == []
    assert [item.problem for item in named.refused] == [
        "It is a device, not a file.",
        "It is a named pipe, not a file.",
        "It is a socket, not a file.",
    ]


@posix
def test_pipe_that_takes_the_place_of_a_file_is_refused_and_never_waits(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    caught = []
    thread = threading.Thread(
        target=lambda: caught.append(refusal(tmp_path / "a.txt")), daemon=True
    )
    thread.start()
    thread.join(5)
    assert not thread.is_alive()
    assert caught[0]["problem"] == "It is a named pipe, not a file."


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root reads everything")
def test_unreadable_files_and_folders_are_refused(tmp_path):
    path = write(tmp_path, "a.txt")
    folder = tmp_path / "closed"
    folder.mkdir()
    path.chmod(0)
    folder.chmod(0)
    try:
        assert "permission" in refusal(path)["problem"]
        assert "permission" in find_files([tmp_path]).refused[0].problem
    finally:
        folder.chmod(0o700)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="Linux")
def test_file_that_fails_while_it_is_read_is_refused():
    assert "cannot be read: input/output error" in refusal(Path("/proc/self/mem"))["problem"]


def test_file_that_vanishes_after_listing_is_refused(tmp_path):
    write(tmp_path, "a.txt")
    listing = find_files([tmp_path])
    listing.files[0].path.unlink()
    assert refusal(listing.files[0].path)["problem"] == "It is not there."


def test_folder_in_the_place_of_a_file_is_refused(tmp_path):
    assert refusal(tmp_path)["problem"] in {
        "It is a folder, not a file.",
        "It cannot be read: permission denied.",
    }


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes")
def test_file_name_that_is_no_utf8_gives_a_name_that_can_be_stored(tmp_path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_text(ARTICLE, encoding="utf-8")
    (source,) = find_files([tmp_path]).files
    draft = read_article(source)
    assert (draft.name, draft.metadata.source) == ("caf\ufffd", "caf\ufffd.txt")


# --- one article ---------------------------------------------------------------------------------


def test_article_comes_with_zones_and_metadata(tmp_path):
    draft = read(write(tmp_path, "a.txt"))
    assert draft.name == "a"
    assert draft.text == ARTICLE
    assert [zone.kind.value for zone in draft.zones] == ["headline", "dateline", "dateline"]
    assert draft.metadata.title == "Talks end in Moscow"
    assert draft.metadata.published == "2016-02-04"
    assert (draft.metadata.source, draft.metadata.encoding) == ("a.txt", "utf-8")
    assert (draft.notes, draft.proposals) == ((), {})


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("cp1252", "windows-1252"),
    ],
)
def test_same_text_comes_from_every_encoding(tmp_path, encoding, shown):
    draft = read(write(tmp_path, "a.txt", encoding=encoding))
    assert draft.text == ARTICLE
    assert draft.metadata.encoding == shown


def test_declared_encoding_is_used(tmp_path):
    text = ARTICLE.replace("“", "").replace("”", "") + "وزير خارجه"
    draft = read(write(tmp_path, "a.txt", text, "cp1256"), encoding="cp1256")
    assert draft.text == text
    assert draft.metadata.encoding == "windows-1256"


def test_line_ends_become_lf_and_nothing_else_changes(tmp_path):
    text = "\u00a0Talks\u00a0end \r\n\r\n😀  e\u0301\t\u2028x\r\ry\n\n "
    draft = read(write(tmp_path, "a.txt", text))
    assert draft.text == "\u00a0Talks\u00a0end \n\n😀  e\u0301\t\u2028x\n\ny\n\n "
    assert "CR LF" in draft.notes


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text())
def test_every_text_is_kept_in_canonical_form_or_refused(tmp_path, text):
    text = text.encode("utf-8", "ignore").decode()
    path = write(tmp_path, "a.txt", text)
    expected = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    controls = sum(1 for character in text if character < " " and character not in "\t\n\r")
    if not expected.strip() or controls:
        try:
            read(path)
        except RefusedInputError:
            return
    assert read(path).text == expected


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "It is empty."),
        (b"\xef\xbb\xbf", "It is empty."),
        (b" \r\n\t\n", "It holds only white space."),
        ("\u00a0\n".encode(), "It holds only white space."),
        (b"\xff\xd8\xff\xe0", "It is a JPEG picture, not text."),
        (b"PK\x03\x04....word/document.xml", "It is a Word document (DOCX), not text."),
    ],
)
def test_empty_and_binary_files_are_refused(tmp_path, content, problem):
    assert refusal(write(tmp_path, "a.txt", content))["problem"] == problem


def test_zero_characters_are_refused_with_their_line(tmp_path):
    values = refusal(write(tmp_path, "a.txt", "one\r\ntwo\r\nth\x00ree " + "word " * 100))
    assert values["line"] == 3
    assert "U+0000" in values["problem"]


def test_text_of_the_greatest_length_comes_in_and_a_longer_one_does_not(tmp_path):
    line = "word " * 15 + "end.\n"
    longest = (line * (MAX_CHARACTERS // len(line) + 1))[:MAX_CHARACTERS]
    assert len(read(write(tmp_path, "a.txt", longest)).text) == MAX_CHARACTERS
    values = refusal(write(tmp_path, "b.txt", longest + "x"))
    assert "5,000,001 characters" in values["problem"]


def test_file_of_impossible_size_is_refused_unread(tmp_path):
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(10**9)
    assert "1,000,000,000 bytes" in refusal(path)["problem"]


def test_large_picture_is_refused_as_a_picture(tmp_path):
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        file.truncate(10**9)
    assert "PNG" in refusal(path)["problem"]


def test_formal_notes_can_be_told_from_those_that_ask_for_a_look(tmp_path):
    formal = read(write(tmp_path, "a.txt", "\ufeff" + ARTICLE.replace("\n", "\r\n")))
    assert set(formal.notes) == {"BOM", "CR LF"}
    assert set(formal.notes) <= text_files.FORMAL_NOTES
    look = read(write(tmp_path, "b.txt", encoding="cp1252"))
    assert not set(look.notes) <= text_files.FORMAL_NOTES


# --- sidecars ------------------------------------------------------------------------------------


def sidecar(folder, value):
    data = value if isinstance(value, (str, bytes)) else json.dumps(value)
    return write(folder, "a.json", data)


def test_sidecar_wins_over_the_text_and_keeps_unknown_keys(tmp_path):
    path = write(tmp_path, "a.txt")
    sidecar(
        tmp_path,
        {
            "title": "Another title",
            "published": "2016-02-05",
            "outlet": "Gulf Courier",
            "byline": None,
            "source": "x",
            "encoding": "y",
            "desk": {"name": "world"},
            "n": 1,
        },
    )
    draft = read(path)
    assert draft.metadata.title == "Another title"
    assert draft.metadata.published == "2016-02-05"
    assert draft.metadata.outlet == "Gulf Courier"
    assert draft.metadata.place == "Tehran"
    assert (draft.metadata.source, draft.metadata.encoding) == ("a.txt", "utf-8")
    assert draft.metadata.further == {"desk": {"name": "world"}, "n": 1}
    assert draft.notes == ()


def test_sidecar_with_a_date_settles_a_contradiction(tmp_path):
    path = write(
        tmp_path, "a.txt", ARTICLE.replace("February 4, 2016 - 0:0", "Monday, February 4, 2016")
    )
    assert read(path).proposals == {"published": "2016-02-04"}
    sidecar(tmp_path, {"published": "4 Feb 2016"})
    draft = read(path)
    assert (draft.metadata.published, draft.proposals, draft.notes) == ("2016-02-04", {}, ())


@pytest.mark.parametrize(
    ("content", "note"),
    [
        ('{"title":\n "x"', "a.json, line 2: it is no JSON"),
        ("[1]", "a.json, line 1: it is no JSON object"),
        ("", "a.json, line 1: it is no JSON"),
        (b'{"title": "\xff"}', "a.json, line 1: it is no JSON"),
        ({"title": 7}, "“title” is no text"),
        ({"published": "yesterday"}, "“yesterday” is no date"),
        ({"published": "2016-02-31"}, "“2016-02-31” is no date"),
        ({"x": ["a\0"]}, "holds a character"),
        ('{"title": "\\ud800"}', "it is no JSON"),
    ],
)
def test_broken_sidecar_is_noted_and_the_article_comes_in(tmp_path, content, note):
    path = write(tmp_path, "a.txt")
    sidecar(tmp_path, content)
    draft = read(path)
    assert draft.metadata.title == "Talks end in Moscow"
    assert any(note in line for line in draft.notes)


@posix
def test_sidecar_that_is_no_file_or_leads_away_is_noted(tmp_path):
    path = write(tmp_path, "in/a.txt")
    os.mkfifo(tmp_path / "in" / "a.json")
    assert "named pipe" in read(path).notes[0]
    (tmp_path / "in" / "a.json").unlink()
    secret = write(tmp_path, "secret.json", '{"title": "secret"}')
    (tmp_path / "in" / "a.json").symlink_to(secret)
    draft = read(path)
    assert "leaves the folder" in draft.notes[0]
    assert draft.metadata.title == "Talks end in Moscow"


def test_large_sidecar_is_not_read(tmp_path):
    path = write(tmp_path, "a.txt")
    sidecar(tmp_path, '{"title": "' + "x" * 1_000_001 + '"}')
    assert "1,000,014 bytes" in read(path).notes[0]
