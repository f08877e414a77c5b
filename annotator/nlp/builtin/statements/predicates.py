"""Whether a word that may attribute is a predicate here: a verb, in the active voice."""

from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.phrases import DETERMINERS
from annotator.nlp.builtin.statements.clauses import LONGEST, QUESTIONS, is_finite
from annotator.nlp.builtin.statements.cues import CueForm, Form
from annotator.nlp.builtin.statements.layout import Layout
from annotator.nlp.builtin.statements.noun_phrases import (
    ALSO_NOUNS,
    PREPOSITIONS,
    PRONOUNS,
    Who,
    phrase_from,
)
from annotator.nlp.builtin.statements.subjects import before_adverbs, subject_before
from annotator.nlp.tokens import Kind

PASSIVES = word_set("is are was were be been being get gets got")
_AUXILIARIES = word_set("is are was were been being")
_WIRES = word_set("phone telephone radio weekend line loudspeaker")
_WIRES = word_set("phone telephone radio weekend line loudspeaker")
_LONGEST_AGENT = 12
_PARTICLES = word_set("off back up down by over away")
_NO_PREDICATE = word_set(
    "the a an of in for at with by as this that its his her their our my no any some not never "
    "would will could may might should must can to"
)
_ASKED = frozenset({"ask", "ask whether", "press", "question"})
_WHAT_IS_ASKED = QUESTIONS | word_set("about by on for")
_NOUN_BEFORE = PREPOSITIONS | word_set("and or is are was were have had will would can could may")
_SEVERAL = word_set("people some many most several few police")
_GOES_ON = word_set(
    "went going goes continued likes like used came sought seeks tried tries took rose stood "
    "returned paused hastened rushed appeared wrote phoned telephoned interrupted intervened"
)


def is_passive(layout: Layout, index: int, form: CueForm, last: int) -> bool:
    """Whether somebody is told, or something said: "was told that", "was told by X that"."""
    if form.form is not Form.PAST or not form.verb.speech:
        return False
    if layout.word(last) != "that" and passive_agent(layout, last) is None:
        return False
    place = before_adverbs(layout, index, max(0, index - 3))
    return any(layout.word(at) in _AUXILIARIES for at in range(place, index))


def passive_agent(layout: Layout, last: int) -> Who | None:
    """Return X of "by X that" at a token."""
    if layout.word(last) != "by":
        return None
    who = phrase_from(layout, last + 1, last + _LONGEST_AGENT)
    return who if who is not None and layout.word(who.last) == "that" else None


def may_attribute(layout: Layout, index: int, form: CueForm, last: int) -> bool:
    """Whether a word is used as a verb here, and in the active voice."""
    before = layout.word(index - 1)
    if layout.owner(index) is not None or layout.page.hyphen(index - 1):
        return False
    if layout.word(last) in _PARTICLES and not form.rest and not _by_means(layout, index, last):
        return False
    if form.form is Form.BASE:
        return _finite_base(layout, index)
    if form.form is Form.ING:
        stepwise = before == "of" and layout.word(last) == "that"  # "the step of announcing that"
        return stepwise or before not in DETERMINERS | PASSIVES | {"of", "for", "without"}
    asked = form.verb.lemma in _ASKED and layout.word(index + 1) in _WHAT_IS_ASKED
    if before == "," and asked and _is_aside(layout, index):
        return False  # "the minister, asked whether it was so, said"
    several = before in _SEVERAL and layout.page.capital(index - 1)  # "Some argued that"
    if (before in _NO_PREDICATE and not several) or (
        form.form is Form.PRESENT and _plural_noun(layout, index, form)
    ):
        return False
    place = before_adverbs(layout, index, max(0, index - 3))
    return not any(layout.word(at) in PASSIVES for at in range(place, index))


def _is_aside(layout: Layout, index: int) -> bool:
    """Whether a comma and the verb of the sentence follow what begins at a token."""
    for place in range(index, index + LONGEST // 2):
        if layout.stop(place) or layout.kind(place) is Kind.GAP:
            return False
        behind = before_verb = place + 1
        if layout.word(place) == ",":
            behind += layout.word(before_verb) in PRONOUNS
            if layout.finite_cue(behind) is not None or is_finite(layout, behind):
                return True
    return False


def _by_means(layout: Layout, index: int, last: int) -> bool:
    """Whether somebody said it "by telephone", "over the phone": no passive, no particle."""
    if layout.word(last) == "over":
        return layout.word(last + 1) in DETERMINERS and layout.word(last + 2) in _WIRES
    name = layout.ending(index)
    person = name is not None and name.label in {"PERSON", "ROLE"}
    return layout.word(last) == "by" and (person or layout.word(index - 1) in PRONOUNS)


def _plural_noun(layout: Layout, index: int, form: CueForm) -> bool:
    """Whether a word like "states" or "reports" is a noun here."""
    if form.verb.lemma not in ALSO_NOUNS or layout.word(index + 1) in {"that", ",", ":"}:
        return False
    if index + 1 in layout.at_quote:
        return False
    subject = subject_before(layout, index, max(0, index - LONGEST // 2))
    place = before_adverbs(layout, index, max(0, index - LONGEST // 2))
    if subject is None or subject.unsaid:
        return True
    if subject.last != place and layout.word(place - 1) != ",":
        return True
    if subject.pronoun:
        return layout.word(subject.last - 1) != subject.pronoun
    if subject.words is not None:
        return layout.word(subject.words[1] - 1).endswith("s")
    if subject.mentions[0].label in {"PERSON", "ROLE"}:
        return False
    follows = layout.word(index + 1)
    return layout.word(subject.first - 1) in PREPOSITIONS or follows in _NOUN_BEFORE


def _finite_base(layout: Layout, index: int) -> bool:
    """Whether a plain form is a predicate: "diplomats say", "went on to say"."""
    before = layout.word(index - 1)
    if before == "to":
        return leads_to(layout, index - 1) > 0
    if _would_only(layout, index):
        return True
    several = before in _SEVERAL and layout.page.capital(index - 1)  # "Some argue that"
    if before in _NO_PREDICATE and not several:
        return False
    subject = subject_before(layout, index, max(0, index - LONGEST // 2))
    if subject is None:
        return False
    if subject.pronoun:
        return subject.pronoun in {"i", "we", "they", "you"}
    last = layout.word(subject.last - 1)
    return (
        last.endswith("s")
        or last in _SEVERAL
        or (len(subject.mentions) > 1 or _plural(layout, subject.first, subject.last))
    )


def _plural(layout: Layout, first: int, last: int) -> bool:
    """Whether a phrase with complements has a plural head: "officials in the ministry"."""
    return any(
        layout.word(place - 1).endswith(("s", "men", "people"))
        for place in range(first + 1, last)
        if layout.word(place) in {"of", "in", "at", "from", "close", "briefed", "who"}
    )


def _would_only(layout: Layout, index: int) -> bool:
    """Whether somebody would say no more: "would say only that", "would only say that"."""
    before, after = layout.word(index - 1), layout.word(index + 1)
    only = before == "only" and layout.word(index - 2) == "would"
    return only or (before == "would" and after == "only")


def leads_to(layout: Layout, to: int) -> int:
    """Return the verb that "to say" goes on from, as in "went on to say", or -1."""
    for place in range(to - 1, max(0, to - 5) - 1, -1):
        if layout.word(place) in _GOES_ON:
            return place
        if place in layout.at_quote or layout.word(place) in {",", ";", "that", "who"}:
            return -1
    return -1
