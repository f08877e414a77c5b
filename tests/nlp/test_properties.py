"""What holds for every text."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.domain.article import Zone, ZoneKind
from annotator.domain.extent import Extent

PIECES = [
    *("President", "the", "of", "and", "Iran", "Iran's", "Ali", "Velayati", "al-", "von", "der"),
    *("Ministry", "SCO", "(SCO)", "summit", "embassy", "officials", "said", "Mr.", "Nov.", "3"),
    *("2016", "Monday", "“", "”", "’", ",", ".", "-", "--", "\n", "\n\n", " ", "\u00a0", "U.S."),
    *(
        "Fars",
        "reported",
        "in",
        "to",
        "for",
        "Duqm",
        "Lake",
        "ŞIRNAK",
        "é",
        "🤝",
        "\u200b",
        "(",
        ")",
    ),
    *("envoy", "adviser", "Leader", "Revolution", "northern", "REUTERS", "Gulf", "'s", "&", "#tag"),
]
NEWSLIKE = st.lists(st.sampled_from(PIECES), max_size=40).flatmap(
    lambda pieces: st.sampled_from([" ".join(pieces), "".join(pieces)])
)
TEXTS = st.one_of(st.text(max_size=200), NEWSLIKE)
RELAXED = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@RELAXED
@given(text=TEXTS)
def test_proposals_lie_in_the_text_and_never_begin_or_end_with_white_space(rules, text):
    for proposal in rules.propose(text):
        words = proposal.extent.slice(text)
        assert words == words.strip()
        assert "\n" not in words


@RELAXED
@given(text=TEXTS)
def test_one_proposal_for_the_same_place_and_label(rules, text):
    places = [(found.extent, found.label) for found in rules.propose(text)]
    assert len(places) == len(set(places))
    assert places == sorted(places)


@RELAXED
@given(text=TEXTS, data=st.data())
def test_no_proposal_touches_boilerplate(rules, text, data):
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    zone = Zone(ZoneKind.BOILERPLATE, Extent(start, end))
    assert not any(found.extent.overlaps(zone.extent) for found in rules.propose(text, [zone]))


@RELAXED
@given(text=TEXTS)
def test_same_text_gives_the_same_proposals(rules, text):
    assert rules.propose(text) == rules.propose(text)
