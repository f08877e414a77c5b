"""The one family of errors: two sentences each, and what fills their braces is always there."""

import ast
import inspect
import string
from functools import cache
from pathlib import Path

import pytest

from annotator import errors
from annotator.errors import AnnotatorError

PACKAGE = Path(errors.__file__).parent
PASSED_ON = {"RefusedInputError"}
"""Whose sentences are made where they are raised."""
COMMANDS = ("annotator ", "python ")


def family(root=AnnotatorError):
    for child in root.__subclasses__():
        if child.__module__.startswith("annotator"):
            yield child
            yield from family(child)


CLASSES = sorted(set(family()), key=lambda found: found.__name__)
every_error = pytest.mark.parametrize("error", CLASSES, ids=lambda found: found.__name__)


def braces(sentence):
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


@cache
def trees():
    return {
        str(path.relative_to(PACKAGE)): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


@cache
def makers():
    """Every place in the program that makes an error: class name, where, the names it gives."""
    names = {error.__name__ for error in CLASSES}
    found = []
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in names:
                given = frozenset(word.arg for word in node.keywords)
                found.append((name, f"{path}:{node.lineno}", given))
    return found


@cache
def bare_raises():
    """Classes that are raised without being called: they have no braces to fill."""
    return {
        node.exc.id
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name)
    }


def test_there_are_errors_and_all_stand_in_one_module():
    assert len(CLASSES) > 30
    assert {error.__module__ for error in CLASSES} == {"annotator.errors"}


@every_error
def test_it_says_what_situation_it_is_for(error):
    words = inspect.cleandoc(error.__dict__["__doc__"])
    assert words.splitlines()[0].endswith(".")


@every_error
def test_it_has_two_sentences(error):
    for sentence in (error.__dict__["problem"], error.__dict__["remedy"]):
        assert sentence == sentence.strip()
        if error.__name__ in PASSED_ON:
            continue
        assert sentence[0].isupper() or sentence[0] in "{“"
        _, _, last = sentence.rpartition(": ")
        assert sentence.endswith(".") or last.startswith(COMMANDS), sentence


@every_error
def test_its_sentences_can_be_filled_in(error):
    names = braces(error.problem) | braces(error.remedy)
    assert "" not in names
    made = error(**{name: f"[{name}]" for name in names})
    assert str(made) == f"{made.problem_text} {made.remedy_text}"
    assert all(f"[{name}]" in str(made) for name in names)
    assert "{" not in str(made)


@every_error
def test_whoever_raises_it_fills_all_braces(error):
    names = braces(error.problem) | braces(error.remedy)
    for name, place, given in makers():
        if name == error.__name__ and None not in given:  # None: **values
            assert names <= given, f"{place} leaves out {sorted(names - given)}"


@every_error
def test_it_is_raised_somewhere(error):
    used = {name for name, _, _ in makers()} | bare_raises()
    assert error.__name__ in used


def test_a_class_that_is_raised_without_values_has_no_braces():
    by_name = {error.__name__: error for error in CLASSES}
    for name in bare_raises() & by_name.keys():
        assert not braces(by_name[name].problem + by_name[name].remedy), name


def test_braces_in_values_stay_as_they_are():
    error = errors.FileMissingError(path="a{b}.txt")
    assert error.problem_text == "a{b}.txt is not there."


def test_an_error_carries_its_values_for_a_translation():
    error = errors.UnknownLabelError(label="X", labels="A, B")
    assert error.values == {"label": "X", "labels": "A, B"}
