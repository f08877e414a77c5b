"""How often the value of a date is right, against the gold's own values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotator.domain.periods import together
from annotator.nlp.moments.reading import around, resolve
from tests.yardstick.gold import GoldArticle, Looked


@dataclass(frozen=True)
class Dated:
    """One date of the gold: what it says, and what the rules make of it."""

    article: str
    words: str
    gold: str
    ours: str
    why: str


def of(articles: Sequence[Looked]) -> list[Dated]:
    """Return every date of the gold of some articles, in order."""
    return read([looked.article for looked in articles])


def read(articles: Iterable[GoldArticle]) -> list[Dated]:
    """Return every date of some gold articles, in order."""
    return [dated for article in articles for dated in _dates(article)]


def _dates(article: GoldArticle) -> Iterable[Dated]:
    meta = article.meta
    for span in article.spans:
        if span.label != "DATE":
            continue
        before, after = around(article.text, span.start, span.end)
        found = resolve(span.words, meta.get("published"), before, after, meta.get("language"))
        gold = span.attributes.get("value") or ""
        yield Dated(article.id, span.words, gold, found.value, found.why)


def figures(dates: Sequence[Dated]) -> dict[str, float | int]:
    """Return counts and shares.

    ``right`` of those that were given a value; ``filled`` of those that have one in the gold.
    """
    given = [item for item in dates if item.ours]
    right = [item for item in given if item.ours == item.gold]
    valued = [item for item in dates if item.gold]
    found = [item for item in valued if item.ours]
    return {
        "dates": len(dates),
        "with_value": len(valued),
        "given": len(given),
        "right": round(len(right) / len(given), 4) if given else 0.0,
        "filled": round(len(found) / len(valued), 4) if valued else 0.0,
        "left_empty_rightly": sum(not item.ours and not item.gold for item in dates),
    }


def halves(dates: Sequence[Dated]) -> tuple[list[Dated], list[Dated]]:
    """Return the dates of every second article, and of the others.

    The rules were written with the whole corpus at hand: the halves show only that neither carries
    the figures alone. What was not at hand is ``tests/nlp/test_moments.py``.
    """
    names = sorted({item.article for item in dates})
    first = set(names[::2])
    return (
        [item for item in dates if item.article in first],
        [item for item in dates if item.article not in first],
    )


def meetings(articles: Sequence[Looked]) -> tuple[int, int]:
    """Return how many frames have a date in the gold or in their date role, and how many agree."""
    alike = total = 0
    for frame in (frame for looked in articles for frame in looked.article.frames):
        dates = frame.of("date")
        if dates:
            total += 1
            said = together(span.attributes.get("value") for span in dates)
            alike += said == (frame.attributes.get("date_value") or "")
    return total, alike


def lines(articles: Sequence[Looked]) -> list[str]:
    """Return the section of the report."""
    dates = of(articles)
    first, others = halves(dates)
    report = [f"{'dates':22}{'right':>8}{'filled':>8}{'given':>8}{'values':>8}{'dates':>8}"]
    for name, part in (("every second article", first), ("the others", others), ("total", dates)):
        row = figures(part)
        report.append(
            f"{name:22}{row['right']:8.3f}{row['filled']:8.3f}{row['given']:8}"
            f"{row['with_value']:8}{row['dates']:8}"
        )
    total, alike = meetings(articles)
    report.append(f"{alike} of {total} meetings with a date role have the date that it says")
    wrong = [item for item in dates if item.ours != item.gold]
    report += [
        f"  {item.article}: “{item.words}” is {item.gold or 'open'}, not {item.ours or 'open'}"
        for item in wrong
    ]
    return report
