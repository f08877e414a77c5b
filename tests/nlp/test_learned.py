"""Learning from complete articles: layers, memory, the gate, and what a model then proposes."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.article import Zone, ZoneKind
from annotator.domain.extent import Extent
from annotator.domain.learned import Example, Lesson, Said, Way
from annotator.errors import TooFewToLearnError
from annotator.nlp.learned import layers, material
from annotator.nlp.learned.crf import Scored, Tagged
from annotator.nlp.learned.gate import Trial, Tried
from annotator.nlp.learned.memory import Index, Memory, Recall, add_said, count_stands, told_by
from annotator.nlp.learned.reading import Marked, Ruled
from annotator.nlp.learned.results import found_where_sure, rejected_before, wrong_before
from annotator.nlp.learned.source import LearnedSource
from annotator.nlp.learned.training import FOLDS, ITERATIONS, Cost, Plan, planned, train

LABELS = ("PERSON", "ORG", "GPE", "ROLE", "CRAFT")
"""CRAFT is a label of the analyst's own: the rules know nothing of it."""
CRAFTS = (
    "Blue Heron", "Grey Teal", "Red Kite", "Black Swan", "White Stork", "Golden Plover",
    "Green Finch", "Silver Gull",
)  # fmt: skip
SENTENCE = "The trawler {craft} left port on Monday. Sailors of the trawler {craft} waved."


def crafts_of(text):
    return [
        (Extent(start, start + len(craft)), "CRAFT")
        for craft in CRAFTS
        for start in range(len(text))
        if text.startswith(craft, start)
    ]


def article(number, **spans):
    text = " ".join(
        SENTENCE.format(craft=CRAFTS[(number + step) % len(CRAFTS)]) for step in range(3)
    )
    return Example(f"port{number}", text, (), tuple(crafts_of(text)))


@pytest.fixture(scope="module")
def examples():
    return [article(number) for number in range(6)]


@pytest.fixture(scope="module")
def model(rules, examples):
    return learned(rules, examples)


def learned(rules, examples, labels=LABELS, names=None, **more):
    return train(
        rules, Lesson(tuple(examples), labels, "amy", "2026-11-26T10:00:00Z", **more), names
    )


# --- layers ----------------------------------------------------------------------------------

spans = st.lists(
    st.tuples(st.integers(0, 9), st.integers(1, 4), st.sampled_from(["A", "B", "ROLE"])).map(
        lambda one: (one[0], one[0] + one[1], one[2])
    ),
    max_size=4,
)


@given(spans)
def test_rows_give_back_the_spans_that_they_took_in(given_spans):
    rows = layers.layered(given_spans, {"ROLE"}, 14)
    found = [span for row in rows.values() for span in layers.spans_of(row)]
    assert set(found) <= set(given_spans)
    assert all(
        any(set(range(*span[:2])) & set(range(*other[:2])) for other in found)
        for span in given_spans
    )


def test_names_inside_a_role_and_names_inside_names_are_kept():
    nested = [(0, 8, "ROLE"), (2, 6, "ORG"), (3, 4, "GPE"), (10, 12, "PERSON")]
    rows = layers.layered(nested, {"ROLE"}, 14)
    assert sorted(span for row in rows.values() for span in layers.spans_of(row)) == nested


def test_label_that_holds_others_is_read_from_the_articles():
    assert layers.holding([[(0, 5, "ROLE"), (2, 3, "GPE")], [(0, 2, "PERSON")]]) == {"ROLE"}


# --- memory ----------------------------------------------------------------------------------


def remembered(*articles):
    """Words of several articles: (words, spans, proposed)."""
    lessons = [told_by(words.split(), spans, proposed) for words, spans, proposed in articles]
    index = Index(words for told in lessons for words in told.tagged)
    memory = Memory()
    for told, (words, _, _) in zip(lessons, articles, strict=True):
        count_stands(told, index, words.split())
        memory.add(told)
    return memory, lessons


