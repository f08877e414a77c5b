"""The words that attribute: verbs with what may follow them, nouns, and who may speak."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from annotator import assets
from annotator.nlp.builtin.lexicon import FOLDER, word_set

TITLES = word_set("called named titled entitled dubbed known so-called headlined")
_VOWELS = "aeiou"
_DOUBLED = word_set("admit quip dub chat rebut slam concur refer shrug snap hit regret submit brag")


class Form(Enum):
    """How a verb stands in the text."""

    BASE = auto()
    PRESENT = auto()
    PAST = auto()
    ING = auto()


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb that attributes.

    Attributes:
        takes: What may follow or precede it, in the words of ``cue-verbs.txt``.
    """

    lemma: str
    takes: frozenset[str]

    @property
    def speech(self) -> bool:
        """Whether it may introduce or follow a quotation."""
        return "quote" in self.takes


@dataclass(frozen=True, slots=True)
class CueForm:
    """One form of a verb, as the words that follow its first one."""

    rest: tuple[str, ...]
    form: Form
    verb: Verb


@dataclass(frozen=True)
class CueBook:
    """All words that attribute.

    Attributes:
        verbs: Forms by their first word, those of several words first.
        nouns: Nouns that attribute what follows after "that".
        speakers: Nouns for people and bodies that are no office.
        documents: Nouns for texts and things.
        women: Given names that women bear.
    """

    verbs: Mapping[str, tuple[CueForm, ...]]
    nouns: frozenset[str]
    speakers: frozenset[str]
    documents: frozenset[str]
    women: frozenset[str]


def _lines(name: str) -> list[str]:
    lines = assets.read_text(f"{FOLDER}/{name}.txt").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


@cache
def cue_book() -> CueBook:
    """Return the words, read once."""
    forms: dict[str, list[CueForm]] = {}
    for line in _lines("cue-verbs"):
        for first, form in _forms_of_line(line):
            forms.setdefault(first, []).append(form)
    return CueBook(
        {first: tuple(sorted(known, key=lambda f: -len(f.rest))) for first, known in forms.items()},
        frozenset(_lines("cue-nouns")),
        frozenset(_lines("speaker-nouns")),
        frozenset(_lines("document-nouns")),
        frozenset(_lines("female-names")),
    )


def _forms_of_line(line: str) -> Iterable[tuple[str, CueForm]]:
    lemma, _, after = line.partition("|")
    takes, _, past = after.partition("=")
    verb = Verb(lemma.strip(), word_set(takes))
    head, *rest = lemma.split()
    known: dict[str, Form] = {}
    for form, words in conjugated(head, past.split()[0] if past.split() else ""):
        known.setdefault(words, form)
    for word, form in known.items():
        yield word, CueForm(tuple(rest), form, verb)


def conjugated(verb: str, past: str) -> list[tuple[Form, str]]:
    """Return the forms of a verb: the past, "" for a regular one, first."""
    stem = verb.removesuffix("e")
    doubled = verb + verb[-1] if verb in _DOUBLED else stem
    consonant_y = verb.endswith("y") and verb[-2] not in _VOWELS
    if consonant_y:
        present, regular = f"{verb[:-1]}ies", f"{verb[:-1]}ied"
    else:
        present = f"{verb}es" if verb.endswith(("s", "sh", "ch", "x", "o")) else f"{verb}s"
        regular = f"{doubled}ed"
    return [
        (Form.PAST, past or regular),
        (Form.PRESENT, present),
        (Form.ING, f"{doubled if doubled != stem else stem}ing"),
        (Form.BASE, verb),
    ]
