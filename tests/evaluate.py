"""How good the built-in suggestions are, against gold.

Without files: the sample corpus, which is what the rules are developed on. ``--half a`` is the half
that rules are tuned on; ``--half b`` and the files of ``tests/data/gold`` are for scoring, at most
once a day, and their misses are not read; of ``tests/data/unseen`` nobody has read any, and it is
handed over as files. (Of the files of ``tests/data/gold`` those at even positions, ordered by the id
of the article, have been tuned on since; the others have only been scored.) ``--curve
GOLD.jsonl...`` shows what learning from some of the articles adds on the others, whole stories left
out. Each further part of the yardstick is a module of ``tests.yardstick`` with a function
``score_NAME(articles) -> Part``.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from annotator import assets
from annotator.domain.scheme_file import read_scheme
from annotator.domain.suggestion import Findings
from annotator.nlp.sources import Source, SourceSettings, load_source
from tests.yardstick import curve, dates, entities, meetings, stances, statements
from tests.yardstick.gold import FURTHER, HALVES, SAMPLE, GoldArticle, Looked, read_gold
from tests.yardstick.handicaps import HANDICAPS
from tests.yardstick.part import Part
from tests.yardstick.speed import WORDS, peak_megabytes, words_per_second

SCHEME = read_scheme(assets.read_text("schemes/diplomatic-news.toml"), "diplomatic-news")
PARTS = ("statements", "meetings", "stances")


def look(source: Source, article: GoldArticle) -> Findings:
    """Return all that a source finds in an article; only spans where it knows no frames."""
    both = getattr(source, "look", None)
    if both is not None:
        return both(article.text, article.zones)
    return Findings(tuple(source.propose(article.text, article.zones)))


def score_frames(articles: Sequence[Looked]) -> list[Part]:
    """Return the parts that are there: statements, meetings, stances."""
    parts = []
    for name in PARTS:
        place = f"tests.yardstick.{name}"
        if find_spec(place) is not None:
            parts.append(getattr(import_module(place), f"score_{name}")(articles))
    return parts


def speeds(source: Source, articles: Sequence[GoldArticle], words: int) -> dict[str, int]:
    """Return words a second and a core, for entities alone and for everything."""
    of_spans = words_per_second(lambda a: source.propose(a.text, a.zones), articles, words)
    of_all = words_per_second(lambda a: look(source, a), articles, words)
    return {"entities": round(of_spans), "everything": round(of_all)}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    options = _parser().parse_args(arguments)
    labels = {label: label for label in entities.LABELS}
    settings = SourceSettings(labels=labels, topics=SCHEME.topics)
    if options.curve is not None:
        _print_curve(options)
        return
    source = load_source(options.source, settings)
    gold = read_gold(options.gold or [SAMPLE], options.half)
    articles = [Looked(article, look(source, article)) for article in gold]
    parts = score_frames(articles)
    speed = None if options.no_speed else speeds(source, gold, options.speed_words)
    if options.json:
        print(json.dumps(_figures(source.name, articles, parts, speed)))
        return
    _print(articles, parts, speed)
    if options.rules:
        _print_rules(articles)
    if options.misses:
        for line in entities.misses(articles, options.misses):
            print(line)
        for part in parts:
            print("\n".join(part.worst(options.misses)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.evaluate", description=__doc__)
    parser.add_argument("gold", nargs="*", type=Path, help="gold files; the sample corpus's else")
    parser.add_argument("--half", choices=HALVES, default="", help="only the clusters of one half")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--misses", type=int, default=0, help="show N misses of each kind")
    parser.add_argument("--rules", action="store_true", help="show the precision of each rule")
    parser.add_argument("--source", default="builtin")
    parser.add_argument("--no-speed", action="store_true", help="skip the measurement of speed")
    parser.add_argument(
        "--curve",
        nargs="*",
        type=Path,
        metavar="GOLD",
        help="what learning adds; all our gold else",
    )
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=curve.SIZES, help="articles to learn from"
    )
    parser.add_argument("--seeds", type=int, default=curve.SEEDS, help="orders of the stories")
    parser.add_argument(
        "--off", nargs="+", default=(), metavar="RULE", help="rules switched off, for the curve"
    )
    parser.add_argument(
        "--handicap",
        choices=HANDICAPS,
        default="none",
        help="worse rules or another way of tagging, for the curve",
    )
    parser.add_argument("--speed-words", type=int, default=WORDS, help=argparse.SUPPRESS)
    return parser


def _print_curve(options: argparse.Namespace) -> None:
    paths = options.curve or [SAMPLE, *sorted(FURTHER.glob("*.jsonl"))]
    handicap = HANDICAPS[options.handicap]
    if options.off:
        handicap = replace(handicap, off=(*handicap.off, *options.off))
    articles = [handicap.tagged(article) for article in read_gold(paths, options.half)]
    points = curve.measure(handicap.rules(), articles, options.sizes, options.seeds)
    if options.json:
        print(json.dumps({"curve": [point.figures() for point in points]}))
    else:
        print("\n".join(curve.lines(points)))


def _figures(
    source: str, articles: Sequence[Looked], parts: Sequence[Part], speed: dict[str, int] | None
) -> dict[str, Any]:
    memory = peak_megabytes()
    return {
        "source": source,
        "articles": len(articles),
        "scores": entities.score_entities(articles),
        "dates": dates.figures(dates.of(articles)),
        **{part.name: part.figures() for part in parts},
        "words_per_second": speed,
        "peak_megabytes": memory and round(memory),
    }


def _print(articles: Sequence[Looked], parts: Sequence[Part], speed: dict[str, int] | None) -> None:
    print(f"{len(articles)} articles")
    for line in entities.table(entities.score_entities(articles)):
        print(line)
    for line in dates.lines(articles):
        print(line)
    for part in parts:
        print("\n".join(part.lines()))
    if speed is not None:
        print(
            f"{speed['entities']:,} words/s a core for entities, "
            f"{speed['everything']:,} for everything"
        )
    memory = peak_megabytes()
    if memory is not None:
        print(f"{memory:.0f} MB peak memory")


def _print_rules(articles: Sequence[Looked]) -> None:
    for label, rule, number, precision, score in entities.by_rule(articles):
        print(f"{label:10}{rule:28}{number:5}  precision {precision:.2f}  score {score:.2f}")
    for rule, number, content, right, score in statements.by_rule(articles):
        print(
            f"{'Statement':10}{rule:28}{number:5}  content {content:.2f}"
            f"  with speaker {right:.2f}  score {score:.2f}"
        )
    for part in (meetings, stances):
        for rule, number, right, score in part.by_rule(articles):
            print(f"{part.TYPE:10}{rule:28}{number:5}  right {right:.2f}  score {score:.2f}")


if __name__ == "__main__":
    main()
