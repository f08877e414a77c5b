"""Who is who among the names of a text: Ana Ruiz and Luis Ruiz are two, Ruiz is one of them."""

from annotator.nlp.builtin.statements.layout import Layout, Mention
from annotator.nlp.tokens import Kind

_TITLES = {"mr": -1, "mr.": -1, "ms": 1, "ms.": 1, "mrs": 1, "mrs.": 1, "miss": 1}
_INITIAL = 2  # letters at most, with the full stop


class People:
    """The persons of a text, each with a number."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._number: dict[Mention, int] = {}
        self._names: list[tuple[str, ...]] = []
        self._introduced: set[Mention] = set()
        self._titles: dict[int, int] = {}
        self._latest: dict[str, list[int]] = {}
        for first in sorted(layout.starts):
            mention = layout.starts[first][0]
            if mention.label == "PERSON":
                persons = len(self._names)
                title = _TITLES.get(layout.word(first - 1), 0)
                self._number[mention] = self._read(self._words(mention), title)
                if len(self._names) > persons and mention.last - mention.first > 1:
                    self._introduced.add(mention)

    def number(self, mention: Mention) -> int:
        """Return whose name a mention is, -1 where it is no name of a person."""
        return self._number.get(mention, -1)

    def introduced(self, mention: Mention) -> bool:
        """Whether the text names somebody here for the first time, in full."""
        return mention in self._introduced

    def full_name(self, mention: Mention) -> tuple[str, ...]:
        """Return the longest name of a person in the text, in lower case."""
        number = self.number(mention)
        return self._names[number] if number >= 0 else ()

    def _words(self, mention: Mention) -> tuple[str, ...]:
        layout = self._layout
        places = range(mention.first, mention.last)
        return tuple(layout.low[at] for at in places if layout.kind(at) is not Kind.MARK)

    def _read(self, name: tuple[str, ...], title: int) -> int:
        """Return the person of a name: the one named last whom it fits, else a new one."""
        for word in (name[-1], name[0]) if name else ():
            for number in reversed(self._latest.get(word, [])):
                other = title * self._titles[number] < 0  # "Ms Ruiz met Mr Ruiz"
                if not other and _same(self._names[number], name):
                    self._titles[number] = self._titles[number] or title
                    if len(name) > len(self._names[number]):
                        self._names[number] = name
                    self._note(number, name)
                    return number
        self._titles[len(self._names)] = title
        self._names.append(name)
        self._note(len(self._names) - 1, name)
        return len(self._names) - 1

    def _note(self, number: int, name: tuple[str, ...]) -> None:
        """Keep the few persons of a word at hand, the one named last at the end."""
        for word in {name[0], name[-1]} if name else ():
            known = [other for other in self._latest.get(word, []) if other != number]
            self._latest[word] = [*known[-3:], number]


def _same(known: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether two names may be one person's: one within the other, or most words in common."""
    shorter, longer = sorted((known, name), key=len)
    if set(shorter) <= set(longer) or len(set(shorter) & set(longer)) > 1:
        return True
    initial = len(shorter[0]) <= _INITIAL or len(longer[0]) <= _INITIAL
    return initial and shorter[-1] == longer[-1] and shorter[0][0] == longer[0][0]
