"""Where something stands in a text."""

from dataclasses import dataclass

from annotator.errors import EmptySpanError, SpanBeyondTextError


@dataclass(frozen=True, slots=True, order=True)
class Extent:
    """The half-open slice ``text[start:end]`` of one article.

    Offsets count Unicode code points, as Python ``str`` and spaCy do, never the UTF-16 units of
    ``QTextCursor``: the article view converts with :class:`~annotator.domain.offsets.OffsetMap`.

    Raises:
        EmptySpanError: It covers nothing or starts before the text.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise EmptySpanError(start=self.start, end=self.end)

    def __len__(self) -> int:
        return self.end - self.start

    def slice(self, text: str) -> str:
        """Return the covered words.

        Raises:
            SpanBeyondTextError: The text is shorter than the extent.
        """
        if self.end > len(text):
            raise SpanBeyondTextError(end=self.end, length=len(text))
        return text[self.start : self.end]

    def overlaps(self, other: "Extent") -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Extent") -> bool:
        """Whether every character of ``other`` is covered."""
        return self.start <= other.start and other.end <= self.end

    def trimmed(self, text: str) -> "Extent | None":
        """Return the extent without white space at its edges, ``None`` where nothing is left."""
        words = self.slice(text)
        start = self.start + len(words) - len(words.lstrip())
        end = self.end - (len(words) - len(words.rstrip()))
        return Extent(start, end) if start < end else None
