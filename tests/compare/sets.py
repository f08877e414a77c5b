"""Sets as tests write them, and as hypothesis invents them."""

from hypothesis import strategies as st

from annotator import assets
from annotator.domain.review import FillerTag, FrameTag, SetTags, SpanTag
from annotator.domain.scheme_file import read_scheme

SCHEME = read_scheme(assets.read_text("schemes/diplomatic-news.toml"))
LABELS = ["PERSON", "ORG", "GPE", "ROLE", "CUE", "CONTENT", "TRIGGER", "TARGET"]
ROLES = {kind.name: [role.name for role in kind.roles] for kind in SCHEME.frame_types}
POLARITIES = ["support", "oppose"]


def span(key, start, end, label="PERSON", entity="", **attributes):
    return SpanTag(key, start, end, label, entity, tuple(sorted(attributes.items())))


def frame(key, kind, *, implied=(), attributes=None, **roles):
    """A frame; fillers are spans, names of entities with a colon, or keys of frames."""
    fillers = []
    for role, given in roles.items():
        for one in given if isinstance(given, list) else [given]:
            if isinstance(one, SpanTag):
                fillers.append(FillerTag(role, one))
            elif ":" in one:
                fillers.append(FillerTag(role, entity=one))
            else:
                fillers.append(FillerTag(role, frame=one))
    values = tuple(sorted((attributes or {}).items()))
    return FrameTag(key, kind, tuple(fillers), tuple(sorted(implied)), values)


def tags(name, *given, links=True):
    """A set; spans that only fill a frame need not be given."""
    spans = {one.key: one for one in given if isinstance(one, SpanTag)}
    frames = tuple(one for one in given if isinstance(one, FrameTag))
    for one in frames:
        for filler in one.fillers:
            if filler.span is not None:
                spans[filler.span.key] = filler.span
    return SetTags(name, tuple(spans.values()), frames, links)


@st.composite
def span_lists(draw, most=9):
    places = st.tuples(
        st.integers(0, 30),
        st.integers(1, 12),
        st.sampled_from(LABELS),
        st.sampled_from(["", "e:1"]),
    )
    drawn = draw(st.lists(places, max_size=most, unique_by=lambda one: one[:3]))
    return [
        span(f"s{number}", start, start + length, label, entity)
        for number, (start, length, label, entity) in enumerate(drawn)
    ]


@st.composite
def tag_sets(draw, name="amy"):
    """Sets with spans that overlap as they like and frames that fill one another as they like."""
    spans = draw(span_lists())
    keys = [f"f{number}" for number in range(draw(st.integers(0, 4)))]
    frames = []
    for key in keys:
        kind = draw(st.sampled_from(sorted(ROLES)))
        fillers = draw(
            st.lists(
                st.tuples(
                    st.sampled_from(ROLES[kind]),
                    st.sampled_from([*spans, *keys, "e:1", "e:2"]),
                ),
                max_size=5,
                unique=True,
            )
        )
        roles = {}
        for role, filler in fillers:
            roles.setdefault(role, []).append(filler)
        attributes = draw(st.dictionaries(st.just("polarity"), st.sampled_from(POLARITIES)))
        implied = draw(st.sets(st.sampled_from(ROLES[kind]), max_size=1))
        frames.append(frame(key, kind, implied=implied, attributes=attributes, **roles))
    return SetTags(name, tuple(spans), tuple(frames), True)


@st.composite
def changed(draw, one, name="ben"):
    """The same set as a colleague might have made it: other keys, some tags moved or left out."""
    spans, new = {}, 0
    for old in one.spans:
        act = draw(st.sampled_from(["keep", "keep", "move", "label", "drop"]))
        new += 1
        if act == "drop":
            continue
        start, end, label = old.start, old.end, old.label
        if act == "move":
            end += draw(st.integers(1, 3))
        if act == "label":
            label = draw(st.sampled_from(LABELS))
        spans[old.key] = SpanTag(f"t{new}", start, end, label, old.entity, old.attributes)
    unique = {}
    for key, made in spans.items():
        unique.setdefault(made[1:4], (key, made))
    spans = dict(unique.values())
    frames = []
    for old in one.frames:
        if draw(st.booleans()):
            fillers = tuple(
                FillerTag(f.role, spans.get(f.span.key) if f.span else None, f.entity, f.frame)
                for f in old.fillers
                if f.span is None or f.span.key in spans
            )
            frames.append(old._replace(fillers=fillers))
    kept = {made.key for made in frames}
    frames = [
        made._replace(fillers=tuple(f for f in made.fillers if not f.frame or f.frame in kept))
        for made in frames
    ]
    return SetTags(name, tuple(spans.values()), tuple(frames), True)


@st.composite
def pairs(draw):
    """Two sets, the second one made from the first or of its own."""
    amy = draw(tag_sets("amy"))
    return amy, draw(st.one_of(changed(amy), tag_sets("ben")))