def test_memory_forgets_the_article_that_it_is_asked_about():
    one = ("Kord met Weiss", [(0, 1, "PERSON")], [])
    other = ("Kord met Kord", [(0, 1, "PERSON")], [])
    memory, lessons = remembered(one, other)
    assert Recall(memory).tagged("Kord")["PERSON"] == 2
    assert Recall(memory).stands("Kord") == 3
    assert Recall(memory, lessons[0]).tagged("Kord")["PERSON"] == 1
    assert Recall(memory, lessons[1]).stands("Kord") == 1


def test_what_was_proposed_twice_and_never_tagged_is_known_to_be_wrong():
    wrong = ("Victory Day came", [], [(0, 2, "PERSON")])
    assert not wrong_before(Recall(remembered(wrong)[0]), "Victory Day", "PERSON")
    memory, _ = remembered(wrong, wrong)
    assert wrong_before(Recall(memory), "Victory Day", "PERSON")
    assert not wrong_before(Recall(memory), "Victory Day", "EVENT")


def test_what_was_tagged_once_is_never_vetoed():
    memory, _ = remembered(("Kord met Weiss", [(0, 1, "PERSON")], []))
    add_said(memory, "Kord", "PERSON", tagged=0, rejected=9)
    add_said(memory, "Weiss", "PERSON", tagged=0, rejected=2)
    assert not rejected_before(Recall(memory), "Kord", "PERSON")
    assert rejected_before(Recall(memory), "Weiss", "PERSON")


def test_memory_is_the_same_after_it_was_written_and_read():
    memory, _ = remembered(("Kord met Weiss", [(0, 1, "PERSON")], [(2, 3, "PERSON")]))
    assert Memory.read(memory.plain()) == memory


# --- the gate --------------------------------------------------------------------------------


def trial(*stories, way=Way.MODEL, words=None, **further):
    """Counts of one label: of each story, gold, and what rules and a way have right and wrong.

    Args:
        stories: What was tried.
        way: The way that is told of; the others find what the rules find, or are ``further``.
        words: The text of all of them; every word another one where there is none.
    """
    words = words or [f"word{place}" for place in range(100)]

    def found(gold, right, wrong):
        return {
            (place, place + 1, "ORG")
            for place in (*range(right), *range(gold + 20, gold + 20 + wrong))
        }

    tried = []
    for number, (gold, by_rules, by_way) in enumerate(stories):
        ways = dict.fromkeys(Way, found(gold, *by_rules)) | {way: found(gold, *by_way)}
        ways |= {Way(name): found(gold, *counts) for name, counts in further.items()}
        tried.append(Tried(number, words, found(gold, gold, 0), ways))
    return Trial(tried)


def test_label_with_a_gain_in_all_stories_is_switched_on():
    [figures] = trial(*[(10, (5, 2), (8, 1))] * 4).judge(["ORG"])
    assert figures.way == Way.MODEL
    assert figures.after > figures.before


@pytest.mark.parametrize(
    ("stories", "why"),
    [
        ([(10, (8, 1), (7, 1))] * 4, "gains less than 0.01"),
        ([(10, (8, 1), (8, 1))] * 4, "gains less than 0.01"),
        (
            [(10, (2, 3), (9, 0)), *[(10, (9, 0), (8, 0))] * 3],
            "gains only in some of the articles",
        ),
        ([(3, (0, 0), (3, 0))] * 4, "tagged fewer than 15 times"),
        ([(10, (8, 1), (9, 1))] * 3, "the gain may be chance"),
    ],
    ids=["loss", "nothing gained", "loss in most stories", "too few", "three changes"],
)
def test_label_without_a_sure_gain_stays_with_the_rules(stories, why):
    [figures] = trial(*stories).judge(["ORG"])
    assert (figures.way, figures.why) == (Way.RULES, why)


def test_same_words_in_one_story_are_one_piece_of_evidence():
    stories = [(10, (7, 0), (10, 0))] * 3
    [figures] = trial(*stories).judge(["ORG"])
    assert figures.way == Way.MODEL
    [figures] = trial(*stories, words=["Fars"] * 100).judge(["ORG"])
    assert (figures.way, figures.why) == (Way.RULES, "the gain may be chance")


