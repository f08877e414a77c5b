"""All names of the register in memory, found by name, part, initials and spelling."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from heapq import nsmallest
from typing import TypeAlias, TypeVar

from annotator import assets
from annotator.domain.names import (
    PARTICLES,
    Tokens,
    initials,
    is_acronym,
    is_adjective_of,
    plain_name,
    sound,
    tokens_of,
    without_titles,
)

K = TypeVar("K")
V = TypeVar("V")
Postings: TypeAlias = dict[K, list[int]]
"""Entities by what their names are or have."""

ALIKE_LEAST = 0.75
"""How alike two parts of a name must be: one letter in four."""
_INITIAL = 0.9
_MORE_THAN_LEAST = 0.09
"""What a name may gain on its least alike part: Alia Rahimi is not Ali Rahimi."""
_SHORT = 4
_MOST_FUZZY = 40
_MOST_WEIGHED = 300
_MOST_SPREAD = 4000
_MOST_BEGUN = 1500


class Way(IntEnum):
    """How words and an entity belong together, best first."""

    NAME = 0
    ALIAS = 1
    INITIALS = 2
    PART = 3
    BEGINNING = 4
    SPELLING = 5


@dataclass(frozen=True, slots=True)
class Found:
    """An entity that words may mean.

    Attributes:
        score: 0 to 1: how alike; 1 for all but spelling and beginnings.
        name: Which of its names they belong to, as it is compared.
    """

    entity: int
    way: Way
    score: float
    name: Tokens

    @property
    def order(self) -> tuple[int, float, int]:
        """Sort key: best first."""
        return (self.way, -self.score, self.entity)


@dataclass(frozen=True, slots=True)
class _Known:
    """One entity with its names, the register's own first."""

    names: tuple[Tokens, ...]
    initials: frozenset[str]
    parts: frozenset[str]

    @property
    def joined(self) -> set[str]:
        """Its names as one word each, as they sound."""
        return {_joined(name) for name in self.names}


class Vocabulary:
    """All parts of names, found by beginning and by spelling.

    They are kept by first letter, as written and as heard: only those are compared, and a new part
    costs no more than its own letter.
    """

    def __init__(self) -> None:
        self._sounds: dict[str, list[str]] = {}
        self._written: dict[str, set[str]] = {}
        self._heard: dict[str, set[str]] = {}
        self._in_order: dict[str, list[str]] = {}
        self._compared: dict[str, tuple[list[str], list[str]]] = {}

    def add(self, part: str) -> None:
        """Add a part that is not there yet."""
        heard = sound(part)
        self._sounds.setdefault(heard, []).append(part)
        self._written.setdefault(part[0], set()).add(part)
        self._heard.setdefault(_letter(heard), set()).add(part)
        self._forget(part[0], _letter(heard))

    def remove(self, part: str) -> None:
        """Take a part out."""
        heard = sound(part)
        _take_out(self._sounds, heard, part)
        self._written[part[0]].discard(part)
        self._heard[_letter(heard)].discard(part)
        self._forget(part[0], _letter(heard))

    def _forget(self, written: str, heard: str) -> None:
        self._in_order.pop(written, None)
        self._compared.pop(heard, None)

    def begun(self, beginning: str) -> list[str]:
        """Return parts that begin so, at most some hundred."""
        letter = beginning[0]
        if letter not in self._in_order:
            self._in_order[letter] = sorted(self._written.get(letter, ()))
        words = self._in_order[letter]
        found: list[str] = []
        place = bisect_left(words, beginning)
        for word in words[place : place + _MOST_BEGUN]:
            if not word.startswith(beginning):
                break
            found.append(word)
        return found

    def sounding(self, token: str) -> Sequence[str]:
        """Return the parts that sound just as a word."""
        return self._sounds.get(sound(token), ())

    def spelled(self, token: str) -> Iterator[tuple[str, float]]:
        """Yield the parts that are spelled or sound like a word, with how alike they are."""
        heard = sound(token)
        words, sounds = self._to_compare(_letter(heard))
        for word, score in _close(token, words):
            if word != token:
                yield word, score
        for other, score in _close(heard, sounds):
            for part in self._sounds.get(other, ()):
                if part != token and len(part) >= _SHORT:
                    yield part, score

    def _to_compare(self, letter: str) -> tuple[list[str], list[str]]:
        if letter not in self._compared:
            words = sorted(self._heard.get(letter, ()))
            self._compared[letter] = words, sorted({sound(word) for word in words})
        return self._compared[letter]


