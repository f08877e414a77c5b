"""Values of frames follow the spans that they are taken from, within one operation.

So does what was decided on the suggestions behind them.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from annotator.domain.annotation import Frame, FrameId, Provenance, SpanId
from annotator.domain.framing import (
    anchor_of,
    date_attribute,
    date_roles,
    derived_values,
)
from annotator.domain.periods import together
from annotator.domain.scheme import QUOTATION, Attribute, FrameType, Scheme
from annotator.errors import GoneError
from annotator.ops.deciding import settle
from annotator.store.journal import utc_now
from annotator.store.sets import OpenSet, provenance_json, to_json


@contextmanager
def deriving(scheme: Scheme, opened: OpenSet, frames: Iterable[FrameId]) -> Iterator[None]:
    """Let the values of frames follow what the block changes in their roles, spans and values.

    A date comes from a role, "direct" and the like from the quotation marks around the anchoring
    words. A value that is empty, or is still what these said before, takes what they say now; one
    that somebody set to something else stays.
    """
    before = {key: _derived(scheme, opened, opened.frame(key)) for key in frames}
    yield
    for key, said in before.items():
        _follow(scheme, opened, key, said)
        settle(scheme, opened, key)


@contextmanager
def deriving_from(scheme: Scheme, opened: OpenSet, spans: Iterable[SpanId]) -> Iterator[None]:
    """The same for all frames that some spans fill."""
    keys = {key: None for span in spans for key in opened.frames_of(span)}
    with deriving(scheme, opened, keys):
        yield


def _derived(scheme: Scheme, opened: OpenSet, frame: Frame) -> dict[str, str | int]:
    """Return what the roles of a frame say of its values."""
    kind = scheme.frame_type_by_name.get(frame.type)
    if kind is None:
        return {}
    dates = {item.name: _said(scheme, opened, frame, item) for item in date_roles(kind)}
    return {**dates, **_quoted(opened, frame, kind)}


def _quoted(opened: OpenSet, frame: Frame, kind: FrameType) -> dict[str, str | int]:
    """Return what the quotation marks around the anchoring words say."""
    if all(attribute.derive != QUOTATION for attribute in kind.attributes):
        return {}
    anchor = anchor_of(kind)
    places = [
        opened.span(filler.span).extent
        for filler in frame.fillers
        if filler.role == anchor and filler.span is not None
    ]
    return derived_values(kind, opened.text(), places) if places else {}


def _said(scheme: Scheme, opened: OpenSet, frame: Frame, attribute: Attribute) -> str:
    values = []
    for filler in frame.fillers:
        if filler.role == attribute.derive_from and filler.span is not None:
            span = opened.span(filler.span)
            label = scheme.label_by_name.get(span.label)
            name = date_attribute(label.attributes) if label is not None else ""
            values.append(span.attributes.get(name))
    return together(values)


def _follow(scheme: Scheme, opened: OpenSet, key: FrameId, before: Mapping[str, str | int]) -> None:
    try:
        frame = opened.frame(key)
    except GoneError:
        return
    attributes = dict(frame.attributes)
    for name, now in _derived(scheme, opened, frame).items():
        then, value = before.get(name, ""), attributes.get(name) or ""
        if now == then or value not in {"", then}:
            continue
        attributes.pop(name, None)
        if now:
            attributes[name] = now
    if attributes != frame.attributes:
        said = replace(frame.provenance or Provenance(), by=opened.target.annotator, at=utc_now())
        opened.change_frame(key, attributes=to_json(attributes), provenance=provenance_json(said))
