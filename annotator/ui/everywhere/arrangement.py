"""Which hits are listed in which order, and which of them are ticked. No Qt, no database."""

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from annotator.domain.article import ArticleId
from annotator.domain.concordance import HitPage, HitState, Place, Plan, sorted_by_right

ALL_SHOWN: Final = 40
"""Up to so many hits no group is folded."""
FIRST_SHOWN, NEXT_SHOWN = 8, 2

Numbers: TypeAlias = "array[int]"
Key: TypeAlias = HitState | ArticleId | None


class ListOrder(StrEnum):
    """In which order the hits are listed."""

    STATE = "state"
    RIGHT = "right"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a group."""

    key: Key
    hits: int
    ticked: int
    may_tick: bool
    first: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A hit by its number."""

    number: int


@dataclass(frozen=True, slots=True)
class More:
    """The rest of a group, folded."""

    key: Key
    hits: int
    ticked: int


Row: TypeAlias = Head | Hit | More


class _Block:
    """One group as rows: a head, hits, perhaps a row for the rest. There may be very many."""

    __slots__ = ("first", "headed", "key", "numbers", "shown")

    def __init__(self, key: Key, numbers: Numbers, shown: int, *, headed: bool = True) -> None:
        self.key = key
        self.numbers = numbers
        self.first = 0
        self.shown = shown
        self.headed = headed

    @property
    def rows(self) -> int:
        return int(self.headed) + self.shown + int(self.shown < len(self.numbers))


