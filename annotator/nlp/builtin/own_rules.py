"""The user's own rules: patterns of tokens, matched by spaCy before any other rule."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from annotator.errors import AnnotatorError, OwnFileError
from annotator.nlp.builtin.page import PAGE, Page
from annotator.nlp.builtin.rulebook import OWN_RULE, Rule
from annotator.nlp.own_files import OwnRule
from annotator.nlp.tokens import Kind, tokenize
from annotator.nlp.view import reading_view

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import Matcher
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

NAME: Final = "own_rules"
_FACTORY: Final = "annotator_own_rules"
MOST_TOKENS: Final = 200
"""Longer sentences are matched in pieces: a pattern like “any words” costs their square."""
_TOLD: Final = re.compile(r"^- \[pattern -> (\d+)(?: -> (\w+))?[^\]]*\] (.+)$", re.MULTILINE)
Place = tuple[int, int, int]
"""Number of the rule, first token of the page, the one after its last."""


class OwnRules:
    """One step of the pipeline.

    Attributes:
        rules: With the label, name and reason of each, by number.
    """

    def __init__(self) -> None:
        self.matcher: Matcher | None = None
        self.rules: list[Rule] = []

    def __call__(self, doc: "Doc") -> "Doc":
        """Claim what the rules find; spaCy calls it."""
        page: Page = doc.user_data[PAGE]
        found = sorted(self._places(doc, page), key=lambda one: (one[1] - one[2], one[1], one[0]))
        for number, first, last in found:  # the longest first
            page.claim(first, last, self.rules[number])
        return doc

    def take(self, vocab: "Vocab", rules: Sequence[OwnRule]) -> list[AnnotatorError]:
        """Compile rules; return what is wrong with those that are left out."""
        from spacy.matcher import Matcher

        self.matcher = Matcher(vocab, validate=True)
        problems: list[AnnotatorError] = []
        for rule in rules:
            try:
                self.matcher.add(str(len(self.rules)), [_tokens(rule)], greedy="LONGEST")
            except Exception as error:  # noqa: BLE001 - what it meets: re.error, KeyError ...
                reason = _reason(error)
                problems.append(OwnFileError(path=rule.path, line=rule.line, reason=reason))
                continue
            self.rules.append(_rule(rule))
        return problems

    def _places(self, doc: "Doc", page: Page) -> Iterator[Place]:
        if self.matcher is None:
            return
        for start, end in _pieces(doc):
            for key, first, last in self.matcher(doc[start:end]):
                place = _on_page(doc, page, start + first, start + last)
                if place is not None:
                    yield int(doc.vocab.strings[key]), *place


def _pieces(doc: "Doc") -> Iterator[tuple[int, int]]:
    """Yield the sentences as ranges of tokens, those that are very long in pieces."""
    start = 0
    for index in range(1, len(doc) + 1):
        ends = index == len(doc) or doc[index].is_sent_start or index - start >= MOST_TOKENS
        if ends:
            yield start, index
            start = index


def _on_page(doc: "Doc", page: Page, first: int, last: int) -> tuple[int, int] | None:
    """Return tokens of a ``Doc`` as those of the page, without white space at the edges."""
    while first < last and doc[first].is_space:
        first += 1
    while first < last and doc[last - 1].is_space:
        last -= 1
    if first == last:
        return None
    return page.token_at(doc[first].idx), page.token_at(doc[last - 1].idx) + 1


def _make(nlp: "Language", name: str) -> OwnRules:  # noqa: ARG001 - spaCy passes them
    return OwnRules()


def add_own_rules(nlp: "Language", rules: Sequence[OwnRule]) -> list[AnnotatorError]:
    """Put the user's rules before all others; return what spaCy finds wrong with some of them."""
    if not rules:
        return []
    from spacy.language import Language

    Language.factory(_FACTORY, func=_make)
    step = nlp.add_pipe(_FACTORY, name=NAME, first=True)
    if not isinstance(step, OwnRules):
        raise TypeError(step)
    return step.take(nlp.vocab, rules)


def check_own_rules(rules: Sequence[OwnRule]) -> list[AnnotatorError]:
    """Return what spaCy finds wrong with rules."""
    if not rules:
        return []
    import spacy

    return OwnRules().take(spacy.blank("en").vocab, rules)


def _rule(rule: OwnRule) -> Rule:
    reason = OWN_RULE.reason.format(source=rule.path.stem, line=rule.line)
    return replace(OWN_RULE, label=rule.label, name=f"{OWN_RULE.name}-{rule.name}", reason=reason)


def _tokens(rule: OwnRule) -> list[dict[str, Any]]:
    """Return the pattern; words stand for themselves, token by token."""
    if not isinstance(rule.pattern, str):
        return list(rule.pattern)
    words = [token for token in tokenize(reading_view(rule.pattern)) if token.kind is not Kind.GAP]
    return [{"ORTH": token.text} for token in words]


def _reason(error: Exception) -> str:
    """Return what spaCy says of a pattern, in one line."""
    told = _TOLD.search(str(error))
    if told is not None:
        place = f"token {int(told[1]) + 1}"
        what = f" {told[2]}" if told[2] else ""
        return f"{place}{what}: {told[3].rstrip('.')}"
    words = str(error).strip().splitlines()
    return f"spaCy refuses it, {words[0].rstrip('.')}" if words else "spaCy refuses it"
