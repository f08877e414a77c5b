"""The user's own lists of terms and rules, as files: read, checked, and every mistake named.

A list is a file ``LABEL.txt`` or ``LABEL-anything.txt`` with one term a line. Rules are files
``*.jsonl`` with one rule a line, as spaCy writes them for its entity ruler:
``{"label": "ORG", "pattern": [{"LOWER": "green"}, {"IS_TITLE": true}], "id": "greens"}``.
A line with a mistake is left out; all others are used. spaCy is not imported here.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from annotator.errors import AnnotatorError, FileUnreadableError, OwnFileError, OwnLabelError

LONGEST_TERM: Final = 200
LONGEST_LINE: Final = 20_000
MOST_TOKENS: Final = 60
LONGEST_NAME: Final = 60
_NEEDS_MODEL: Final = frozenset(
    "POS TAG LEMMA MORPH DEP ENT_TYPE ENT_ID ENT_IOB ENT_KB_ID".split()  # noqa: SIM905 - legible
)
_KEYS: Final = frozenset({"label", "pattern", "id"})
_WORD: Final = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class OwnList:
    """One list of terms.

    Attributes:
        name: Of its file, without ending; it begins with the label.
    """

    path: Path
    name: str
    label: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnRule:
    """One rule.

    Attributes:
        name: Its id, else the name of its file and its line; suggestions are counted by it, and
            rules of one name together.
        pattern: Descriptions of tokens as spaCy's ``Matcher`` takes them, or words.
    """

    path: Path
    line: int
    label: str
    name: str
    pattern: str | tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """All of it.

    Attributes:
        problems: What is wrong, each with file and line.
    """

    lists: tuple[OwnList, ...] = ()
    rules: tuple[OwnRule, ...] = ()
    problems: tuple[AnnotatorError, ...] = ()


def has_any(folders: Iterable[Path]) -> bool:
    """Whether there is any file to read."""
    return any(True for folder in folders for _ in (*_lists_in(folder), *_rules_in(folder)))


def read_own(folders: Iterable[Path], labels: Collection[str] = ()) -> OwnFiles:
    """Return the lists and rules of some folders; a folder that is not there has none.

    Args:
        folders: Those named later do not overrule the earlier ones.
        labels: What a label may be called; anything where none are given.
    """
    problems: list[AnnotatorError] = []
    lists: list[OwnList] = []
    rules: list[OwnRule] = []
    for folder in folders:
        for path in _lists_in(folder):
            lists += _read_list(path, labels, problems)
        for path in _rules_in(folder):
            rules += _read_rules(path, labels, problems)
    return OwnFiles(tuple(lists), tuple(rules), tuple(problems))


def _lists_in(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.glob("*.txt")) if path.stem[:1].isupper())


def _rules_in(folder: Path) -> Iterator[Path]:
    return iter(sorted(folder.glob("*.jsonl")))


def _lines(path: Path, problems: list[AnnotatorError]) -> Iterator[tuple[int, str]]:
    """Yield the lines of a file that say something, numbered from 1."""
    try:
        content = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        problems.append(FileUnreadableError(path=path, reason=error.strerror or str(error)))
        return
    for number, raw in enumerate(content.splitlines(), start=1):
        if len(raw) > LONGEST_LINE:
            problems.append(_wrong(path, number, f"it is longer than {LONGEST_LINE:,} bytes"))
            continue
        try:
            line = raw.decode("utf-8").strip()
        except UnicodeDecodeError:
            problems.append(_wrong(path, number, "it is not written in UTF-8"))
            continue
        if line and not line.startswith("#"):
            yield number, line


def _wrong(path: Path, line: int, reason: str) -> OwnFileError:
    return OwnFileError(path=path, line=line, reason=reason)


def _unknown(path: Path, line: int, label: str, labels: Collection[str]) -> OwnLabelError:
    return OwnLabelError(path=path, line=line, label=label, labels=", ".join(sorted(labels)))


# --- lists -----------------------------------------------------------------------------------


def label_of(name: str) -> str:
    """Return the label at the head of a list's name: "ORG-think-tanks" gives "ORG"."""
    return name.partition("-")[0].partition(".")[0]


def _read_list(
    path: Path, labels: Collection[str], problems: list[AnnotatorError]
) -> Iterator[OwnList]:
    label = label_of(path.stem)
    if labels and label not in labels:
        problems.append(_unknown(path, 1, label, labels))
        return
    before = len(problems)
    terms = []
    for number, term in _lines(path, problems):
        reason = _term_problem(term)
        if reason:
            problems.append(_wrong(path, number, reason))
        else:
            terms.append(term)
    if terms or len(problems) == before:
        yield OwnList(path, path.stem, label, tuple(terms))


def _term_problem(term: str) -> str:
    if "\t" in term:
        return "it holds a tab: one term a line, and nothing beside it"
    if len(term) > LONGEST_TERM:
        return f"a term has at most {LONGEST_TERM} characters"
    return "" if _WORD.search(term) else "there is no letter and no figure in it"


# --- rules -----------------------------------------------------------------------------------


def _read_rules(
    path: Path, labels: Collection[str], problems: list[AnnotatorError]
) -> Iterator[OwnRule]:
    for number, line in _lines(path, problems):
        try:
            rule = orjson.loads(line)
        except ValueError as error:
            problems.append(_wrong(path, number, f"it is no JSON, {_plain(error)}"))
            continue
        reason = _rule_problem(rule)
        if reason:
            problems.append(_wrong(path, number, reason))
        elif labels and rule["label"] not in labels:
            problems.append(_unknown(path, number, rule["label"], labels))
        else:
            pattern = rule["pattern"]
            name = str(rule.get("id") or f"{path.stem} {number}")[:LONGEST_NAME]
            tokens = pattern if isinstance(pattern, str) else tuple(pattern)
            yield OwnRule(path, number, rule["label"], name, tokens)


def _plain(error: ValueError) -> str:
    words = str(error).partition(": line ")[0]
    return words[:1].lower() + words[1:]


def _rule_problem(rule: Any) -> str:
    """Return what is wrong with a rule apart from its label's name, "" for nothing."""
    if not isinstance(rule, dict):
        return "a rule is an object: {“label”: …, “pattern”: …}"
    for key in rule:
        if key not in _KEYS:
            return f"“{key}” means nothing here: label, pattern and id do"
    if not isinstance(rule.get("label"), str) or not rule["label"]:
        return "“label” is missing"
    if rule.get("id") is not None and not isinstance(rule["id"], str | int):
        return "“id” is a text"
    return _pattern_problem(rule.get("pattern"))


def _pattern_problem(pattern: Any) -> str:
    if pattern is None:
        return "“pattern” is missing"
    if isinstance(pattern, str):
        return _term_problem(pattern)
    if not isinstance(pattern, list) or not pattern:
        return "“pattern” is a list of tokens, or words"
    if len(pattern) > MOST_TOKENS:
        return f"a pattern has at most {MOST_TOKENS} tokens"
    for number, token in enumerate(pattern, start=1):
        if not isinstance(token, dict):
            return f"token {number} is no object"
        for name in token:
            if name.upper() in _NEEDS_MODEL:
                return f"token {number} asks for {name}, which only a language model knows"
    if all(token.get("OP") in {"?", "*", "!"} for token in pattern):
        return "it fits no words at all as well: one token must be needed"
    return ""