class Arrangement:
    """Hits as they come in, filtered by article and form, in groups, with their ticks.

    Attributes:
        hits: All that were found, those of the open article first.
        plan: What is to be done; it says what is ticked of itself.
        order: In which order they are listed.
        here: Whether only those of the open article are listed.
    """

    def __init__(self) -> None:
        self.hits = HitPage()
        self.plan = Plan()
        self._of_kinds = self.plan.of_kinds()
        self.order = ListOrder.STATE
        self.here = True
        self._own = 0
        self._ticked = bytearray()
        self._kept: Mapping[tuple[int, int], int] = {}
        self._left_out: set[int] = set()
        self._unfolded: set[Key] = set()
        self._groups: dict[HitState, Numbers] = {}
        self._ticks: Counter[HitState] = Counter()
        self._articles: Counter[int] = Counter()
        self._sorted: Numbers | None = None
        self._blocks: list[_Block] = []
        self._starts: list[int] = []

    @property
    def own(self) -> int:
        """How many hits there are in the open article: they have the first numbers."""
        return self._own

    # --- taking hits --------------------------------------------------------------------------

    def restart(self, own: HitPage, *, keep_ticks: bool = False) -> None:
        """Begin anew with the hits of the open article.

        Args:
            own: Those hits.
            keep_ticks: Whether places that were there before stay ticked or not as they were.
        """
        before = self.hits
        self._kept = (
            {
                (before.articles[number], before.starts[number]): self._ticked[number]
                for number in range(len(before))
            }
            if keep_ticks
            else {}
        )
        if not keep_ticks:
            self._left_out.clear()
            self._unfolded.clear()
        self.hits = HitPage()
        self._ticked = bytearray()
        self._own = len(own)
        self._append(own)
        self._rebuild()

    def take(self, page: HitPage) -> None:
        """Take further hits, which stand after those that are there."""
        first = len(self.hits)
        self._append(page)
        if not self.here:
            self._count(range(first, len(self.hits)))
            self._sorted = None
            self._lay_out()

    def _append(self, page: HitPage) -> None:
        first = len(self.hits)
        self.hits.extend(page)
        self._ticked += page.kinds.translate(self._of_kinds.ticks)
        if not self._kept:
            return
        for number in range(first, len(self.hits)):
            kept = self._kept.get((self.hits.articles[number], self.hits.starts[number]))
            if kept is not None:
                self._ticked[number] = bool(kept) and self.may_tick(number)

    # --- what is asked for --------------------------------------------------------------------

    def show_plan(self, plan: Plan) -> None:
        """Do something else with the hits: what is ticked of itself is ticked anew."""
        if plan != self.plan:
            self.plan, self._of_kinds = plan, plan.of_kinds()
            self._ticked = self.hits.kinds.translate(self._of_kinds.ticks)
            self._rebuild()

    def show_here(self, *, here: bool) -> None:
        """List the hits of the open article only, or all."""
        if here != self.here:
            self.here = here
            self._rebuild()

    def show_form(self, form: int, *, shown: bool) -> None:
        """List the hits of a form, or leave them out."""
        (self._left_out.discard if shown else self._left_out.add)(form)
        self._rebuild()

    def form_shown(self, form: int) -> bool:
        """Whether the hits of a form are listed."""
        return form not in self._left_out

    def show_order(self, order: ListOrder) -> None:
        """List them in another order."""
        if order != self.order:
            self.order = order
            self._lay_out()

    def sort(self) -> None:
        """Put the hits into the order of what follows them, once all are there."""
        self._sorted = None
        self._lay_out()

    def unfold(self, key: Key) -> None:
        """Show all hits of a group."""
        self._unfolded.add(key)
        self._lay_out()

    # --- ticks --------------------------------------------------------------------------------

    def ticked(self, number: int) -> bool:
        """Whether a hit is ticked."""
        return bool(self._ticked[number])

    def may_tick(self, number: int) -> bool:
        """Whether it can be."""
        return bool(self._of_kinds.may_tick[self.hits.kinds[number]])

    def toggle(self, number: int) -> bool:
        """Tick or untick a hit; ``False`` where it cannot be ticked."""
        if not self.may_tick(number):
            return False
        self._set(number, on=not self._ticked[number])
        return True

    def toggle_group(self, key: Key) -> None:
        """Untick a group; tick it where nothing in it is ticked."""
        self._toggle_all(next((item.numbers for item in self._blocks if item.key == key), ()))

    def toggle_state(self, state: HitState) -> None:
        """Tick all hits of a state, or none."""
        numbers = self._groups.get(state, array("l"))
        able = [number for number in numbers if self.may_tick(number)]
        on = not all(self._ticked[number] for number in able)
        for number in able:
            self._set(number, on=on)

    def toggle_listed(self) -> None:
        """Tick all that are listed; none, where all are ticked."""
        able = [number for number in self.listed() if self.may_tick(number)]
        on = not all(self._ticked[number] for number in able)
        for number in able:
            self._set(number, on=on)

    def _toggle_all(self, numbers: Sequence[int]) -> None:
        able = [number for number in numbers if self.may_tick(number)]
        on = not any(self._ticked[number] for number in able)
        for number in able:
            self._set(number, on=on)

    def _set(self, number: int, *, on: bool) -> None:
        if bool(self._ticked[number]) == on:
            return
        self._ticked[number] = on
        step = 1 if on else -1
        self._ticks[self._group(number)] += step
        self._articles[self.hits.articles[number]] += step

    # --- figures ------------------------------------------------------------------------------

    def listed(self) -> Iterable[int]:
        """Return the numbers of all hits that are listed, in the order of the groups."""
        for numbers in self._groups.values():
            yield from numbers

    @property
    def listed_count(self) -> int:
        """How many hits are listed."""
        return sum(map(len, self._groups.values()))

    @property
    def ticked_count(self) -> int:
        """How many of them are ticked."""
        return sum(self._ticks.values())

    @property
    def ticked_articles(self) -> int:
        """In how many articles something is ticked."""
        return sum(1 for count in self._articles.values() if count)

    def ticked_by_state(self) -> Mapping[HitState, int]:
        """Return how many hits of each group are ticked."""
        return {state: count for state, count in self._ticks.items() if count}

    def by_state(self) -> Mapping[HitState, int]:
        """Return how many hits are listed in each group."""
        return {state: len(numbers) for state, numbers in self._groups.items()}

    def here_and_all(self) -> tuple[int, int]:
        """Return how many hits there are in the open article and in the corpus."""
        return self._passing(range(self._own)), self._passing(range(len(self.hits)))

    def _passing(self, numbers: range) -> int:
        shows, kinds, forms = self._of_kinds.shows, self.hits.kinds, self.hits.forms
        if not self._left_out and all(shows):
            return len(numbers)
        left_out = self._left_out
        return sum(1 for n in numbers if shows[kinds[n]] and forms[n] not in left_out)

    def by_form(self) -> Counter[int]:
        """Return how many hits each form has where is looked."""
        forms = self.hits.forms[: self._own] if self.here else self.hits.forms
        shows, kinds = self._of_kinds.shows, self.hits.kinds
        if all(shows):
            return Counter(forms)
        return Counter(form for form, kind in zip(forms, kinds, strict=False) if shows[kind])

    def ticked_places(self) -> list[tuple[Place, HitState]]:
        """Return what is ticked, with what stands there."""
        return [
            (self.hits.place(number), self.hits.state(number))
            for number in sorted(self.listed())
            if self._ticked[number]
        ]

    # --- rows ---------------------------------------------------------------------------------

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self._starts[-1] + self._blocks[-1].rows if self._blocks else 0

    def row(self, number: int) -> Row | None:
        """Return one row."""
        if not 0 <= number < self.rows:
            return None
        block = self._blocks[bisect_right(self._starts, number) - 1]
        place = number - block.first - int(block.headed)
        if place < 0:
            return self._head(block)
        if place < block.shown:
            return Hit(block.numbers[place])
        before = sum(self._ticked[item] for item in block.numbers[: block.shown])
        rest = len(block.numbers) - block.shown
        return More(block.key, rest, self._ticks_of(block) - before)

    def row_of(self, hit: int) -> int:
        """Return the row of a hit, -1 where it is folded or not listed."""
        for block in self._blocks:
            for place in range(block.shown):
                if block.numbers[place] == hit:
                    return block.first + int(block.headed) + place
        return -1

    def group_of_row(self, number: int) -> Key:
        """Return the group in which a row stands."""
        if not 0 <= number < self.rows:
            return None
        return self._blocks[bisect_right(self._starts, number) - 1].key

    def _head(self, block: _Block) -> Head:
        ticked = self._ticks_of(block)
        able = any(self.may_tick(number) for number in block.numbers[:ALL_SHOWN])
        return Head(block.key, len(block.numbers), ticked, able or ticked > 0, block.numbers[0])

    def _ticks_of(self, block: _Block) -> int:
        if isinstance(block.key, HitState):
            return self._ticks[block.key]
        return sum(self._ticked[number] for number in block.numbers)

    def _group(self, number: int) -> HitState:
        return self._of_kinds.groups[self.hits.kinds[number]]

    def _rebuild(self) -> None:
        self._groups = {}
        self._ticks.clear()
        self._articles.clear()
        self._sorted = None
        self._count(range(self._own if self.here else len(self.hits)))
        self._lay_out()

    def _count(self, numbers: range) -> None:
        """Put hits into their groups."""
        said, kinds, forms = self._of_kinds, self.hits.kinds, self.hits.forms
        groups = self._groups
        for number in numbers:
            kind = kinds[number]
            if not said.shows[kind] or forms[number] in self._left_out:
                continue
            group = said.groups[kind]
            if group not in groups:
                groups[group] = array("l")
            groups[group].append(number)
            if self._ticked[number]:
                self._ticks[group] += 1
                self._articles[self.hits.articles[number]] += 1

    def _lay_out(self) -> None:
        self._blocks = self._in_order()
        self._starts = []
        first = 0
        for block in self._blocks:
            block.first = first
            self._starts.append(first)
            first += block.rows

    def _in_order(self) -> list[_Block]:
        if self.order == ListOrder.STATE:
            return self._by_state()
        if self.order == ListOrder.ARTICLE:
            return self._by_article()
        if self._sorted is None:
            self._sorted = sorted_by_right(self.hits.rights, list(self.listed()))
        numbers = self._sorted
        return [_Block(None, numbers, len(numbers), headed=False)] if numbers else []

    def _by_state(self) -> list[_Block]:
        blocks = []
        few = self.listed_count <= ALL_SHOWN
        for place, state in enumerate(sorted(self._groups)):
            numbers = self._groups[state]
            shown = len(numbers)
            if state not in self._unfolded:
                least = FIRST_SHOWN if not place else NEXT_SHOWN
                if not self.plan.changes(state):
                    least = 0
                if not (few and least) and shown > least + 1:
                    shown = least
            blocks.append(_Block(state, numbers, shown))
        return blocks

    def _by_article(self) -> list[_Block]:
        """Return one group for each article; the hits of an article have numbers in a row."""
        articles = self.hits.articles
        blocks: list[_Block] = []
        before = -1
        for number in sorted(self.listed()):
            article = articles[number]
            if article != before:
                before = article
                blocks.append(_Block(ArticleId(article), array("l"), 0))
            blocks[-1].numbers.append(number)
        for block in blocks:
            block.shown = len(block.numbers)
        return blocks