def test_step_from_a_careful_way_to_a_bold_one_must_prove_itself():
    stories = [(10, (5, 2), (8, 1))] * 4
    [figures] = trial(*stories, sure=(8, 1)).judge(["ORG"])
    assert figures.way == Way.SURE
    [figures] = trial(*stories, sure=(6, 1)).judge(["ORG"])
    assert figures.way == Way.MODEL
    [figures] = trial(*stories, sure=(8, 1), memory=(10, 0)).judge(["ORG"])
    assert figures.way == Way.MEMORY


def test_span_with_a_corrected_edge_is_one_change():
    words = ["the", "Union", "of", "Ports", "met"]
    ways = {Way.RULES: {(1, 2, "ORG"), (3, 4, "ORG")}, Way.SURE: {(1, 4, "ORG")}}
    tried = Tried(0, words, {(1, 4, "ORG")}, ways)
    assert list(tried.changes(Way.RULES, Way.SURE, "ORG")) == [("Union of Ports", 3)]
    assert list(tried.changes(Way.SURE, Way.RULES, "ORG")) == [("Union of Ports", -3)]
    assert not list(tried.changes(Way.SURE, Way.SURE, "ORG"))


def test_label_that_is_proposed_and_never_tagged_is_proposed_no_more():
    [figures] = trial(*[(0, (0, 9), (0, 0))] * 4).judge(["ORG"])
    assert figures.way == Way.MODEL
    [figures] = trial(*[(0, (0, 9), (0, 8))] * 4).judge(["ORG"])
    assert (figures.way, figures.why) == (Way.RULES, "never tagged")


def test_figures_over_all_labels_take_each_in_its_way():
    made = trial(*[(10, (5, 0), (10, 0))] * 4)
    assert made.together({}, ["ORG"]) == pytest.approx(2 / 3)
    assert made.together({"ORG": Way.MODEL}, ["ORG"]) == 1.0


# --- where the model is sure -----------------------------------------------------------------


def where_sure(ruled, found, likely, memory=None):
    """Spans of ORG as (start, end): by rules, by the model with their score, and its doubts."""
    marked = Marked(
        [f"word{place}" for place in range(20)],
        [Ruled(*place, "ORG", "a-rule", 0.9, "Said so.") for place in ruled],
    )
    tagged = Tagged(
        [Scored(*place, "ORG", score) for place, score in found.items()],
        {(*place, "ORG"): share for place, share in likely.items()},
        0.0,
    )
    return {one.place[:2] for one in found_where_sure(marked, tagged, Recall(memory or Memory()))}


def test_rules_are_changed_only_where_the_model_is_sure():
    assert where_sure([(0, 2)], {}, {(0, 2): 0.4}) == {(0, 2)}
    assert where_sure([(0, 2)], {}, {(0, 2): 0.2}) == set()
    assert where_sure([], {(4, 5): 0.6}, {}) == set()
    assert where_sure([], {(4, 5): 0.8}, {}) == {(4, 5)}
    assert where_sure([(0, 2)], {(0, 2): 0.4}, {(0, 2): 0.4}) == {(0, 2)}


def test_sure_span_stands_for_that_of_the_rules_whose_edges_it_corrects():
    assert where_sure([(0, 2)], {(0, 3): 0.8}, {(0, 2): 0.4}) == {(0, 3)}
    assert where_sure([(0, 2)], {(0, 3): 0.6}, {(0, 2): 0.4}) == {(0, 2)}


def test_span_that_no_model_can_judge_stays_as_the_rules_have_it():
    assert where_sure([(0, 2)], {}, {}) == {(0, 2)}


def test_what_was_wrong_before_is_left_out_however_unsure_the_model_is():
    memory = Memory(wrong={"word0 word1": Counter({"ORG": 2})})
    assert where_sure([(0, 2)], {}, {(0, 2): 0.4}, memory) == set()


# --- learning --------------------------------------------------------------------------------


def test_label_that_the_rules_do_not_know_is_learned(rules, model):
    assert model.ways["CRAFT"] == Way.SURE
    text = "The trawler Amber Rail left port on Monday. Sailors of the trawler Amber Rail waved."
    found = LearnedSource(rules, model).propose(text)
    assert [one.extent.slice(text) for one in found] == ["Amber Rail", "Amber Rail"]
    assert {one.label for one in found} == {"CRAFT"}
    assert all(0 < one.score <= 1 for one in found)


