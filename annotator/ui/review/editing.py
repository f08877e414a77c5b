"""What a reviewer writes instead of the annotators' versions, while it is put together. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from annotator.domain import motion
from annotator.domain.extent import Extent
from annotator.domain.gold_plan import FrameEdit, Place, SpanEdit
from annotator.domain.review import FrameTag, SpanTag
from annotator.domain.scheme import FrameType
from annotator.ui.review.case_view import CaseView


@dataclass(frozen=True, slots=True)
class SpanEditing:
    """A span whose edges and label are being set.

    Attributes:
        at_start: Whether keys move the start instead of the end.
        origin: The version it began with.
    """

    origin: SpanTag
    extent: Extent
    label: str
    at_start: bool = False

    @classmethod
    def begin(cls, view: CaseView) -> "SpanEditing | None":
        """Begin with the first version that there is; ``None`` for a frame."""
        tag = next((one for one in view.case.item.tags if isinstance(one, SpanTag)), None)
        return None if tag is None else cls(tag, tag.extent, tag.label)

    def moved(self, text: str, step: int, *, word: bool = False) -> "SpanEditing":
        """Move the edge by a character, or by a word; the span never gets empty."""
        start, end = self.extent.start, self.extent.end
        if self.at_start:
            to = motion.moved_start(text, start, step, word=word)
            return replace(self, extent=Extent(min(to, end - 1), end))
        to = motion.moved_end(text, end, step, word=word)
        return replace(self, extent=Extent(start, max(to, start + 1)))

    def edit(self) -> SpanEdit:
        """Return what is to be written: link and values stay where the label does."""
        same = self.label == self.origin.label
        return SpanEdit(
            Place(self.extent.start, self.extent.end, self.label),
            self.origin.entity,
            self.origin.attributes if same else (),
        )


@dataclass(frozen=True, slots=True)
class FrameEditing:
    """A frame that is being put together, row by row.

    Attributes:
        rows: Names of the rows that can be set: roles and attributes in which versions differ.
        row: Which one keys set.
        picks: Whose version each role comes from, by role.
        values: Values of the attributes.
    """

    kind: FrameType
    names: tuple[str, ...]
    rows: tuple[str, ...]
    picks: tuple[tuple[str, str], ...]
    values: tuple[tuple[str, str | int], ...]
    row: int = 0

    @classmethod
    def begin(
        cls, view: CaseView, names: Sequence[str], kind: FrameType | None
    ) -> "FrameEditing | None":
        """Begin with the first version that there is; ``None`` for a span."""
        tags = dict(zip(names, view.case.item.tags, strict=True))
        name, tag = next(
            ((name, one) for name, one in tags.items() if isinstance(one, FrameTag)), ("", None)
        )
        if tag is None or kind is None:
            return None
        differing = [
            row.name
            for row in view.rows
            if row.differs and not row.follows and None not in row.sides
        ]
        attributes = [one.name for one in kind.attributes]
        rows = [*differing, *(one for one in attributes if one not in differing)]
        picks = tuple((role.name, name) for role in kind.roles)
        return cls(kind, tuple(names), tuple(rows), picks, tag.attributes)

    @property
    def current(self) -> str:
        """The row that keys set."""
        return self.rows[self.row] if self.rows else ""

    def stepped(self, step: int) -> "FrameEditing":
        """Go to the next or previous row."""
        return replace(self, row=(self.row + step) % max(1, len(self.rows)))

    def taken(self, view: CaseView, place: int) -> "FrameEditing":
        """Take the current row from one of the versions, and go to the next."""
        name = self.current
        tag = view.case.item.tags[place] if place < len(self.names) else None
        if not isinstance(tag, FrameTag):
            return self
        if self.kind.role(name) is not None:
            picks = tuple((r, self.names[place] if r == name else one) for r, one in self.picks)
            return replace(self, picks=picks).stepped(1)
        value = dict(tag.attributes).get(name)
        return self.with_value(name, value).stepped(1)

    def chosen(self, digit: int) -> "FrameEditing":
        """Give the current attribute the value of a digit; nothing for a role."""
        known = next((one for one in self.kind.attributes if one.name == self.current), None)
        if known is None or not 0 < digit <= len(known.values):
            return self
        return self.with_value(known.name, known.values[digit - 1]).stepped(1)

    def with_value(self, name: str, value: str | int | None) -> "FrameEditing":
        """Set an attribute, or empty it."""
        values = dict(self.values)
        values.pop(name, None)
        if value is not None:
            values[name] = value
        return replace(self, values=tuple(sorted(values.items())))

    def edit(self) -> FrameEdit:
        """Return what is to be written."""
        return FrameEdit(dict(self.picks), self.values)


Editing = SpanEditing | FrameEditing
