"""The guideline in a scheme file: tables ``guideline`` and ``cases``, read and added to.

::

    [[guideline]]
    of = "Statement.content"
    title = "Content of a statement"
    do = [["“[content:We are in no hurry],” [speaker:Nazarova] [cue:said].", "No marks inside."]]
    dont = [["[content:“We are in no hurry,”] [speaker:Nazarova] [cue:said].", "Marks inside."]]
    hard = ["A paragraph that runs on is further content of the statement before it."]

    [[cases]]
    of = "Statement.content"
    text = "[speaker:Nazarova] [cue:said] that [content:there is no hurry]."
    why = "“that” stays out."
    since = 2

A value of an attribute has its ``definition`` here too; all else has it where it is defined. A case
is an example that was added in the program, at the end of the file.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from annotator.domain.entry import Entry, Example, ExampleMark, Subject, SubjectKind
from annotator.domain.example_markup import parse_example, write_example
from annotator.domain.guideline import frame_type_of, subjects_of
from annotator.domain.scheme import Scheme
from annotator.errors import CaseRefusedError, ExampleInvalidError, SchemeInvalidError

KEYS: Final = ("guideline", "cases")
"""Keys of a scheme file that are read here."""
_ENTRY_KEYS: Final = ("of", "title", "definition", "do", "dont", "hard")
_CASE_KEYS: Final = ("of", "text", "why", "since", "dont")
_VERSION: Final = re.compile(r"(?m)^(version[ \t]*=[ \t]*)([0-9]+)")
_TABLE: Final = re.compile(r"(?m)^[ \t]*\[")

Fail = Callable[[str, str], SchemeInvalidError]


class _Reader:
    """Reads the entries of one scheme.

    Args:
        scheme: Its labels and frame types are known.
        fail: Makes the error for a key and a reason.
    """

    def __init__(self, scheme: Scheme, fail: Fail) -> None:
        self._scheme = scheme
        self._fail = fail
        self._by_key: dict[str, list[Subject]] = {}
        for subject in subjects_of(scheme):
            self._by_key.setdefault(subject.key, []).append(subject)

    def read(self, data: Mapping[str, Any]) -> tuple[Entry, ...]:
        found: dict[Subject, Entry] = {}
        for number, table in enumerate(self._tables(data, "guideline"), start=1):
            entry = self._entry(table, f"guideline[{number}].")
            if entry.subject in found:
                raise self._fail("guideline", f"{entry.subject.key} stands there twice")
            found[entry.subject] = entry
        for number, table in enumerate(self._tables(data, "cases"), start=1):
            subject, example, is_dont = self._case(table, f"cases[{number}].")
            entry = found.get(subject, Entry(subject))
            found[subject] = with_example(entry, example, dont=is_dont)
        return tuple(found.values())

    def _tables(self, data: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
        value = data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self._fail(key, "a list of tables is needed")
        return value

    def _only(self, table: Mapping[str, Any], where: str, keys: Sequence[str]) -> None:
        for key in table:
            if key not in keys:
                known = ", ".join(keys)
                raise self._fail(f"{where}{key}", f"there is no such key; there are: {known}")

    def _subject(self, table: Mapping[str, Any], where: str) -> Subject:
        key = self._text(table, "of", where)
        found = self._by_key.get(key, [])
        if not found:
            raise self._fail(f"{where}of", f"the scheme has no {key}")
        if len(found) > 1:
            kinds = " and ".join(f"a {subject.kind.value}" for subject in found)
            raise self._fail(f"{where}of", f"{key} is {kinds}")
        return found[0]

    def _text(
        self, table: Mapping[str, Any], key: str, where: str, default: str | None = None
    ) -> str:
        value = table.get(key, default)
        if not isinstance(value, str):
            raise self._fail(f"{where}{key}", "a text is needed")
        return value

    def _entry(self, table: Mapping[str, Any], number: str) -> Entry:
        subject = self._subject(table, number)
        where = f"guideline.{subject.key}."
        of_value = subject.kind is SubjectKind.VALUE
        keys = [key for key in _ENTRY_KEYS if of_value or key != "definition"]
        self._only(table, where, keys)
        return Entry(
            subject,
            title=self._text(table, "title", where, ""),
            definition=self._text(table, "definition", where, ""),
            do=self._examples(table, "do", where, subject),
            dont=self._examples(table, "dont", where, subject),
            hard=self._hard(table, where),
        )

    def _hard(self, table: Mapping[str, Any], where: str) -> tuple[str, ...]:
        value = table.get("hard", [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._fail(f"{where}hard", "a list of texts is needed")
        return tuple(value)

    def _examples(
        self, table: Mapping[str, Any], key: str, where: str, subject: Subject
    ) -> tuple[Example, ...]:
        value = table.get(key, [])
        if not isinstance(value, list):
            raise self._fail(f"{where}{key}", "a list of pairs is needed: sentence and reason")
        return tuple(
            self._example(item, f"{where}{key}[{number}]", subject)
            for number, item in enumerate(value, start=1)
        )

    def _example(self, item: object, where: str, subject: Subject) -> Example:
        if isinstance(item, list) and len(item) == 2:
            markup, why = item
            if isinstance(markup, str) and isinstance(why, str):
                return self._parsed(markup, why, where, subject)
        raise self._fail(where, "a pair of texts is needed: sentence and reason")

    def _parsed(self, markup: str, why: str, where: str, subject: Subject) -> Example:
        try:
            text, marks = parse_example(markup)
        except ExampleInvalidError as error:
            raise self._fail(where, str(error.values["reason"])) from error
        if not text.strip():
            raise self._fail(where, "a sentence is needed")
        for name in sorted({mark.name for mark in marks}):
            if not names_mark(name, subject, self._scheme):
                raise self._fail(where, f"there is no label or role {name} that it could show")
        return Example(text, marks, why)

    def _case(self, table: Mapping[str, Any], where: str) -> tuple[Subject, Example, bool]:
        subject = self._subject(table, where)
        self._only(table, where, _CASE_KEYS)
        since, is_dont = table.get("since", 0), table.get("dont", False)
        if type(since) is not int or since < 0:
            raise self._fail(f"{where}since", "a version of the scheme is needed")
        if not isinstance(is_dont, bool):
            raise self._fail(f"{where}dont", "true or false is needed")
        why = self._text(table, "why", where, "")
        example = self._parsed(self._text(table, "text", where), why, f"{where}text", subject)
        return subject, replace(example, since=since), is_dont


def read_entries(data: Mapping[str, Any], scheme: Scheme, fail: Fail) -> tuple[Entry, ...]:
    """Return the entries of a parsed scheme file whose labels and frame types have been read.

    Args:
        data: The whole file.
        scheme: What has been read of it.
        fail: Makes the error for a key and a reason.
    """
    return _Reader(scheme, fail).read(data)


def names_mark(name: str, subject: Subject, scheme: Scheme) -> bool:
    """Whether words in an example of a subject may be marked with a name."""
    kind = frame_type_of(subject, scheme)
    is_role = kind is not None and kind.role(name) is not None
    return is_role or name in scheme.label_by_name


def with_example(entry: Entry, example: Example, *, dont: bool) -> Entry:
    """Return an entry with one more example, or counter-example."""
    if dont:
        return replace(entry, dont=(*entry.dont, example))
    return replace(entry, do=(*entry.do, example))


def with_case(
    scheme: Scheme,
    subject: Subject,
    text: str,
    marks: Sequence[ExampleMark],
    why: str,
    *,
    version: int,
    dont: bool = False,
) -> str:
    """Return the file of another version of a scheme, with one more case at its end.

    All else in it stays as it was written, comments too.

    Raises:
        CaseRefusedError: No version stands on a line of its own before the first table.
    """
    head = _TABLE.search(scheme.source)
    end = head.start() if head is not None else len(scheme.source)
    bumped, count = _VERSION.subn(rf"\g<1>{version}", scheme.source[:end], count=1)
    if not count:
        raise CaseRefusedError(reason="no version stands on a line of its own in the scheme's file")
    case = [
        "[[cases]]",
        f"of = {_quoted(subject.key)}",
        f"text = {_quoted(write_example(text, marks))}",
        f"why = {_quoted(why)}",
        f"since = {version}",
        *(["dont = true"] if dont else []),
    ]
    return (bumped + scheme.source[end:]).rstrip("\n") + "\n\n" + "\n".join(case) + "\n"


def _quoted(text: str) -> str:
    """Return a text as TOML writes it on one line; JSON escapes what TOML wants escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
