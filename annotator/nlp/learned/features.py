"""What a model is told of each token: the rules, the word, its neighbours, memory."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from annotator.nlp.builtin.lexicon import folded
from annotator.nlp.builtin.page import Page
from annotator.nlp.learned.layers import LAYERS, OUT, layered
from annotator.nlp.learned.memory import Index, Recall, words_of
from annotator.nlp.learned.reading import Marked, Reading
from annotator.nlp.tokens import Kind, Token

_CAPITALS = re.compile(r"[^\W\d_a-zà-öø-ÿ]+")
_SMALL = re.compile(r"[a-zà-öø-ÿ]+")
_FIGURES = re.compile(r"\d+")
_AROUND: Final = (-2, -1, 1, 2)


def shape(word: str) -> str:
    """Return a word with runs of capitals as X, of small letters as x, of figures as d."""
    return _FIGURES.sub("d", _SMALL.sub("x", _CAPITALS.sub("X", word)))


def _shape_in(page: Page, place: int) -> str:
    """Return the shape of a token, another one in headlines, where capitals prove nothing."""
    own = shape(page.tokens[place].text)
    return f"headline {own}" if page.headline[place] else own


def told_by_text(reading: Reading, outer: Collection[str]) -> list[list[str]]:
    """Return what text and rules say of each token, whatever anybody tagged before.

    Args:
        reading: The article.
        outer: Labels of the outer layer, see :mod:`annotator.nlp.learned.layers`.
    """
    page = reading.page
    of_words = [_of_word(page, token, place) for place, token in enumerate(page.tokens)]
    lowered = [word.lower() for word in reading.marked.words]
    shapes = [_shape_in(page, place) for place in range(len(page.tokens))]
    ruled = _of_rules(reading, outer)
    spread = _elsewhere(reading)
    length = len(page.tokens)
    told = []
    for place, own in enumerate(of_words):
        features = own
        for step in _AROUND:
            there = place + step
            if not 0 <= there < length or page.tokens[there].kind is Kind.GAP:
                features.append(f"{step}:-")
                continue
            features.append(f"{step}:w={lowered[there]}")
            if step in {-1, 1}:
                features.append(f"{step}:s={shapes[there]}")
                features.append(f"{step}:e={lowered[there][-3:]}")
        features += ruled[place]
        features += spread[place]
        told.append(features)
    return told


def _of_word(page: Page, token: Token, place: int) -> list[str]:
    word, lowered = token.text, token.text.lower()
    features = [
        "bias",
        f"w={lowered}",
        f"s={_shape_in(page, place)}",
        f"b3={lowered[:3]}",
        f"e3={lowered[-3:]}",
        f"e2={lowered[-2:]}",
    ]
    if token.capital:
        proves_nothing = "headline" if page.headline[place] else "first" if token.first else ""
        features.append(proves_nothing or "capital")
        if lowered in page.lower_words:
            features.append("also-small")
        if folded(word) in page.lexicon.given_names:
            features.append("given-name")
        if folded(word) in page.lexicon.family_names:
            features.append("family-name")
    match = page.match_at(place)
    if match is not None:
        edge = "B" if match.first == place else "I"
        sure = "?" if match.term.unsure else ""
        features.append(f"list={edge}-{match.term.label}{sure}")
    if page.office_at(place) > place:
        features.append("office")
    if page.honorific_at(place) > place:
        features.append("honorific")
    for step in (-1, 0, 1):
        features += _heads(page, place + step, step)
    return features


def _heads(page: Page, place: int, step: int) -> Iterable[str]:
    """Return which lists of nouns and verbs a word is in."""
    word = page.word(place)
    lexicon = page.lexicon
    for name, words in (
        ("org", lexicon.organisation_heads),
        ("fac", lexicon.facility_heads),
        ("place", lexicon.place_heads),
        ("event", lexicon.event_heads),
        ("outlet", lexicon.outlet_heads),
        ("says", lexicon.reporting),
    ):
        if word in words:
            yield f"{step}:{name}"


def _of_rules(reading: Reading, outer: Collection[str]) -> list[list[str]]:
    """Return what the rules say of each token and of its neighbours, layer by layer."""
    length = len(reading.marked.words)
    rows = layered(reading.marked.proposed(), outer, length)
    features: list[list[str]] = [[] for _ in range(length)]
    for name in LAYERS:
        row = rows[name]
        key = name[0]
        for place, mark in enumerate(row):
            own = features[place]
            before = row[place - 1] if place else OUT
            after = row[place + 1] if place + 1 < length else OUT
            if mark == before == after == OUT:
                own.append(f"{key}=O")
                continue
            own.append(f"{key}={mark}")
            own.append(f"{key}={mark}|{shape(reading.marked.words[place])}")
            own.append(f"{key}-={before}")
            own.append(f"{key}+={after}")
    for one in reading.marked.ruled:
        key = "q" if one.label in outer else "r"
        for place in range(one.start, one.end):
            edge = "B" if place == one.start else "I"
            features[place].append(f"{key}={edge}-{one.label}|{one.rule}")
            features[place].append(f"{key}s={edge}-{one.label}|{round(one.score, 1)}")
    return features


def _elsewhere(reading: Reading) -> list[list[str]]:
    """Return what the rules say of the same word elsewhere in the article."""
    counts: dict[str, Counter[str]] = {}
    marks: list[str] = [OUT] * len(reading.marked.words)
    for start, end, label in sorted(reading.marked.proposed(), key=lambda span: span[0] - span[1]):
        marks[start:end] = [label] * (end - start)
    for word, mark in zip(reading.marked.words, marks, strict=True):
        counts.setdefault(word, Counter())[mark] += 1
    features: list[list[str]] = []
    for token, mark in zip(reading.page.tokens, marks, strict=True):
        if not token.capital:
            features.append([])
            continue
        others = counts[token.text].copy()
        others[mark] -= 1
        [(best, count)] = others.most_common(1)
        features.append([f"doc={best}"] if count > 0 else ["doc-once"])
    return features


def told_by_memory(marked: Marked, recall: Recall, index: Index) -> list[list[str]]:
    """Return what memory says of each token.

    Args:
        marked: The article.
        recall: Counts of other articles.
        index: Finds their words.
    """
    words = marked.words
    features = [_of_marks(recall.marks(word)) for word in words]
    place = 0
    while place < len(words):
        place = _of_words(words, place, recall, index, features)
    for one in marked.ruled:
        said = words_of(words, one.start, one.end)
        right, wrong = recall.right(said, one.label), recall.wrong(said, one.label)
        if right or wrong:
            fate = "right" if not wrong else "wrong" if not right else "both"
            for there in range(one.start, one.end):
                features[there].append(f"then={one.label}|{fate}")
                features[there].append(f"then={one.label}|{fate}{min(3, right + wrong)}")
    return features


def _of_marks(marks: Counter[str]) -> list[str]:
    if not marks:
        return ["new"]
    [(best, count)] = marks.most_common(1)
    total = marks.total()
    pure = "all" if count == total else "most" if count > 0.7 * total else "some"
    return [f"mark={best}|{pure}", f"mark={best}|{pure}{_many(total)}"]


def _of_words(
    words: Sequence[str],
    place: int,
    recall: Recall,
    index: Index,
    features: Sequence[list[str]],
) -> int:
    """Tell of the longest remembered words that begin at a token; return where to go on."""
    for end, key in index.at(words, place):
        tagged = recall.tagged(key)
        if not tagged:
            continue
        [(label, count)] = tagged.most_common(1)
        share = count / max(1, recall.stands(key))
        pure = "all" if share > 0.95 else "most" if share > 0.6 else "some"
        for there in range(place, end):
            edge = "B" if there == place else "I"
            features[there].append(f"mem={edge}-{label}|{pure}")
            features[there].append(f"mem={edge}-{label}|{pure}{_many(count)}")
        return end
    return place + 1


def _many(count: int) -> str:
    return "1" if count < 2 else "2" if count < 4 else "4" if count < 10 else "10"