def _letter(heard: str) -> str:
    """Return the letter under which a sound is kept; Arabic q is written g as well: Gaddafi."""
    return "k" if heard[0] == "g" else heard[0]


def _close(word: str, others: Sequence[str]) -> Iterator[tuple[str, float]]:
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    found = process.extract(
        word,
        others,
        scorer=Levenshtein.normalized_similarity,
        score_cutoff=ALIKE_LEAST,
        limit=_MOST_FUZZY,
    )
    return ((other, min(0.95, score)) for other, score, _ in found)


class NameIndex:
    """Finds entities by their names; entities are put in, exchanged and taken out one by one."""

    def __init__(self, titles: Collection[Tokens] = ()) -> None:
        self.titles = frozenset(titles)
        self._known: dict[int, _Known] = {}
        self._exact: Postings[Tokens] = {}
        self._parts: Postings[str] = {}
        self._initials: Postings[str] = {}
        self._joined: Postings[str] = {}
        self._vocabulary = Vocabulary()

    def __len__(self) -> int:
        return len(self._known)

    # --- keeping it ---------------------------------------------------------------------------

    def put(self, entity: int, name: str, aliases: Iterable[str] = ()) -> None:
        """Add an entity, or exchange what is known of it."""
        self.drop(entity)
        plain = plain_name(name)
        written = [name, *([plain] if plain != name else []), *aliases]
        names = tuple(dict.fromkeys(found for one in written if (found := tokens_of(one))))
        short = {one for tokens in names if len(tokens) > 1 for one in initials(tokens)}
        known = _Known(names, frozenset(short), frozenset(part for one in names for part in one))
        self._known[entity] = known
        for tokens in names:
            self._exact.setdefault(tokens, []).append(entity)
        for heard in known.joined:
            self._joined.setdefault(heard, []).append(entity)
        for one in short:
            self._initials.setdefault(one, []).append(entity)
        for part in known.parts:
            holding = self._parts.setdefault(part, [])
            holding.append(entity)
            if len(holding) == 1:
                self._vocabulary.add(part)

    def drop(self, entity: int) -> None:
        """Take an entity out, if it is there."""
        known = self._known.pop(entity, None)
        if known is None:
            return
        for tokens in known.names:
            _take_out(self._exact, tokens, entity)
        for heard in known.joined:
            _take_out(self._joined, heard, entity)
        for one in known.initials:
            _take_out(self._initials, one, entity)
        for part in known.parts:
            _take_out(self._parts, part, entity)
            if part not in self._parts:
                self._vocabulary.remove(part)

    # --- finding ------------------------------------------------------------------------------

    def search(self, words: str, *, typed: bool = False, fuzzy: bool = True) -> list[Found]:
        """Return the entities that words may mean, best first.

        Args:
            words: A mention's, or what somebody types.
            typed: Whether the last word may be the beginning of one.
            fuzzy: Whether other spellings count.
        """
        wanted = tokens_of(words)
        if not wanted:
            return []
        found: dict[int, Found] = {}
        for tokens in dict.fromkeys((wanted, without_titles(wanted, self.titles))):
            self._add_exact(found, tokens)
            self._add_weighed(found, tokens, typed=typed, fuzzy=fuzzy)
        self._add_initials(found, words, wanted)
        return sorted(found.values(), key=lambda one: one.order)

    def alike(self, entity: int) -> list[Found]:
        """Return the other entities whose names are spelled like one's, best first."""
        known = self._known.get(entity)
        found: dict[int, Found] = {}
        for name in known.names if known is not None else ():
            for one in self.search(" ".join(name)):
                whole = one.way != Way.PART or len(name) > 1 < len(one.name)
                if one.entity != entity and one.way != Way.BEGINNING and whole:
                    _keep(found, one)
        for short in known.initials if known is not None else ():
            for other in self._exact.get((short,), ()):
                if other != entity:
                    _keep(found, Found(other, Way.INITIALS, 1.0, (short,)))
        return sorted(found.values(), key=lambda one: one.order)

    def _add_exact(self, found: dict[int, Found], tokens: Tokens) -> None:
        for entity in self._exact.get(tokens, ()):
            own = self._known[entity].names[0] == tokens
            _keep(found, Found(entity, Way.NAME if own else Way.ALIAS, 1.0, tokens))

    def _add_initials(self, found: dict[int, Found], words: str, wanted: Tokens) -> None:
        if is_acronym(words):
            for entity in self._initials.get("".join(wanted), ()):
                _keep(found, Found(entity, Way.INITIALS, 1.0, wanted))
        for short in initials(wanted):
            for entity in self._exact.get((short,), ()):
                _keep(found, Found(entity, Way.INITIALS, 1.0, (short,)))

    def _add_weighed(
        self, found: dict[int, Found], tokens: Tokens, *, typed: bool, fuzzy: bool
    ) -> None:
        """Add entities that share parts, or parts that are spelled alike, with the words."""
        likes = [self._like(token, fuzzy=fuzzy) for token in tokens]
        if typed:
            likes = [self._typed(token, like) for token, like in zip(tokens, likes, strict=True)]
        if fuzzy and len("".join(tokens)) > _SHORT:
            for entity in self._joined.get(_joined(tokens), ()):
                _keep(found, Found(entity, Way.SPELLING, 0.97, self._known[entity].names[0]))
        for entity in self._sharing(likes):
            for name in self._known[entity].names:
                weighed = _weigh(tokens, name, likes, typed=typed)
                if weighed is not None:
                    _keep(found, Found(entity, *weighed, name))

    def _sharing(self, likes: Sequence[Mapping[str, float]]) -> list[int]:
        """Return the entities that share most with the words, at most a few hundred."""
        shared: dict[int, float] = {}
        spread = [sum(len(self._parts.get(part, ())) for part in like) for like in likes]
        for place in sorted(range(len(likes)), key=spread.__getitem__):
            only_known = bool(shared) and spread[place] > _MOST_SPREAD
            best: dict[int, float] = {}
            for part, score in sorted(likes[place].items(), key=lambda item: item[1]):
                for entity in self._parts.get(part, ()):
                    if not only_known or entity in shared:
                        best[entity] = score or 0.5
            for entity, score in best.items():
                shared[entity] = shared.get(entity, 0.0) + score
        if len(shared) <= _MOST_WEIGHED:
            return list(shared)
        known = self._known
        return nsmallest(
            _MOST_WEIGHED, shared, key=lambda one: (-shared[one], len(known[one].names[0]), one)
        )

    def _like(self, token: str, *, fuzzy: bool) -> dict[str, float]:
        """Return the parts of all names that a part may be a spelling of, with how alike."""
        found = {token: 1.0} if token in self._parts else {}
        if len(token) == 1:
            if token not in PARTICLES:
                found.update(dict.fromkeys(self._vocabulary.begun(token), _INITIAL))
            return found
        if token in self._parts and not fuzzy:
            return found
        found.update(
            (part, _INITIAL)
            for part in (token[0],)
            if part in self._parts and token not in PARTICLES
        )
        if not fuzzy or token in PARTICLES or not token.isalpha():
            return found
        for part in self._vocabulary.sounding(token):
            found.setdefault(part, 0.96)
        if len(token) >= _SHORT:
            for part, score in self._vocabulary.spelled(token):
                found[part] = max(found.get(part, 0.0), score)
        return {part: score for part, score in found.items() if not is_adjective_of(token, part)}

    def _typed(self, token: str, like: Mapping[str, float]) -> dict[str, float]:
        """Return what a part is like, and what it is the beginning of: 0 stands for that."""
        begun = dict.fromkeys(self._vocabulary.begun(token), 0.0)
        return (
            begun
            | {part: score for part, score in like.items() if part not in begun}
            | ({token: 1.0} if token in begun else {})
        )


