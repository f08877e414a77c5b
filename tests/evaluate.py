"""How good the built-in suggestions are: ``python -m tests.evaluate [GOLD.jsonl] [--json] [--misses N]``."""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.domain.article import Zone, ZoneKind
from annotator.domain.extent import Extent
from annotator.domain.suggestion import Proposal
from annotator.domain.text import word_count
from annotator.nlp.sources import Source, SourceSettings, load_source
from tests import date_values, scoring
from tests.scoring import Labelled, Score

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "sample_corpus" / "gold.jsonl"
LABELS = ("PERSON", "ORG", "GPE", "LOC", "NORP", "ROLE", "OUTLET", "DATE", "EVENT", "FAC")
CORE = ("PERSON", "GPE", "NORP", "DATE")
SPEED_WORDS = 60_000


@dataclass(frozen=True)
class Scored:
    """One article with its gold and what was proposed."""

    name: str
    text: str
    zones: tuple[Zone, ...]
    gold: list[Labelled]
    proposals: list[Proposal]

    @property
    def ours(self) -> list[Labelled]:
        return [(found.extent.start, found.extent.end, found.label) for found in self.proposals]


def read_gold(path: Path) -> list[tuple[str, str, tuple[Zone, ...], list[Labelled]]]:
    """Return id, text, zones and entity spans of each line."""
    articles = []
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        zones = tuple(
            Zone(ZoneKind(zone["kind"]), Extent(zone["start"], zone["end"]))
            for zone in record["zones"]
        )
        spans = [
            (span["start"], span["end"], span["label"])
            for span in record["spans"]
            if span["label"] in LABELS
        ]
        articles.append((record["id"], record["text"], zones, spans))
    return articles


def peak_megabytes() -> float | None:
    """Return the most memory this process has used, ``None`` where the system does not say."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 if sys.platform != "darwin" else 1024 * 1024)


def words_per_second(source: Source, articles: Sequence[Scored]) -> float:
    """Return the speed on one core, over the articles as often as it takes to measure it."""
    done, began = 0, time.process_time()
    while done < SPEED_WORDS and articles:
        for article in articles:
            source.propose(article.text, article.zones)
            done += word_count(article.text)
    return done / (time.process_time() - began) if done else 0.0


def as_figures(score: Score) -> dict[str, float | int]:
    """Return one score as JSON."""
    return {
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "f1": round(score.f1, 4),
        "gold": score.gold,
        "proposed": score.proposed,
    }


def measure(articles: Sequence[Scored]) -> dict[str, dict[str, dict[str, float | int]]]:
    """Return exact and overlap scores by label, in total, and of the core labels together."""
    pairs = [(article.gold, article.ours) for article in articles]
    rows = dict(scoring.by_label(pairs, LABELS))
    for name, labels in (("PERSON+GPE+NORP+DATE", CORE), ("total", LABELS)):
        rows[name] = (
            scoring.total(rows[label][0] for label in labels),
            scoring.total(rows[label][1] for label in labels),
        )
    return {
        name: {"exact": as_figures(exact), "overlap": as_figures(overlap)}
        for name, (exact, overlap) in rows.items()
    }


def by_rule(articles: Sequence[Scored]) -> list[tuple[str, str, int, float, float]]:
    """Return label, rule, number of proposals, precision and mean score of each rule."""
    counts: dict[tuple[str, str], list[tuple[bool, float]]] = {}
    for article in articles:
        gold = set(article.gold)
        for found, labelled in zip(article.proposals, article.ours, strict=True):
            counts.setdefault((found.label, found.rule), []).append((labelled in gold, found.score))
    return [
        (
            label,
            rule,
            len(hits),
            sum(hit for hit, _ in hits) / len(hits),
            sum(score for _, score in hits) / len(hits),
        )
        for (label, rule), hits in sorted(counts.items())
    ]


def _context(text: str, span: Labelled) -> str:
    start, end, _ = span
    before, after = text[max(0, start - 40) : start], text[end : end + 30]
    return f"{before}[{text[start:end]}]{after}".replace("\n", " ")


def misses(articles: Sequence[Scored], number: int) -> list[str]:
    """Return lines for spans that are missing and spans too many, most frequent words first."""
    lines = []
    for sign, what in (("-", "missed"), ("+", "too many")):
        places: dict[tuple[str, str], list[str]] = {}
        for article in articles:
            gold, ours = set(article.gold), set(article.ours)
            for span in sorted(gold - ours if sign == "-" else ours - gold):
                words = article.text[span[0] : span[1]]
                places.setdefault((span[2], words), []).append(
                    f"{article.name}: {_context(article.text, span)}"
                )
        ranked = sorted(places.items(), key=lambda item: -len(item[1]))[:number]
        lines.append(f"{what}: {sum(map(len, places.values()))}")
        lines.extend(f"{sign} {len(seen)} {label:7}{seen[0]}" for (label, _), seen in ranked)
    return lines


def print_table(figures: dict[str, dict[str, dict[str, float | int]]]) -> None:
    """Print the scores."""
    print(f"{'':22}{'exact P':>8}{'R':>7}{'F1':>7}{'overlap P':>11}{'R':>7}{'F1':>7}{'gold':>7}")
    for name, kinds in figures.items():
        exact, overlap = kinds["exact"], kinds["overlap"]
        print(
            f"{name:22}{exact['precision']:8.3f}{exact['recall']:7.3f}{exact['f1']:7.3f}"
            f"{overlap['precision']:11.3f}{overlap['recall']:7.3f}{overlap['f1']:7.3f}{exact['gold']:7}"
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.evaluate", description=__doc__)
    parser.add_argument("gold", nargs="?", type=Path, default=GOLD)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--misses", type=int, default=0, help="show N misses and N false finds")
    parser.add_argument("--rules", action="store_true", help="show the precision of each rule")
    parser.add_argument("--source", default="builtin")
    parser.add_argument("--no-speed", action="store_true", help="skip the measurement of speed")
    options = parser.parse_args(arguments)
    settings = SourceSettings(labels={label: label for label in LABELS})
    source = load_source(options.source, settings)
    articles = [
        Scored(name, text, zones, gold, source.propose(text, zones))
        for name, text, zones, gold in read_gold(options.gold)
    ]
    figures = measure(articles)
    speed = None if options.no_speed else words_per_second(source, articles)
    memory = peak_megabytes()
    if options.json:
        print(
            json.dumps(
                {
                    "source": source.name,
                    "articles": len(articles),
                    "scores": figures,
                    "dates": date_values.figures(date_values.read(options.gold)),
                    "words_per_second": speed and round(speed),
                    "peak_megabytes": memory and round(memory),
                }
            )
        )
        return
    print_table(figures)
    for line in date_values.lines(options.gold):
        print(line)
    if speed is not None:
        print(f"{speed:,.0f} words/s a core")
    if memory is not None:
        print(f"{memory:.0f} MB peak memory")
    if options.rules:
        for label, rule, number, precision, score in by_rule(articles):
            print(f"{label:8}{rule:28}{number:5}  precision {precision:.2f}  score {score:.2f}")
    for line in misses(articles, options.misses) if options.misses else ():
        print(line)


if __name__ == "__main__":
    main()
