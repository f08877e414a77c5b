"""Which other mentions of an article mean what one of them means."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotator.domain.annotation import Entity, EntityId, Span
from annotator.domain.names import (
    Tokens,
    holds,
    initials,
    is_acronym,
    one_line,
    plain_name,
    sound,
    tokens_of,
    without_titles,
)


@dataclass(frozen=True, slots=True)
class Coreferent:
    """A mention that is linked to nothing yet and may mean the same.

    Attributes:
        certain: Whether it is linked without a second look: the same words, the surname of the
            same name, its initials.
    """

    span: Span
    certain: bool


def counted(spans: Iterable[Span]) -> str:
    """Return the words of mentions with how often each stands: "Abenov 2, Mr Abenov 1"."""
    counts = Counter(one_line(span.text) for span in spans)
    return ", ".join(f"{words} {count}" for words, count in counts.items())


def coreferents(
    spans: Sequence[Span],
    entities: Mapping[EntityId, Entity],
    label: str,
    words: str,
    meant: Entity | str,
    *,
    but: Collection[int] = (),
    titles: Collection[Tokens] = (),
) -> list[Coreferent]:
    """Return the unlinked mentions of an article that mean the same, in text order.

    A mention that is linked is never among them, nor one whose words may mean somebody else of the
    article as well: two persons of one surname.

    Args:
        spans: The tags of the set.
        entities: What they are linked to.
        label: The label of the mention that is linked.
        words: Its words.
        meant: The entity, or the name of one that is to be made.
        but: Ids of the mentions that are linked anyway.
        titles: Titles that stand before names.
    """
    return _Article(spans, entities, label, frozenset(titles)).coreferents(words, meant, but)


class _Article:
    """The mentions of one label in one set."""

    def __init__(
        self,
        spans: Sequence[Span],
        entities: Mapping[EntityId, Entity],
        label: str,
        titles: frozenset[Tokens],
    ) -> None:
        self._entities = entities
        self._titles = titles
        self._spans = [span for span in spans if span.label == label]

    def _bare(self, words: str) -> Tokens:
        return without_titles(tokens_of(words), self._titles)

    def coreferents(
        self, words: str, meant: Entity | str, but: Collection[int]
    ) -> list[Coreferent]:
        name = meant if isinstance(meant, str) else plain_name(meant.name)
        said = self._bare(words)
        full = max((said, self._bare(name)), key=len)
        sure = {said, self._bare(name)}
        unsure = set() if isinstance(meant, str) else {self._bare(one) for one in meant.aliases}
        rivals = self._rivals(None if isinstance(meant, str) else meant.id, {*sure, *unsure})
        found: list[Coreferent] = []
        for span in self._spans:
            if span.entity is not None or span.id in but:
                continue
            mine = self._bare(span.text)
            if not mine or self._means_others(mine, rivals, said):
                continue
            certain = self._certainty(span, mine, full, sure, unsure)
            if certain is not None:
                found.append(Coreferent(span, certain))
        return found

    def _certainty(
        self,
        span: Span,
        mine: Tokens,
        full: Tokens,
        sure: Collection[Tokens],
        unsure: Collection[Tokens],
    ) -> bool | None:
        """Return whether a mention means the same for certain, perhaps, or (``None``) not."""
        if mine in sure:
            return True
        if holds(full, mine):
            return mine[-1] == full[-1] or mine != tokens_of(span.text)
        joined = "".join(mine)
        shortened = any("".join(one) in initials(mine) for one in sure)
        if shortened or (is_acronym(span.text) and joined in initials(full)):
            return True
        heard = tuple(map(sound, mine))
        alike = any(tuple(map(sound, one)) == heard or holds(mine, one) for one in sure)
        return False if mine in unsure or alike else None

    def _rivals(self, meant: EntityId | None, own: Collection[Tokens]) -> list[Tokens]:
        """Return the names of others in the article: linked ones, and full names that are not."""
        found: list[Tokens] = []
        longer: set[Tokens] = set()
        for span in self._spans:
            mine = self._bare(span.text)
            if span.entity is not None and span.entity != meant:
                entity = self._entities.get(span.entity)
                names = () if entity is None else (plain_name(entity.name), *entity.aliases)
                found += [mine, *map(self._bare, names)]
            elif span.entity is None and len(mine) > 1 and not _fits(mine, own):
                lengthens = all(len(one) == 1 for one in own) and any(holds(mine, o) for o in own)
                (longer.add if lengthens else found.append)(mine)
        return found if len(longer) < 2 else [*found, *longer]

    @staticmethod
    def _means_others(mine: Tokens, rivals: Iterable[Tokens], said: Tokens) -> bool:
        """Whether words may mean somebody else; whole names only where they are the very same."""
        if len(mine) > 1 and mine == said:
            return False
        return any(mine == rival or holds(rival, mine) for rival in rivals)


def _fits(mine: Tokens, own: Iterable[Tokens]) -> bool:
    """Whether a full name is, shortens or lengthens one of the names of the one that is meant."""
    heard = tuple(map(sound, mine))
    for one in own:
        theirs = tuple(map(sound, one))
        if len(one) > 1 and (theirs == heard or holds(theirs, heard) or holds(heard, theirs)):
            return True
        if len(one) == 1 and "".join(one) in initials(mine):
            return True
    return False