def test_words_tagged_before_are_proposed_with_their_count(rules, model, examples):
    tagged = sum(one.text[extent.start : extent.end] == "Red Kite"
                 for one in examples for extent, _ in one.spans)  # fmt: skip
    text = "The trawler Red Kite left port on Monday."
    [found] = LearnedSource(rules, model).propose(text)
    assert found.reason == f"You tagged this CRAFT {tagged} times."
    assert found.rule == "memory"


def test_nothing_is_proposed_in_boilerplate(rules, model):
    text = "The trawler Red Kite left port on Monday."
    zone = Zone(ZoneKind.BOILERPLATE, Extent(0, len(text)))
    assert LearnedSource(rules, model).propose(text, [zone]) == []


def test_model_says_how_it_did_before_and_after(model):
    [craft] = [one for one in model.figures if one.label == "CRAFT"]
    assert craft.before == 0.0
    assert craft.after > 0.8
    assert model.after > model.before
    assert [one.label for one in model.figures] == list(LABELS)


def test_same_articles_teach_the_same(rules, examples, model):
    again = learned(rules, examples)
    assert again.files == model.files
    assert again.figures == model.figures


def test_labels_are_learned_under_the_names_of_the_scheme(rules):
    text = "President Hassan Rouhani left Tehran for Oslo."
    spans = ((Extent(10, 24), "MAN"), (Extent(30, 36), "PLACE"), (Extent(41, 45), "PLACE"))
    examples = [Example(f"story{number}", text, (), spans) for number in range(5)]
    names = {"PERSON": "MAN", "GPE": "PLACE"}
    model = learned(rules, examples, ("MAN", "PLACE"), names)
    assert {one.label: one.before for one in model.figures} == {"MAN": 1.0, "PLACE": 1.0}


def test_rejections_elsewhere_are_known_to_the_model(rules, examples):
    said = [Said("Red  Kite", "CRAFT", rejected=3)]
    model = learned(rules, examples, said=tuple(said))
    assert model.memory["words"]["rejected"]["Red Kite"]["CRAFT"] == 3


def test_what_was_rejected_is_vetoed_under_a_label_that_is_not_learned(rules, examples):
    text = "The envoy spoke in Riga on Monday."
    said = (Said("Riga", "GPE", rejected=2),)
    source = LearnedSource(rules, learned(rules, examples, said=said))
    assert source.look(text).vetoed == ((Extent(19, 23), "GPE"),)
    once = (Said("Riga", "GPE", rejected=1),)
    source = LearnedSource(rules, learned(rules, examples, said=once))
    assert source.look(text).vetoed == ()


def test_too_few_articles_are_refused(rules, examples):
    with pytest.raises(TooFewToLearnError):
        learned(rules, examples[:3])


def test_plan_cuts_what_there_is_no_time_for():
    cost = Cost(1e-5, 1e-6)
    assert planned([1000] * 10, cost, 20.0) == Plan(10, FOLDS, ITERATIONS)
    assert planned([1000] * 5, cost, 20.0) == Plan(5, FOLDS, ITERATIONS)
    assert planned([1000] * 5, cost, 0.0).articles == 5
    small = planned([1000] * 1000, cost, 20.0)
    assert small.articles < 1000
    assert small.folds * small.articles * 1000 * (1e-5 + small.iterations * 1e-6) <= 20.0


def test_learning_takes_the_newest_articles_where_time_is_short(rules):
    examples = [article(number) for number in range(12)]
    model = learned(rules, examples, seconds=0.001)
    assert model.articles == tuple(one.name for one in examples[-len(model.articles) :])
    assert len(model.articles) < 12


def test_articles_beyond_what_is_trained_on_are_remembered_by_their_words(rules, monkeypatch):
    monkeypatch.setattr(material, "MOST_TOKENS", 0)
    many = [article(number) for number in range(material.ALWAYS + 4)]
    model = learned(rules, many)
    assert model.articles == tuple(one.name for one in many[-material.ALWAYS :])
    assert model.complete == len(many)
    tagged = model.memory["words"]["tagged"]
    assert sum(counts["CRAFT"] for counts in tagged.values()) == sum(len(one.spans) for one in many)
