"""How the marks of an example are shown: grounds, boxes, lines and the chips above them."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.domain.entry import Example, ExampleMark
from annotator.domain.extent import Extent
from annotator.domain.scheme import ENTITY_FAMILY, FrameType, Role, Scheme
from annotator.ui.article.chunk import levels
from annotator.ui.article.marks import Mark


@dataclass(frozen=True, slots=True)
class Shape:
    """One mark as it is painted; names are "" for what it has not.

    Attributes:
        ground: The label whose ground it has.
        level: How many grounds lie inside it.
        box: The frame type in whose colour it is framed.
        line: The frame type in whose colour a line runs below it.
        chip: What stands above it.
        ink: Label or frame type that the chip has its colour from.
        spoken: What it is, for who cannot see it.
    """

    extent: Extent
    ground: str = ""
    level: int = 0
    box: str = ""
    line: str = ""
    chip: str = ""
    ink: str = ""
    spoken: str = ""


class _Shaper:
    """Decides for the marks of one example."""

    def __init__(self, example: Example, kind: FrameType | None, scheme: Scheme) -> None:
        self._marks = example.marks
        self._kind = kind
        self._scheme = scheme
        entities = [
            Mark(("span", number), mark.extent, mark.name)
            for number, mark in enumerate(self._marks)
            if self._ground(mark)
        ]
        self._levels = levels(entities)

    def shapes(self) -> list[Shape]:
        return [self._shape(number, mark) for number, mark in enumerate(self._marks)]

    def _role(self, mark: ExampleMark) -> Role | None:
        return self._kind.role(mark.name) if self._kind is not None else None

    def _is_entity(self, label: str) -> bool:
        known = self._scheme.label_by_name.get(label)
        return known is not None and known.family == ENTITY_FAMILY

    def _alike(self, mark: ExampleMark) -> list[ExampleMark]:
        """Return the other marks of exactly the same words."""
        return [other for other in self._marks if other.extent == mark.extent and other is not mark]

    def _ground(self, mark: ExampleMark) -> str:
        """Return the label whose ground a mark has; a role's label may be marked by itself."""
        role = self._role(mark)
        if role is None:
            return mark.name if self._is_entity(mark.name) else ""
        alike = [other for other in self._alike(mark) if self._role(other) is None]
        return role.new_label if not alike and self._is_entity(role.new_label) else ""

    def _shape(self, number: int, mark: ExampleMark) -> Shape:
        role = self._role(mark)
        ground, level = self._ground(mark), self._levels.get(("span", number), 0)
        if role is not None and self._kind is not None:
            return self._of_role(mark, role, self._kind.name, ground, level)
        label = self._scheme.label_by_name[mark.name]
        family = "" if label.family == ENTITY_FAMILY else label.family
        in_role = any(self._role(other) is not None for other in self._alike(mark))
        return Shape(
            mark.extent,
            ground=ground,
            level=level,
            line="" if in_role else family,
            chip="" if in_role else label.chip,
            ink=mark.name,
            spoken=mark.name,
        )

    def _of_role(self, mark: ExampleMark, role: Role, kind: str, ground: str, level: int) -> Shape:
        named = any(self._is_entity(other.name) for other in self._alike(mark))
        inside = any(
            len(other.extent) > len(mark.extent)
            and other.extent.contains(mark.extent)
            and self._role(other) is not None
            for other in self._marks
        )
        boxed = bool(ground) or named or (inside and not role.anchor)
        by_frame = role.frames[0] if role.frames and not role.labels else kind
        return Shape(
            mark.extent,
            ground=ground,
            level=level,
            box=kind if boxed else "",
            line="" if boxed else by_frame,
            chip=role.name.replace("_", " ").upper(),
            ink=kind,
            spoken=role.name.replace("_", " "),
        )


def shapes_of(example: Example, kind: FrameType | None, scheme: Scheme) -> Sequence[Shape]:
    """Return how the marks of an example are painted, outer ones first.

    Args:
        example: Its marks name roles of ``kind``, else labels.
        kind: The frame type that the example is about.
        scheme: Where labels and roles are looked up.
    """
    return _Shaper(example, kind, scheme).shapes()


def spoken(example: Example, shapes: Sequence[Shape]) -> str:
    """Return an example in words: the sentence, its marks, and why."""
    marks = "; ".join(f"{shape.spoken}: {shape.extent.slice(example.text)}" for shape in shapes)
    return " ".join(
        part for part in (example.text, f"({marks})" if marks else "", example.why) if part
    )
