"""One page as statements are read: quotations, sentences at each level, mentions."""

from dataclasses import dataclass, field
from functools import cached_property

from annotator.domain.extent import Extent
from annotator.domain.motion import quotations
from annotator.nlp.builtin.lexicon import folded, word_set
from annotator.nlp.builtin.page import Find, Page
from annotator.nlp.builtin.statements.cues import CueBook, CueForm, Form
from annotator.nlp.tokens import Kind

SPEAKERS = ("PERSON", "ORG", "OUTLET", "GPE", "ROLE", "NORP")  # the first one wins among equals
STOPS = frozenset(".?!…")
_STARTERS = word_set(
    "He She It They We The A An But And In On At This That These Those However Meanwhile His Her "
    "Their Its Asked Speaking According Earlier Later After Before During When While"
)
_AFTERWARDS = word_set("on in at to during after when as by from before while with")
_JOIN_NAMES = word_set("of for to from with at in by under and")
LOOK_AHEAD = 9
_DEEPEST = 6
_LONGEST_DATELINE = 24
_LONGEST_OFFICE = 4
DASHES = frozenset({"-", "--", "–", "—"})


@dataclass(slots=True)
class Quote:
    """A quotation: the tokens of its marks, and the unit that it stands in.

    Attributes:
        open: Token of the opening mark.
        close: Token of the closing mark, or the token behind the words of an unclosed one.
        pieces: Its words paragraph by paragraph, as token ranges.
    """

    open: int
    close: int
    closed: bool
    unit: int = -1
    pieces: list[tuple[int, int]] = field(default_factory=list)

    @property
    def end(self) -> int:
        """The token behind it."""
        return self.close + self.closed


