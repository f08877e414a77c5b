"""One text while the rules work on it."""

from array import array
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from annotator.domain.extent import Extent
from annotator.domain.suggestion import Proposal
from annotator.nlp.builtin.lexicon import Lexicon, Term
from annotator.nlp.builtin.rulebook import Rule
from annotator.nlp.parse import Parse
from annotator.nlp.tokens import Kind, Token

PAGE = "annotator.page"
"""Where a ``Doc`` of the pipeline keeps its page."""
HEADLINE_TOKENS = 40
HEADLINE_SHARE = 0.6  # share of capitals among its longer words that makes a line a headline


@dataclass(frozen=True, slots=True)
class Find:
    """A stretch that a rule has found, as a range of tokens."""

    first: int
    last: int
    label: str
    rule: Rule
    score: float


@dataclass(frozen=True, slots=True)
class Match:
    """A term of a list that begins at a token."""

    first: int
    last: int
    term: Term


class Page:
    """The tokens of one text, what the lists say of them, and what has been found so far.

    Names and dates do not overlap one another: the first rule to claim a token owns it. Roles and
    names within names are added beside them.

    Attributes:
        off: Names of the rules that are switched off: they find nothing.
        owner: What has claimed each token.
        matches: The terms of the lists, in text order; they do not overlap.
        finds: Everything found, claimed or not.
        marks: The view with the quotation marks of the text, curly ones as they are.
        parse: Which word depends on which, where a pipeline of the user's says so.
    """

    def __init__(
        self,
        view: str,
        tokens: list[Token],
        lexicon: Lexicon,
        off: frozenset[str] = frozenset(),
    ) -> None:
        self.view = view
        self.off = off
        self.marks = view
        self.parse: Parse | None = None
        self.tokens = tokens
        self.lexicon = lexicon
        self.owner: list[Find | None] = [None] * len(tokens)
        self.finds: list[Find] = []
        self.matches: list[Match] = []
        self._match_at: dict[int, Match] = {}
        self._offices = array("i", [-1]) * len(tokens)  # not looked for yet
        self.headline = self._headline_tokens()
        self._starts = [token.start for token in tokens]

    # --- reading ------------------------------------------------------------------------

    def word(self, index: int) -> str:
        """Return a token's text, "" outside the text."""
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    def words(self, first: int, last: int) -> list[str]:
        """Return the texts of a range of tokens."""
        return [token.text for token in self.tokens[max(0, first) : max(0, last)]]

    def capital(self, index: int) -> bool:
        """Whether there is a token at an index and it begins with a capital letter."""
        return 0 <= index < len(self.tokens) and self.tokens[index].capital

    def hyphen(self, index: int) -> bool:
        """Whether the token at an index is a hyphen inside a word."""
        return (
            0 < index < len(self.tokens) - 1
            and self.tokens[index].text == "-"
            and not self.tokens[index].gap
            and not self.tokens[index + 1].gap
            and self.tokens[index - 1].kind in {Kind.WORD, Kind.NUMBER}
            and self.tokens[index + 1].kind in {Kind.WORD, Kind.NUMBER}
        )

    def possessive(self, index: int) -> bool:
        """Whether the token at an index is "'s", or the apostrophe after a plural."""
        if not 0 < index < len(self.tokens):
            return False
        token = self.tokens[index]
        return token.kind is Kind.POSSESSIVE or (token.text == "'" and not token.gap)

    def titled(self, index: int) -> bool:
        """Whether an office or a form of address begins at a token."""
        return self.office_at(index) > index or self.honorific_at(index) > index

    def follows(self, index: int) -> bool:
        """Whether a token stands on the same line as the one before, with at most a space."""
        if not 0 < index < len(self.tokens):
            return False
        return self.tokens[index].start - self.tokens[index - 1].end <= 1

    def free(self, first: int, last: int) -> bool:
        """Whether nothing has claimed any token of a range."""
        return all(find is None for find in self.owner[first:last])

    def label_at(self, index: int) -> str:
        """Return the label of what has claimed a token, "" where nothing has."""
        find = self.owner[index] if 0 <= index < len(self.owner) else None
        return find.label if find is not None else ""

    def token_at(self, offset: int) -> int:
        """Return the index of the first token that begins at or after an offset."""
        return bisect_left(self._starts, offset)

    def match_at(self, index: int) -> Match | None:
        """Return the term of a list that covers a token."""
        return self._match_at.get(index)

    def office_at(self, index: int) -> int:
        """Return the end of the office that begins at a token, ``index`` where there is none."""
        if not 0 <= index < len(self.tokens):
            return index
        if self._offices[index] < 0:
            found = self.lexicon.offices.longest(self.tokens, index, lower=True)
            self._offices[index] = found[0] if found else index
        return self._offices[index]

    def in_office(self, index: int) -> bool:
        """Whether a token stands inside an office of several words, before its last."""
        return any(self.office_at(first) > index + 1 for first in range(index - 2, index + 1))

    def honorific_at(self, index: int) -> int:
        """Return the end of the form of address that begins at a token, else ``index``."""
        if not self.capital(index):
            return index
        found = self.lexicon.honorifics.longest(self.tokens, index)
        return found[0] if found else index

    @cached_property
    def lower_words(self) -> frozenset[str]:
        """Words that the text has in lower case somewhere."""
        return frozenset(
            token.text for token in self.tokens if token.kind is Kind.WORD and not token.capital
        )

    # --- writing ------------------------------------------------------------------------

    def note(self, match: Match) -> None:
        """Record where a term of a list stands."""
        self.matches.append(match)
        for index in range(match.first, match.last):
            self._match_at[index] = match

    def claim(
        self,
        first: int,
        last: int,
        rule: Rule,
        *,
        label: str = "",
        score: float = 0.0,
    ) -> bool:
        """Record a find and own its tokens, unless one of them is owned.

        Args:
            first: Index of its first token.
            last: Index of the token after it.
            rule: What found it.
            label: Where it is not the rule's own.
            score: Where it is not the rule's own.
        """
        if first >= last or rule.name in self.off or not self.free(first, last):
            return False
        find = _find(first, last, rule, label, score)
        self.owner[first:last] = [find] * (last - first)
        self.finds.append(find)
        return True

    def add(self, first: int, last: int, rule: Rule, *, label: str = "") -> None:
        """Record a find that may lie over or within others."""
        if first < last and rule.name not in self.off:
            self.finds.append(_find(first, last, rule, label, 0.0))

    def release(self, find: Find) -> None:
        """Take a find back."""
        self.finds.remove(find)
        for index in range(find.first, find.last):
            if self.owner[index] is find:
                self.owner[index] = None

    def proposals(self) -> list[Proposal]:
        """Return what was found, one proposal for each start, end and label, in text order."""
        best: dict[tuple[int, int, str], Find] = {}
        for find in self.finds:
            start, end = self.tokens[find.first].start, self.tokens[find.last - 1].end
            known = best.get((start, end, find.label))
            if known is None or known.score < find.score:
                best[start, end, find.label] = find
        return [
            Proposal(
                Extent(start, end),
                label,
                find.rule.name,
                find.score,
                find.rule.reason,
            )
            for (start, end, label), find in sorted(best.items(), key=lambda item: item[0])
        ]

    # --- lines in title case ------------------------------------------------------------

    def _headline_tokens(self) -> list[bool]:
        """Return for each token whether it stands in a line where capitals prove nothing."""
        marked: list[bool] = []
        line: list[Token] = []
        for token in self.tokens:
            if token.kind is Kind.GAP:
                marked.extend([_is_headline(line)] * len(line))
                marked.append(False)
                line = []
            else:
                line.append(token)
        marked.extend([_is_headline(line)] * len(line))
        return marked


def _find(first: int, last: int, rule: Rule, label: str, score: float) -> Find:
    return Find(first, last, label or rule.label, rule, score or rule.score)


def _is_headline(line: list[Token]) -> bool:
    words = [token for token in line if token.kind is Kind.WORD and len(token.text) > 3]
    if line and line[0].text in {"By", "BY"}:
        return False  # a byline
    ended = any(token.text in {".", "!", "?"} for token in line[-2:])
    if len(words) < 3 or len(line) > HEADLINE_TOKENS or ended:
        return False
    return sum(token.capital for token in words) > HEADLINE_SHARE * len(words)
