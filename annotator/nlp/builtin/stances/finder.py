"""Finds positions on a page and makes ranked hints of them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from annotator.domain.extent import Extent
from annotator.domain.suggestion import FrameProposal, ProposedFiller
from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.parties import DETERMINERS, HE, THEY, Parties
from annotator.nlp.builtin.stances import rules
from annotator.nlp.builtin.stances.rules import StanceRule
from annotator.nlp.builtin.stances.topics import TopicBook, Topics
from annotator.nlp.builtin.stances.words import OPPOSITE, StanceWord, StanceWords, stance_words
from annotator.nlp.builtin.statements.cues import Form
from annotator.nlp.builtin.statements.layout import Layout, Mention
from annotator.nlp.tokens import Kind

STANCE = "Stance"
MOST = 12
"""Hints an article: more than these nobody reads."""
_SAME_AGAIN = 0.5
_LONGEST_TARGET = 10
_VERB_AFTER = 4  # tokens behind whom a statement begins with
_NEGATED = frozenset({"not", "never", "no", "without", "n't"})
_DENIED = 3  # tokens behind a negation that it may deny
_CONTRARY = {"support": "oppose", "oppose": "support"}
_UNWILLING = word_set(
    "refuse refuses refused refusing decline declines declined declining fail fails failed failing"
)
_BE = word_set("is are was were be been being")
_ENDS_TARGET = word_set(
    "that who which when where while because after before if although and but by as until since "
    "unless during amid what"
)
_AUXILIARIES = word_set(
    "is are was were has have had will would could should can must may might cannot"
)
_ENDS = _ENDS_TARGET | _AUXILIARIES
_BEFORE_TARGET = _AUXILIARIES | word_set(
    "the a an that his her its their our he she it they we you i there not only also"
)
_FIRST_PERSON = frozenset({"we", "i", "our", "us", "my"})
_BYSTANDERS = frozenset({"reporters", "journalists", "spokesman", "spokeswoman"})


@dataclass(slots=True)
class _Statement:
    """A statement of the page, as tokens."""

    index: int
    speakers: tuple[tuple[Extent, str], ...]
    pieces: tuple[tuple[int, int], ...]
    cue: int
    unit: int
    carried: bool
    relayed: bool


@dataclass(frozen=True, slots=True)
class _Hint:
    rule: StanceRule
    score: float
    holders: tuple[tuple[Extent, str], ...]
    target: tuple[Extent, str]
    evidence: tuple[Extent, ...]
    statement: int | None
    polarity: str
    intensity: int
    topic: str
    paragraph: int
    words: str

    @property
    def place(self) -> int:
        return self.evidence[0].start


def find_stances(
    layout: Layout, parties: Parties, statements: Sequence[FrameProposal], book: TopicBook
) -> list[FrameProposal]:
    """Return hints in text order: at most twelve, those with the highest score.

    Args:
        layout: The page.
        parties: Who stands in its sentences.
        statements: Those of the same page; the place of each is how a hint names it.
        book: The codebook of topics; without topics the hints have none.
    """
    finder = _Finder(layout, parties, statements, book)
    off = layout.page.off
    found = (hint for hint in finder.read() if hint.rule.name not in off)
    hints = _ranked(layout, found)[:MOST]
    return [_proposal(hint) for hint in sorted(hints, key=lambda hint: hint.place)]


def _ranked(layout: Layout, hints: Iterator[_Hint]) -> list[_Hint]:
    """Return hints, the best first; one for each holder, topic, polarity and paragraph."""
    view = layout.page.view
    kept: dict[tuple[tuple[str, ...], str, str, int], _Hint] = {}
    for hint in hints:
        holder = tuple(sorted(_last_word(extent.slice(view)) for extent, _ in hint.holders))
        mine = (holder, hint.topic, hint.polarity, hint.paragraph)
        known = kept.get(mine)
        if known is None or known.score < hint.score:
            kept[mine] = hint
    found: list[_Hint] = []
    seen: Counter[tuple[object, ...]] = Counter()
    for key, hint in sorted(kept.items(), key=lambda item: -item[1].score):
        before = seen[key[:3]]
        seen[key[:3]] += 1
        found.append(replace(hint, score=hint.score * _SAME_AGAIN**before))
    return sorted(found, key=lambda hint: -hint.score)


def _last_word(words: str) -> str:
    return words.casefold().split()[-1] if words.split() else ""


def _proposal(hint: _Hint) -> FrameProposal:
    fillers = [ProposedFiller("holder", extent, label) for extent, label in hint.holders]
    fillers.append(ProposedFiller("target", *hint.target))
    fillers += [ProposedFiller("evidence", extent, "CONTENT") for extent in hint.evidence]
    if hint.statement is not None:
        fillers.append(ProposedFiller("statement", frame=hint.statement))
    topic = {"topic": hint.topic} if hint.topic else {}
    return FrameProposal(
        STANCE,
        tuple(fillers),
        hint.rule.name,
        round(min(max(hint.score, 0.05), 0.95), 2),
        hint.rule.reason.format(words=hint.words),
        (),
        {"polarity": hint.polarity, "intensity": hint.intensity, **topic},
        ("target", "polarity") if hint.rule is rules.STATEMENT else (),
    )


class _Finder:
    """Reads verbs and nouns of stance first, then what statements say well or ill."""

    def __init__(
        self,
        layout: Layout,
        parties: Parties,
        statements: Sequence[FrameProposal],
        book: TopicBook,
    ) -> None:
        self._layout = layout
        self._parties = parties
        self._words: StanceWords = stance_words()
        self._topics = Topics(layout, book)
        self._statements = [
            one for index, frame in enumerate(statements) if (one := self._read(index, frame))
        ]
        self._voiced: dict[int, _Statement] = {}
        for one in self._statements:
            for first, last in (*one.pieces, *(((one.cue, one.cue + 1),) if one.cue >= 0 else ())):
                for index in range(first, last):
                    self._voiced[index] = one

    def read(self) -> Iterator[_Hint]:
        """Yield all hints."""
        for index in range(len(self._layout.low)):
            hint = self._of_word(index)
            if hint is not None:
                yield hint
        for one in self._statements:
            hint = self._of_statement(one)
            if hint is not None:
                yield hint

    def _read(self, index: int, frame: FrameProposal) -> _Statement | None:
        layout, page = self._layout, self._layout.page
        by_role: dict[str, list[tuple[Extent, str]]] = {}
        for filler in frame.fillers:
            if filler.extent is not None:
                by_role.setdefault(filler.role, []).append((filler.extent, filler.label))
        pieces = tuple(
            (page.token_at(extent.start), page.token_at(extent.end))
            for extent, _ in by_role.get("content", ())
        )
        speakers = tuple(by_role.get("speaker", ()))
        if not pieces or not speakers or layout.unit_of[pieces[0][0]] < 0:
            return None
        cues = by_role.get("cue", ())
        cue = page.token_at(cues[0][0].start) if cues else -1
        return _Statement(
            index,
            speakers,
            pieces,
            cue,
            layout.unit_of[pieces[0][0]],
            "content" in frame.check,
            all(label == "OUTLET" for _, label in speakers),
        )

    # --- verbs and nouns ----------------------------------------------------------------

    def _of_word(self, index: int) -> _Hint | None:
        layout = self._layout
        word = self._word_at(index)
        if word is None or layout.unit_of[index] < 0 or layout.owner(index) is not None:
            return None
        voiced = self._voiced.get(index)
        after = index + 1 + len(word.rest)
        unwilling = layout.low[index] in _UNWILLING and layout.word(after) == "to"
        if unwilling and self._word_at(after + 1) is not None:
            return None  # "refused to support": the other verb says the position, denied
        begin, end = index, after
        if self._is_passive(index, word):
            target = self._suffers(index, voiced)
            agent = self._parties.after(after + 1) if layout.word(after) == "by" else None
            if target is None or agent is None:
                return None
            begin, end = min(index, layout.page.token_at(target[0].start)), agent.last
            holders = self._with_speakers(agent.parties, voiced)
        else:
            target = self._target(after)
            holders = self._holders(index)
            end = layout.page.token_at(target[0].end) if target is not None else after
        if target is None or not holders or self._holds(target[0], holders):
            return None
        polarity = self._polarity(index, word.polarity)
        unit = layout.unit_of[index]
        evidence = layout.extent(begin, end)
        if evidence is None:
            return None
        if voiced is not None and voiced.cue == index:
            evidences = tuple(e for p in voiced.pieces if (e := layout.extent(*p)) is not None)
        else:
            evidences = (evidence,)
        score = 0.45 + 0.1 * (word.form in {Form.PAST, Form.PRESENT}) + 0.05 * word.strength
        score += 0.1 * self._topics.touches(begin, end)
        score -= 0.1 * layout.page.headline[index]
        return _Hint(
            rules.of_class(word.kind, score),
            score,
            holders,
            target,
            evidences,
            voiced.index if voiced is not None else None,
            polarity,
            self._intensity(unit, index, end, word.strength),
            self._topics.of([(begin, end)], unit),
            layout.units[unit].paragraph,
            evidence.slice(layout.page.view),
        )

    def _word_at(self, index: int) -> StanceWord | None:
        low = self._layout.low
        for word in self._words.known.get(low[index], ()):
            follows = tuple(low[index + 1 : index + 1 + len(word.rest)]) == word.rest
            if follows and self._is_verb(index, word):
                return word
        return None

    def _is_verb(self, index: int, word: StanceWord) -> bool:
        """Whether a form is the verb that it looks like, and no noun or participle."""
        layout = self._layout
        if word.form is None:
            return True
        before = layout.word(index - 1)
        if word.form is Form.BASE:
            return before in {"to", "will", "not", "would", "we", "i", "they", "must", "fully",
                              "should", "and", "can", "also", "strongly"} or (
                self._parties_end(index) and layout.page.capital(index - 1)
            )  # fmt: skip
        if word.form is Form.PAST and layout.kind(index - 1) is Kind.WORD:
            return before not in {"the", "a", "an", "of", "its", "his", "her", "their", "by"}
        return before not in {"the", "a", "an", "of", "its", "his", "her", "their"}

    def _parties_end(self, index: int) -> bool:
        return self._layout.ending(index) is not None

    def _holders(self, index: int) -> tuple[tuple[Extent, str], ...]:
        """Return who holds the position: the subject, and who speaks of themselves."""
        layout = self._layout
        voiced = self._voiced.get(index)
        if voiced is not None and voiced.cue == index:
            return voiced.speakers
        found = list(self._subject(index))
        if voiced is not None:
            mine = any(layout.word(at) in _FIRST_PERSON for at in range(max(0, index - 4), index))
            if not found or mine:
                return voiced.speakers
            found += [one for one in voiced.speakers if one not in found]
        return tuple(found)

    def _subject(self, index: int) -> Iterator[tuple[Extent, str]]:
        parties = self._parties
        group, pronoun = parties.subject(index)
        if group is None and pronoun in HE:
            group = parties.him(index, pronoun)
        elif group is None and pronoun in THEY:
            group = parties.them(index)
        for party in group.parties if group is not None else ():
            yield from self._named(party)

    def _named(self, party: Mention) -> Iterator[tuple[Extent, str]]:
        layout = self._layout
        extent = layout.extent(party.first, party.last)
        if extent is not None and layout.word(party.last - 1) not in _BYSTANDERS:
            yield extent, party.label

    def _is_passive(self, index: int, word: StanceWord) -> bool:
        """Whether somebody suffers what a verb says: "was criticised", "was sharply criticised"."""
        layout = self._layout
        adverb = layout.word(index - 1).endswith("ly")
        return word.form is Form.PAST and layout.word(index - 1 - adverb) in _BE

    def _with_speakers(
        self, parties: tuple[Mention, ...], voiced: "_Statement | None"
    ) -> tuple[tuple[Extent, str], ...]:
        found = [named for party in parties for named in self._named(party)]
        more = voiced.speakers if voiced is not None else ()
        return (*found, *(one for one in more if one not in found))

    def _suffers(self, index: int, voiced: "_Statement | None") -> tuple[Extent, str] | None:
        """Return the noun phrase before a passive verb, or else its subject."""
        layout = self._layout
        last = index - 1 - (layout.word(index - 1) not in _BE)
        while layout.word(last - 1) in {"has", "have", "had", "not", "never", "will"}:
            last -= 1
        first = last
        begin = max(layout.units[layout.unit_of[index]].first, last - _LONGEST_TARGET)
        for place in range(last - 1, begin - 1, -1):
            here = self._voiced.get(place)
            parted = here is not voiced or (here is not None and here.cue == place)
            if parted or layout.kind(place) is not Kind.WORD or layout.word(place) in _ENDS_TARGET:
                break
            first = place
        while layout.word(first) in DETERMINERS and first < last:
            first += 1
        extent = layout.extent(first, last) if first < last else None
        if extent is not None:
            whole = layout.starting(first)
            return extent, whole.label if whole is not None and whole.last == last else "TARGET"
        return next(self._subject(index), None)

    def _target(self, first: int) -> tuple[Extent, str] | None:
        """Return the noun phrase that follows a word."""
        layout = self._layout
        if layout.word(first) == "to" and layout.kind(first + 1) is Kind.WORD:
            first += 2 + (layout.word(first + 2) in {"up", "out"})  # "seeks to deepen ties"
        while layout.word(first) in _BEFORE_TARGET or layout.word(first) == '"':
            first += 1
        last = first
        for place in range(first, first + _LONGEST_TARGET):
            token = layout.kind(place)
            ends = token is Kind.GAP or layout.stop(place)
            ends = ends or layout.word(place) in _ENDS
            marks = token is Kind.MARK and layout.word(place) in {",", ";", ":", '"', "(", ")", "–"}
            if ends or marks or layout.page.label_at(place) == "DATE":
                break
            last = place + 1
        while last > first and layout.word(last - 1) in {
            "on",
            "in",
            "at",
            "to",
            "of",
            "the",
            "for",
        }:
            last -= 1
        extent = layout.extent(first, last)
        if extent is None:
            return None
        whole = layout.starting(first)
        if whole is not None and whole.last == last:
            return extent, whole.label
        return extent, "TARGET"

    def _polarity(self, index: int, polarity: str) -> str:
        layout = self._layout
        near = layout.low[max(0, index - 3) : index]
        denied = any(word in _NEGATED or word.endswith("n't") for word in near)
        denied = denied or (near[-1:] == ["to"] and not _UNWILLING.isdisjoint(near))
        return OPPOSITE.get(polarity, polarity) if denied else polarity

    def _intensity(self, unit: int, first: int, last: int, strength: int) -> int:
        """Return 3 with a maximiser beside the words, 1 with a word that weakens, else 2."""
        layout = self._layout
        begin = max(layout.units[unit].first, first - 4)
        found = [
            int(value)
            for index in range(begin, min(last, layout.units[unit].last))
            for value in self._words.strengths.at(layout.low, index)
        ]
        if found:
            return max(found)
        return strength

    # --- statements -----------------------------------------------------------------------

    def _of_statement(self, one: _Statement) -> _Hint | None:
        layout = self._layout
        if one.relayed:
            return None
        counts = {"support": 0.0, "oppose": 0.0}
        said: list[str] = []
        length = 0
        for first, last in one.pieces:
            length += last - first
            denied = -1
            for index in range(first, last):
                if layout.low[index] in _NEGATED and self._opinion_follows(index, last):
                    denied = index
                    continue
                for polarity in self._words.opinions.at(layout.low, index):
                    near = 0 <= index - denied <= _DENIED and denied >= 0
                    counts[_CONTRARY[polarity] if near else polarity] += 1
                    said.append(layout.page.word(index))
        verb = self._word_at(one.cue) if one.cue >= 0 else None
        if verb is not None:
            counts[verb.polarity] += 2
            said.insert(0, layout.page.word(one.cue))
        polarity = "oppose" if counts["oppose"] > counts["support"] else "support"
        first, last = one.pieces[0]
        holders = (*one.speakers, *self._own_state(one))
        target = self._subject_of(one.pieces, holders)
        evidence = tuple(e for piece in one.pieces if (e := layout.extent(*piece)) is not None)
        unnamed = all(label == "ROLE" for _, label in holders)
        if target is None or not evidence or not said or unnamed:
            return None  # without an opinion wrong four times in five, without a name nine in ten
        rule = rules.STATEMENT
        score = rule.score + 0.06 * min(len(said), 4)
        score += 0.1 * any(self._topics.touches(*piece) for piece in one.pieces)
        score += 0.05 * any(index in layout.at_quote for index in range(first - 1, last))
        score -= 0.1 * (length < 5) + 0.05 * one.carried
        return _Hint(
            rule,
            score,
            holders,
            target,
            evidence,
            one.index,
            polarity,
            self._intensity(one.unit, first, last, 2),
            self._topics.of(one.pieces, one.unit),
            layout.units[one.unit].paragraph,
            ", ".join(f"“{word}”" for word in dict.fromkeys(said[:4])),
        )

    def _opinion_follows(self, index: int, last: int) -> bool:
        """Whether a negation denies a word that speaks well or ill: "no obstacle"."""
        near = range(index + 1, min(last, index + 1 + _DENIED))
        return any(self._words.opinions.at(self._layout.low, at) for at in near)

    def _own_state(self, one: _Statement) -> Iterator[tuple[Extent, str]]:
        """Yield the state or body that the words begin with: who speaks, speaks for it."""
        first, _ = one.pieces[0]
        group, mention = self._parties.starting(first), self._layout.starting(first)
        alone = [mention] if mention is not None else []
        parties = list(group.parties) if group is not None else alone
        if len(parties) == 1 and len(one.speakers) == 1:
            party = parties[0]
            goes_on = self._layout.word(party.last) == "to"  # "urged Tokyo to return"
            possessive = self._layout.kind(party.last) is Kind.POSSESSIVE
            if party.label in {"GPE", "ORG"} and not goes_on and not possessive:
                named = next(self._named(party), None)
                if named is not None and named not in one.speakers:
                    yield named

    def _subject_of(
        self, pieces: Sequence[tuple[int, int]], holders: Sequence[tuple[Extent, str]]
    ) -> tuple[Extent, str] | None:
        """Return what a statement is about: its first noun phrase, as far as words tell.

        Nobody takes a side towards themselves: a holder is passed over.
        """
        for first, last in pieces:
            found = self._first_named(first, last, holders)
            if found is not None and not self._holds(found[0], holders):
                return found
        return None

    def _first_named(
        self, first: int, last: int, holders: Sequence[tuple[Extent, str]]
    ) -> tuple[Extent, str] | None:
        layout = self._layout
        begin = first
        for index in range(first, min(last, first + _LONGEST_TARGET)):
            mention = layout.starting(index)
            if mention is None or mention.last > last:
                continue
            extent = layout.extent(mention.first, mention.last)
            if extent is None:
                return None
            if not self._holds(extent, holders):
                return extent, mention.label
            begin = mention.last + (layout.kind(mention.last) is Kind.POSSESSIVE)
        for index in range(begin, min(last, begin + _VERB_AFTER)):
            word = self._word_at(index)
            if word is not None:  # "Beijing strongly supports the regional effort"
                begin = index + 1 + len(word.rest)
                break
        while layout.word(begin) in _BE:
            begin += 1
        return self._target(begin)

    def _holds(self, target: Extent, holders: Sequence[tuple[Extent, str]]) -> bool:
        """Whether the words of a target name one of the holders."""
        view = self._layout.page.view
        names = {_last_word(extent.slice(view)) for extent, _ in holders}
        return _last_word(target.slice(view)) in names
