"""Every key of a TOML text is found in its line, however the text is written."""

import tomllib

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from annotator import assets
from annotator.domain.toml_lines import line_of, lines_of

TEXT = '''# "not" = a key
title = "a \\" # b" # ] comment
[plain]  # [not.this]
"quoted key" = 1
'lit.eral' = 2
dotted . "in side" = { x = 1, y = [ 1, 2 ] }
words = """
[no.header]
key = 1
"""
raw = \'\'\'
# no comment '' ]
\'\'\'
list = [ # first
  "a", 'b',
  [1,
   2], { z = 3 },
]
when = 2016-02-04 10:00:00
[[rows]]
n = 1
[rows.inner]
a = 1
[[rows.deep]]
b = 1
[[rows.deep]]
b = 2
[[rows]]
n = 2
[[rows.deep]]
b = 3
'''


def walk(value, path=()):
    """Yield the paths of everything in a document."""
    if path:
        yield path
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in items:
            yield from walk(inner, (*path, key))


def test_every_path_of_the_document_has_a_line_and_nothing_else_has():
    assert set(lines_of(TEXT)) == set(walk(tomllib.loads(TEXT)))


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("plain",), 3),
        (("plain", "quoted key"), 4),
        (("plain", "lit.eral"), 5),
        (("plain", "dotted", "in side", "y", 1), 6),
        (("plain", "words"), 7),
        (("plain", "raw"), 11),
        (("plain", "list"), 14),
        (("plain", "list", 1), 15),
        (("plain", "list", 2, 1), 17),
        (("plain", "list", 3, "z"), 17),
        (("plain", "when"), 19),
        (("rows",), 20),
        (("rows", 0), 20),
        (("rows", 0, "inner", "a"), 23),
        (("rows", 0, "deep", 1, "b"), 27),
        (("rows", 1), 28),
        (("rows", 1, "deep", 0, "b"), 31),
    ],
)
def test_a_path_is_found_in_its_line(path, line):
    assert lines_of(TEXT)[path] == line
    assert lines_of(TEXT.replace("\n", "\r\n"))[path] == line


def test_what_is_not_there_has_the_line_of_what_is_around_it():
    lines = lines_of(TEXT)
    assert line_of(lines, ("rows", 1, "missing", "deep")) == 28
    assert line_of(lines, ("nothing",)) == 1
    assert line_of(lines, ()) == 1


def test_the_shipped_scheme_is_found_whole():
    source = assets.read_text("schemes/diplomatic-news.toml")
    lines = lines_of(source)
    assert set(lines) == set(walk(tomllib.loads(source)))
    rows = source.split("\n")
    for number, label in enumerate(tomllib.loads(source)["labels"]):
        assert rows[lines["labels", number, "name"] - 1] == f'name = "{label["name"]}"'


words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8)
values = st.recursive(
    words | st.integers(-9, 9) | st.booleans() | st.just("two\nlines # [x]\n\"quoted\" 'so'"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(words, values, max_size=5))
def test_whatever_is_written_all_its_keys_have_lines(data):
    source = tomlkit.dumps(data)
    assert set(lines_of(source)) == set(walk(tomllib.loads(source)))