def _joined(name: Tokens) -> str:
    """Return how a name sounds in one word; g and k are one in it, as in any long part."""
    return "".join(map(sound, name)).replace("g", "k")


def _take_out(table: dict[K, list[V]], key: K, value: V) -> None:
    table[key].remove(value)
    if not table[key]:
        del table[key]


def _keep(found: dict[int, Found], one: Found) -> None:
    known = found.get(one.entity)
    if known is None or one.order < known.order:
        found[one.entity] = one


def _weigh(
    wanted: Tokens, name: Tokens, likes: Sequence[Mapping[str, float]], *, typed: bool
) -> tuple[Way, float] | None:
    """Return how words belong to a name that shares parts with them, ``None`` if they do not."""
    left = list(name)
    pairs: list[tuple[str, str, float]] = []
    missed = 0
    for place in sorted(range(len(wanted)), key=lambda one: -max(likes[one].values(), default=0)):
        token = wanted[place]
        fits = [(likes[place][part], part) for part in left if part in likes[place]]
        if fits:
            score, part = max(fits)
            left.remove(part)
            pairs.append((token, part, score))
        elif token not in PARTICLES:
            missed += 1
    rest = sum(part not in PARTICLES for part in left)
    if not pairs or (missed and (rest or len(pairs) < 2)):
        return None
    if any(score == 0.0 for *_, score in pairs):
        return _weigh_begun(pairs, missed) if typed else None
    return _weigh_pairs(pairs, missed + rest, whole=not rest and not missed)


