"""Which hits are listed, grouped and ticked; no widget is needed for that."""

import pytest

from annotator.domain.annotation import SetStatus
from annotator.domain.article import ArticleId
from annotator.domain.concordance import Act, HitPage, HitState, Place, Plan, Standing
from annotator.domain.extent import Extent
from annotator.ui.everywhere.arrangement import Arrangement, Head, Hit, ListOrder, More

OPEN = SetStatus.IN_PROGRESS


def page(*hits, article=1):
    """Hits given as (state, further arguments of the standing, form, what follows)."""
    made = HitPage()
    for number, (state, more, form, right) in enumerate(hits):
        place = Place(ArticleId(article), Extent(number * 10, number * 10 + 4))
        made.add(place, form, Standing(state, **more), right)
    return made


def plain(state, count, article=1, **more):
    return page(*[(state, more, 0, f"{count - n:03}") for n in range(count)], article=article)


@pytest.fixture
def made():
    """Two places in the open article, then some of every kind in others."""
    arrangement = Arrangement()
    arrangement.restart(plain(HitState.UNTAGGED, 2))
    for number, further in enumerate(
        (
            plain(HitState.UNTAGGED, 60, article=2),
            plain(HitState.SUGGESTED, 5, article=3),
            plain(HitState.OTHERWISE, 4, article=4),
            plain(HitState.DONE, 7, article=5),
            plain(HitState.UNTAGGED, 3, article=6, status=SetStatus.COMPLETE),
            plain(HitState.UNTAGGED, 2, article=7, status=SetStatus.EXCLUDED),
            plain(HitState.UNTAGGED, 1, article=8, doubt=True),
        )
    ):
        assert number < 9
        arrangement.take(further)
    return arrangement


def kinds(arrangement):
    """All rows, as short words."""
    words = []
    for number in range(arrangement.rows):
        row = arrangement.row(number)
        if isinstance(row, Head):
            words.append(f"{row.key} {row.ticked}/{row.hits}")
        else:
            words.append(f"+{row.hits}" if isinstance(row, More) else "hit")
    return words


def test_it_opens_on_the_open_article_and_knows_of_the_corpus(made):
    assert kinds(made) == [f"{HitState.UNTAGGED} 2/2", "hit", "hit"]
    assert made.here_and_all() == (2, 84)
    assert (made.ticked_count, made.ticked_articles) == (2, 1)


def test_groups_stand_by_state_and_show_their_first_places(made):
    made.show_here(here=False)
    assert kinds(made) == [
        f"{HitState.UNTAGGED} 62/63", *["hit"] * 8, "+55",
        f"{HitState.SUGGESTED} 5/5", "hit", "hit", "+3",
        f"{HitState.OTHERWISE} 0/4", "hit", "hit", "+2",
        f"{HitState.DONE} 0/7", "+7",
        f"{HitState.CLOSED} 0/5", "hit", "hit", "+3",
    ]  # fmt: skip
    assert (made.ticked_count, made.listed_count) == (67, 84)
    assert made.row(9) == More(HitState.UNTAGGED, 55, 54)  # the doubtful one is not ticked
    assert made.row(made.rows) is None
    assert made.row(-1) is None


def test_a_group_is_unfolded_and_found_again_by_its_hits(made):
    made.show_here(here=False)
    last = 61
    assert made.row_of(last) == -1
    made.unfold(HitState.UNTAGGED)
    assert made.row(made.row_of(last)) == Hit(last)
    assert made.group_of_row(made.row_of(last)) == HitState.UNTAGGED


def test_ticks_are_set_one_by_one_by_group_and_for_all(made):
    made.show_here(here=False)
    assert made.toggle(0)
    assert not made.ticked(0)
    done = next(n for n in range(84) if made.hits.state(n) == HitState.DONE)
    assert not made.toggle(done)
    made.toggle_group(HitState.UNTAGGED)
    assert made.ticked_by_state() == {HitState.SUGGESTED: 5}
    made.toggle_group(HitState.UNTAGGED)
    assert made.ticked_by_state()[HitState.UNTAGGED] == 63
    made.toggle_state(HitState.OTHERWISE)
    assert made.ticked_by_state()[HitState.OTHERWISE] == 4
    made.toggle_listed()
    assert made.ticked_count == 0
    made.toggle_listed()
    assert made.ticked_count == 63 + 5 + 4
    assert made.ticked_articles == 5
    assert [place.article for place, _ in made.ticked_places()][:3] == [1, 1, 2]


def test_complete_articles_can_be_ticked_when_they_are_asked_for_excluded_ones_never(made):
    made.show_here(here=False)
    made.show_plan(Plan(closed_too=True))
    assert made.ticked_by_state()[HitState.CLOSED] == 3
    assert made.by_state()[HitState.CLOSED] == 5


def test_untagging_lists_tags_alone_and_relabelling_ticks_other_labels(made):
    made.show_here(here=False)
    made.show_plan(Plan(Act.UNTAG))
    assert made.by_state() == {HitState.OTHERWISE: 4, HitState.DONE: 7}
    assert made.ticked_by_state() == {HitState.DONE: 7}
    assert made.here_and_all() == (0, 11)
    assert sum(made.by_form().values()) == 11
    made.show_plan(Plan(Act.RELABEL))
    assert made.ticked_by_state() == {HitState.OTHERWISE: 4}


def test_forms_are_left_out_and_come_back_with_their_ticks():
    arrangement = Arrangement()
    hits = [(HitState.UNTAGGED, {}, form, "") for form in (0, 1, 0)]
    arrangement.restart(page(*hits))
    arrangement.toggle(1)
    arrangement.show_form(0, shown=False)
    assert (arrangement.listed_count, arrangement.ticked_count) == (1, 0)
    assert not arrangement.form_shown(0)
    assert arrangement.by_form() == {0: 2, 1: 1}
    assert arrangement.here_and_all() == (1, 1)
    arrangement.show_form(0, shown=True)
    assert (arrangement.listed_count, arrangement.ticked_count) == (3, 2)


def test_they_are_listed_by_what_follows_and_by_article(made):
    made.show_here(here=False)
    made.show_order(ListOrder.RIGHT)
    rights = [made.hits.rights[made.row(number).number] for number in range(made.rows)]
    assert rights == sorted(rights)
    assert made.rows == 84
    made.show_order(ListOrder.ARTICLE)
    heads = [row for row in map(made.row, range(made.rows)) if isinstance(row, Head)]
    assert [(head.key, head.ticked, head.hits) for head in heads][:3] == [
        (1, 2, 2), (2, 60, 60), (3, 5, 5),
    ]  # fmt: skip
    made.toggle_group(ArticleId(2))
    assert made.ticked_count == 7


def test_looking_again_keeps_what_was_ticked(made):
    made.show_here(here=False)
    made.toggle(0)
    other = next(n for n in range(84) if made.hits.state(n) == HitState.OTHERWISE)
    made.toggle(other)
    made.restart(plain(HitState.UNTAGGED, 2), keep_ticks=True)
    made.take(plain(HitState.OTHERWISE, 4, article=4))
    assert [made.ticked(number) for number in range(6)] == [False, True, True, *[False] * 3]
    made.restart(plain(HitState.UNTAGGED, 2))
    assert made.ticked_count == 2
