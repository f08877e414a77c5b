"""Rules for frames made by hand: where words go, what comes next, what is quoted."""

from collections.abc import Iterable, Sequence

from annotator.domain.annotation import Frame, SpanId
from annotator.domain.extent import Extent
from annotator.domain.motion import quotation_at
from annotator.domain.scheme import ANY_LABEL, DATE, QUOTATION, Attribute, FrameType, Role, Scheme

_MARKS = "“”„«»\"‘’'"


def role_for(kind: FrameType, label: str | None) -> Role:
    """Return the role that the first filler of a new frame gets.

    Words without a label anchor the frame (content, evidence, trigger); a span goes into the first
    role that usually takes its label, else it anchors the frame too.
    """
    anchor = next((role for role in kind.roles if role.anchor), kind.roles[0])
    if label is None:
        return anchor
    return next((role for role in kind.roles if label in role.labels), anchor)


def role_instead(kind: FrameType, frame: Frame, armed: Role, label: str) -> Role | None:
    """Return the role that a tag belongs to where the armed one does not usually take its label.

    It has room and makes such spans, or it is the only one with room that usually takes them: a
    person met is a participant, whether or not the place is asked for next. ``None`` where the
    armed role takes the label, or no other clearly does.
    """
    if takes_any(armed) or label in armed.labels:
        return None
    held = [filler.role for filler in frame.fillers]
    found = [
        role
        for role in kind.roles
        if label in role.labels and (role.most is None or held.count(role.name) < role.most)
    ]
    own = [role for role in found if role.new_label == label]
    return own[0] if own else found[0] if len(found) == 1 else None


def takes_any(role: Role) -> bool:
    """Whether every label is a usual filler."""
    return ANY_LABEL in role.labels


def is_open(frame: Frame, role: Role) -> bool:
    """Whether a role has no filler and is not said to be implied."""
    filled = any(filler.role == role.name for filler in frame.fillers)
    return not filled and role.name not in frame.implied


def first_open(frame: Frame, kind: FrameType, after: str = "") -> str:
    """Return the next open role after another one, round the end; "" where none is open.

    Roles that only frames fill are passed over: nothing in the text fills them.
    """
    roles = list(kind.roles)
    names = [role.name for role in roles]
    start = names.index(after) + 1 if after in names else 0
    ordered = [*roles[start:], *roles[:start]]
    found = (role.name for role in ordered if role.new_label and is_open(frame, role))
    return next(found, "")


def neighbour(kind: FrameType, role: str, step: int) -> str:
    """Return the role ``step`` further in the list of the type, round the ends."""
    names = [item.name for item in kind.roles]
    if not names:
        return ""
    if role not in names:
        return names[0] if step > 0 else names[-1]
    return names[(names.index(role) + step) % len(names)]


def frame_that_fits(frames: Iterable[Frame], role: Role, span: SpanId, into: Frame) -> Frame | None:
    """Return the first frame that a role of another takes and that a span fills.

    One that fills the role already is passed over.
    """
    there = {filler.frame for filler in into.fillers if filler.role == role.name}
    return next(
        (
            frame
            for frame in frames
            if frame.id != into.id
            and frame.id not in there
            and takes_frame(role, frame)
            and any(filler.span == span for filler in frame.fillers)
        ),
        None,
    )


def takes_frame(role: Role, frame: Frame) -> bool:
    """Whether a frame is of a type that may fill a role."""
    return frame.type in role.frames


def anchor_of(kind: FrameType) -> str:
    """Return the role whose fragments anchor a frame in the text, "" where no role does."""
    return next((role.name for role in kind.roles if role.anchor), "")


def kinds_in_words(scheme: Scheme) -> str:
    """Return the frame types inside a sentence: "statement, stance or meeting"."""
    names = [kind.name.lower() for kind in scheme.frame_types]
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def date_attribute(attributes: Iterable[Attribute]) -> str:
    """Return the first attribute that holds a date, "" where none does."""
    return next((item.name for item in attributes if item.kind == DATE), "")


def date_roles(kind: FrameType) -> list[Attribute]:
    """Return the attributes of a frame type whose dates come from a role."""
    return [item for item in kind.attributes if item.derive == DATE and item.derive_from]


def derived_values(kind: FrameType, text: str, anchors: Iterable[Extent]) -> dict[str, str | int]:
    """Return first values that the words themselves decide."""
    places = list(anchors)
    made: dict[str, str | int] = {}
    for attribute in kind.attributes:
        if attribute.derive == QUOTATION and places:
            quoted, unquoted, both = attribute.values
            share = quoted_share(text, places)
            made[attribute.name] = quoted if share == 1 else both if share else unquoted
    return made


def quoted_share(text: str, places: Sequence[Extent]) -> float:
    """Return 1 where all words stand in quotation marks, 0 where none do, else 0.5."""
    shares = {_quoted(text, place) for place in places}
    return shares.pop() if len(shares) == 1 else 0.5


def _quoted(text: str, place: Extent) -> float:
    """Return 1 for words that a quotation begins with, 0.5 for words with one in them, else 0.

    Words in the middle of a quotation are what its speaker says that somebody else said.
    """
    around = quotation_at(text, place.start)
    begins = text[: place.start].rstrip().endswith(tuple(_MARKS))
    if begins and around is not None and place.end <= around.end + 1:
        return 1
    inside = any(mark in text[place.start : place.end] for mark in _MARKS[:6])
    return 0.5 if inside else 0