def _weigh_begun(pairs: Sequence[tuple[str, str, float]], missed: int) -> tuple[Way, float] | None:
    if missed or any(0.0 < score < 1.0 for *_, score in pairs):
        return None
    shares = [len(token) / len(part) if not score else 1.0 for token, part, score in pairs]
    return Way.BEGINNING, round(sum(shares) / len(shares), 4)


def _weigh_pairs(
    pairs: Sequence[tuple[str, str, float]], left_over: int, *, whole: bool
) -> tuple[Way, float] | None:
    scores = [score for *_, score in pairs]
    if all(score == 1.0 for score in scores):
        if whole and left_over == 0 and len(pairs) > 1:
            return Way.SPELLING, 0.98  # the same parts in another order
        meant = any(token not in PARTICLES for token, *_ in pairs)
        return (Way.PART, 1.0) if meant else None
    if len(pairs) == 1 and min(len(pairs[0][0]), len(pairs[0][1])) == 1:
        return None  # a mere initial
    if len(pairs) > 1 and not any(s > _INITIAL and len(token) > 1 for token, _, s in pairs):
        return None  # one part at least must be nearly the same
    weight = sum(max(len(token), len(part)) for token, part, _ in pairs)
    score = sum(s * max(len(token), len(part)) for token, part, s in pairs) / weight
    if score < ALIKE_LEAST:
        return None
    score = min(score, min(scores) + _MORE_THAN_LEAST)
    return Way.SPELLING, round(score - 0.03 * min(left_over, 5), 4)


def title_words() -> frozenset[Tokens]:
    """Return the titles that stand before names, from the word list that the program ships."""
    lines = assets.read_text("gazetteers/honorifics.txt").splitlines()
    return frozenset(
        found for line in lines if not line.startswith("#") and (found := tokens_of(line))
    )