@dataclass(slots=True)
class Unit:
    """A sentence at one level: of the text, or of a quotation, whose own quotations are opaque.

    Attributes:
        quote: The quotation whose level it belongs to, -1 outside all.
        quotes: The quotations that stand in it, in order.
    """

    first: int
    last: int
    quote: int
    paragraph: int
    quotes: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that may name a speaker, as a token range."""

    first: int
    last: int
    label: str


class Layout:
    """What the rules for statements ask about a page; every question costs a few steps only.

    Attributes:
        units: All sentences, outer ones before those of the quotations in them.
        unit_of: The unit of each token.
        at_quote: The quotation that opens at a token.
        ends: Mentions by the token behind them, the longest first; ``starts`` by their first one.
    """

    def __init__(self, page: Page, book: CueBook) -> None:
        self.page = page
        self.book = book
        low = {text: text.lower() for text in {token.text for token in page.tokens}}
        self.low = [low[token.text] for token in page.tokens]
        self.quotes: list[Quote] = []
        self.at_quote: dict[int, int] = {}
        self.before_quote: dict[int, int] = {}
        self._read_quotes()
        self.ends: dict[int, list[Mention]] = {}
        self.starts: dict[int, list[Mention]] = {}
        self._read_mentions()
        self.units: list[Unit] = []
        self.unit_of = [-1] * len(page.tokens)
        _Sentences(self).read()
        self._leave_out_datelines()

    # --- asking -------------------------------------------------------------------------

    def word(self, index: int) -> str:
        """Return a token in lower case, "" outside the text."""
        return self.low[index] if 0 <= index < len(self.low) else ""

    def kind(self, index: int) -> Kind:
        """Return what a token is; outside the text a gap."""
        tokens = self.page.tokens
        return tokens[index].kind if 0 <= index < len(tokens) else Kind.GAP

    def stop(self, index: int) -> bool:
        """Whether a token ends sentences."""
        return self.word(index)[:1] in STOPS and self.kind(index) is Kind.MARK

    def cue_at(self, index: int) -> tuple[CueForm, int] | None:
        """Return the verb that attributes at a token, and the token behind it."""
        for form in self.book.verbs.get(self.word(index), ()):
            last = index + 1 + len(form.rest)
            if form.rest and self.page.label_at(last) == "DATE":
                continue  # "insisted on Thursday that"
            if not form.rest or tuple(self.low[index + 1 : last]) == form.rest:
                return form, last
        return None

    def finite_cue(self, index: int) -> tuple[CueForm, int] | None:
        """Return a verb that may be the predicate of its clause."""
        if self.owner(index) is not None:
            return None
        found = self.cue_at(index)
        return found if found is not None and found[0].form in {Form.PAST, Form.PRESENT} else None

    def owner(self, index: int) -> Find | None:
        """Return the name or date that a token belongs to."""
        owners = self.page.owner
        return owners[index] if 0 <= index < len(owners) else None

    def ending(self, end: int) -> Mention | None:
        """Return the longest mention that ends before a token."""
        found = self.ends.get(end)
        return found[0] if found else None

    def starting(self, start: int) -> Mention | None:
        """Return the longest mention that begins at a token."""
        found = self.starts.get(start)
        return found[0] if found else None

    def extent(self, first: int, last: int) -> Extent | None:
        """Return a range of tokens as characters, ``None`` where it is empty."""
        if first >= last:
            return None
        return Extent(self.page.tokens[first].start, self.page.tokens[last - 1].end)

    def before_titles(self, first: int) -> int:
        """Return where the ranks, offices and forms of address right before a name begin."""
        for at in range(max(0, first - _LONGEST_OFFICE), first):
            if first in {self.page.office_at(at), self.page.honorific_at(at)}:
                return self.before_titles(at)
        return first

    def attribution_follows(self, index: int) -> bool:
        """Whether the next words attribute what was said before: "Mohtasham said."."""
        if self.kind(index) is not Kind.WORD:
            return False
        for place in range(index, index + LOOK_AHEAD):
            if self.stop(place) or self.kind(place) is Kind.GAP or place in self.at_quote:
                return False
            found = self.finite_cue(place)
            if found is not None and place > index and "after" in found[0].verb.takes:
                after = found[1]
                plain = self.word(after) in {".", ",", ";"} or self.word(after) in _AFTERWARDS
                return plain or self.kind(after) is Kind.GAP or "told" in found[0].verb.takes
        return False

    # --- reading ------------------------------------------------------------------------

    def _read_quotes(self) -> None:
        tokens = self.page.tokens
        found = sorted(quotations(self.page.marks), key=lambda item: (item.start, -item.end))
        for quotation in found:
            opening = self.page.token_at(quotation.start)
            if opening == len(tokens) or tokens[opening].start != quotation.start:
                continue
            end = quotation.end - 1 if quotation.closed else quotation.end
            close = self.page.token_at(end)
            if close > opening + 1:
                number = len(self.quotes)
                self.quotes.append(Quote(opening, close, quotation.closed))
                self.at_quote[opening] = number
                self.before_quote[self.quotes[-1].end] = number

    def _leave_out_datelines(self) -> None:
        """Let the first sentence of a paragraph begin behind its dateline."""
        for unit in self.units:
            if unit.quote < 0 and self.kind(unit.first - 1) is Kind.GAP:
                unit.first = max(unit.first, self._dateline_end(unit.first, unit.last))

    def _dateline_end(self, first: int, last: int) -> int:
        """Return the token behind a dateline, 0 where there is none: "PARIS, May 3 (AFP) —"."""
        tokens, depth, bracket = self.page.tokens, 0, -1
        if not tokens[first].capital:
            return 0
        for place in range(first, min(last, first + _LONGEST_DATELINE)):
            token = tokens[place]
            if token.text in DASHES and depth == 0 and not self.page.hyphen(place):
                known = bracket >= 0 or self._dates_line(first, place)
                return self._past_date(place + 1) if known and (token.gap or bracket >= 0) else 0
            depth += (token.text == "(") - (token.text == ")")
            if token.text == ")":
                bracket = place
            elif bracket >= 0:
                dated = any(self.page.label_at(at) == "DATE" for at in range(first, bracket))
                return bracket + 1 if dated and token.capital else 0
            plain = token.capital or token.kind in {Kind.MARK, Kind.NUMBER} or depth > 0
            if not plain and self.page.label_at(place) != "DATE":
                return 0
        return 0

    def _dates_line(self, first: int, last: int) -> bool:
        """Whether the words before a dash name a place or a day, as datelines do."""
        labels = {self.page.label_at(place) for place in range(first, last)}
        return self.page.tokens[first].upper or not labels.isdisjoint({"GPE", "LOC", "DATE"})

    def _past_date(self, place: int) -> int:
        """Return the token behind a date and its dash: "PARIS (AFP) - 3 May 2016 -"."""
        date = self.owner(place)
        if date is not None and date.label == "DATE" and self.word(date.last) in DASHES:
            return date.last + 1
        return place

    def _read_mentions(self) -> None:
        best: dict[tuple[int, int], str] = {}
        for find in self.page.finds:
            if find.label in SPEAKERS and not self._is_constituency(find):
                key = (find.first, find.last)
                known = best.get(key)
                if known is None or SPEAKERS.index(find.label) < SPEAKERS.index(known):
                    best[key] = find.label
        for place, label in list(best.items()):
            if label == "ROLE":
                self._shorten(place, best)
        for place, label in list(best.items()):
            if label == "GPE" or (label == "NORP" and place[1] - place[0] == 1):
                self._read_as_name(place, best)
        for (first, last), label in sorted(best.items(), key=lambda item: item[0][0] - item[0][1]):
            mention = Mention(first, last, label)
            self.ends.setdefault(last, []).append(mention)
            self.starts.setdefault(first, []).append(mention)

    def _is_constituency(self, find: Find) -> bool:
        """Whether a state stands for where a member was elected: "R-Iowa"."""
        party = self.word(find.first - 2)
        return find.label == "GPE" and self.page.hyphen(find.first - 1) and len(party) == 1

    def _shorten(self, office: tuple[int, int], best: dict[tuple[int, int], str]) -> None:
        """Let an office end before the name of its holder: "head of the navy | Admiral Ali B"."""
        first, last = office
        name = self.page.owner[last - 1]
        if name is None or name.label != "PERSON" or not first < name.first or name.last != last:
            return
        before = self.before_titles(name.first)  # "aides to | President Ali B"
        joined = self.word(before - 1) in _JOIN_NAMES or self.page.possessive(before - 1)
        if before > first and not joined:
            del best[office]
            best.setdefault((first, before), "ROLE")

    def _read_as_name(self, town: tuple[int, int], best: dict[tuple[int, int], str]) -> None:
        """Read a town's name as a person's where a given name, an office or a name says so."""
        first, last = town
        page, before = self.page, first - 1
        free = first > 0 and (page.owner[before] is None or page.label_at(before) == "PERSON")
        given = free and page.tokens[before].capital and page.follows(first)
        if best[town] == "NORP" and page.label_at(before) != "PERSON":
            return
        known = page.label_at(before) == "PERSON" and best[town] == "NORP"
        if given and (known or folded(page.word(before)) in page.lexicon.given_names):
            best[before, last] = "PERSON"
        elif last - first == 1 and self._office_ends(first):
            best[town] = "PERSON"
        elif self.word(before) == "," and page.label_at(last) == "PERSON":
            name = page.owner[last]
            if name is not None and page.follows(last):
                best[first, name.last] = "PERSON"

    def _office_ends(self, index: int) -> bool:
        """Whether an office stands right before a token: "President | Lowell"."""
        starts = range(max(0, index - _LONGEST_OFFICE), index)
        return self.page.follows(index) and any(
            self.page.capital(at) and self.page.office_at(at) == index for at in starts
        )

    @cached_property
    def capitals(self) -> frozenset[str]:
        """Words that the text has with a capital where none is due, and nowhere without."""
        tokens = (t for t in self.page.tokens if t.kind is Kind.WORD and t.capital and not t.first)
        return frozenset(t.text for t in tokens if t.text.lower() not in self.page.lower_words)


@dataclass(slots=True)
class _Level:
    """A level while it is read: the text or a quotation that is open."""

    quote: int
    unit: int
    end: int


class _Sentences:
    """Divides the text and every quotation into sentences, in one pass over the tokens."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._levels = [_Level(-1, -1, len(layout.low))]
        self._paragraph = 0

    def read(self) -> None:
        for index in range(len(self._layout.low)):
            while self._levels[-1].end <= index:
                self._close_level(index)
            self._take(index)
        while len(self._levels) > 1:
            self._close_level(len(self._layout.low))
        self._close_unit(len(self._layout.low))

    def _take(self, index: int) -> None:
        layout = self._layout
        if layout.kind(index) is Kind.GAP:
            self._close_unit(index)
            self._paragraph += 1
            return
        self._belong(index)
        number = layout.at_quote.get(index)
        if number is not None and len(self._levels) < _DEEPEST:
            quote = layout.quotes[number]
            quote.unit = self._levels[-1].unit
            layout.units[quote.unit].quotes.append(number)
            self._levels.append(_Level(number, -1, quote.close))
        elif layout.stop(index) or layout.word(index).endswith("."):
            if self._ends(index):
                self._close_unit(index + 1)
        elif index + 1 in layout.before_quote and self._ends_with_quote(index):
            self._close_unit(index + 1)

    def _belong(self, index: int) -> None:
        level, layout = self._levels[-1], self._layout
        if level.unit < 0:
            level.unit = len(layout.units)
            layout.units.append(Unit(index, index + 1, level.quote, self._paragraph))
        layout.unit_of[index] = level.unit
        layout.units[level.unit].last = index + 1

    def _close_unit(self, end: int) -> None:
        level = self._levels[-1]
        if level.unit >= 0:
            self._layout.units[level.unit].last = end
            if level.quote >= 0:
                self._add_piece(level.quote, self._layout.units[level.unit])
        level.unit = -1

    def _add_piece(self, number: int, unit: Unit) -> None:
        """Add a sentence to the words of its quotation; sentences of one paragraph are one."""
        layout = self._layout
        pieces = layout.quotes[number].pieces
        if pieces and layout.units[layout.unit_of[pieces[-1][0]]].paragraph == unit.paragraph:
            pieces[-1] = (pieces[-1][0], unit.last)
        else:
            mark = layout.kind(unit.first) is Kind.MARK and layout.word(unit.first) in "\"'"
            reopened = bool(pieces) and mark and unit.first not in layout.at_quote
            pieces.append((unit.first + reopened, unit.last))

    def _close_level(self, index: int) -> None:
        self._close_unit(index)
        self._levels.pop()

    def _ends(self, index: int) -> bool:
        """Whether the stop at a token ends its sentence."""
        layout, after = self._layout, index + 1
        while layout.word(after) in {")", "]"}:
            after += 1
        following = layout.kind(after)
        if following is Kind.GAP or after >= self._levels[-1].end:
            return True
        if layout.kind(index) is Kind.WORD:  # "in the U.S. He said"
            return layout.page.tokens[after].text in _STARTERS and layout.page.tokens[after].gap
        token = layout.page.tokens[after]
        opens = token.capital or following is Kind.NUMBER or token.text in "\"'("
        return after == index + 1 and opens and (token.gap or token.capital)

    def _ends_with_quote(self, index: int) -> bool:
        """Whether a sentence ends with the quotation that closes at a token."""
        layout = self._layout
        if not layout.stop(index - 1) and layout.word(index - 1) not in {'"', "'"}:
            return False
        after = index + 1
        if layout.kind(after) is Kind.GAP:
            return True
        token = layout.page.tokens[after]
        if not (token.capital or token.text in "\"'(" or token.kind is Kind.NUMBER):
            return False
        asked = layout.word(index - 1)[:1] in {"?", "!", "…"}
        return not (asked and layout.attribution_follows(after))
