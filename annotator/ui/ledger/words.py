"""The words of the ledger: rules, shares, sums."""

from collections.abc import Sequence
from typing import Final

from annotator.domain.ledger import Ledger, LedgerExample, LedgerLine, LedgerOrder, change_words
from annotator.domain.suggestion import Decision
from annotator.ui.inspector.values import source_words

ORDER_WORDS: Final = {
    LedgerOrder.WEAKEST: "weakest first",
    LedgerOrder.MOST: "most proposed",
    LedgerOrder.SOURCE: "by source",
}
EMPTY: Final = "No suggestions yet. Make them from the Tag menu."
NOT_DECIDED: Final = "not decided yet"
SHARE_HELP: Final = (
    "Accepted as proposed, of those accepted, corrected or rejected, with the 95 % interval "
    "(Wilson). The tick on the axis is two thirds; a hollow dot is surely below it."
)


def rule_words(rule: str) -> str:
    """Return the name of a rule as people read it: "title-name" is "title name"."""
    return rule.replace("-", " ") if rule else "no rule named"


def share_words(line: LedgerLine) -> str:
    """Return the share accepted, "" where nothing was decided."""
    return "" if line.rate is None else percent(line.accepted, line.decided)


def percent(part: int, whole: int) -> str:
    """Return a share in whole percents; all but one is not all, and one is not none."""
    rounded = round(100 * part / whole)
    if part < whole:
        rounded = min(rounded, 99)
    return f"{max(rounded, 1) if part else 0} %"


def _of(count: int, one: str, many: str) -> str:
    return f"1 {one}" if count == 1 else f"{count:,} {many}"


def summary(found: Ledger) -> str:
    """Return the sums of the newest versions, in a line."""
    lines = [line for line in found.lines if line.newest]
    proposed = sum(line.proposed for line in lines)
    decided = sum(line.decided for line in lines)
    accepted = sum(line.accepted for line in lines)
    parts = [
        _of(len({(line.source, line.rule) for line in lines}), "rule", "rules"),
        f"{proposed:,} proposed",
        f"{decided:,} decided",
    ]
    if decided:
        parts.append(f"{percent(accepted, decided)} accepted")
    off = len({(line.source, line.rule) for line in found.lines if line.off})
    if off:
        parts.append(f"{off} off")
    if decided:
        parts.append("bars: 95 % interval (Wilson)")
    return " · ".join(parts)


def looked_words(found: Ledger) -> str:
    """Return what the newest versions have looked at, and where they found nothing."""
    said = []
    for one in found.looked:
        if one.newest:
            articles = _of(one.articles, "article", "articles")
            nothing = f", found nothing in {one.nothing:,}" if one.nothing else ""
            name = source_words(f"{one.source}/{one.version}")
            said.append(f"{name} looked at {articles}{nothing}")
    return " · ".join(said)


def changes_words(found: Ledger) -> str:
    """Return what new versions changed, "" where none did."""
    newest = {(one.source, one.version) for one in found.looked if one.newest}
    said = [
        change_words(one, source_words(one.source).capitalize())
        for one in found.changes
        if (one.source, one.version) in newest
    ]
    return " · ".join(said)


def spoken(line: LedgerLine) -> str:
    """Return what a row says, in reading order."""
    parts = [
        rule_words(line.rule),
        line.label,
        source_words(f"{line.source}/{line.version}"),
        "switched off" if line.off else "switched on",
        f"{line.proposed:,} proposed",
        f"{line.accepted:,} accepted",
        f"{line.corrected:,} corrected",
        f"{line.rejected:,} rejected",
        f"{line.untouched:,} untouched",
        share_words(line) or NOT_DECIDED,
    ]
    if line.interval is not None:
        low, high = line.interval
        parts.append(f"interval {low:.2f} to {high:.2f}")
    if line.weak:
        parts.append("weak")
    return ", ".join(parts)


def became_words(example: LedgerExample) -> str:
    """Return what was decided, in a word or two."""
    if example.decision == Decision.REJECTED:
        return "rejected"
    return f"now {example.became}" if example.became else "corrected"


def examples_words(line: LedgerLine, shown: Sequence[LedgerExample]) -> str:
    """Return the head of the examples."""
    if not line.examples:
        decided = "Nobody has decided on it yet." if not line.decided else "All were accepted."
        return decided if not line.untouched or line.decided else "It was only left untouched."
    parts = []
    if line.rejected:
        parts.append(f"{line.rejected:,} rejected")
    if line.corrected:
        parts.append(f"{line.corrected:,} corrected")
    said = ", ".join(parts)
    if len(shown) < line.rejected + line.corrected:
        said += f"; the last {len(shown)}"
    return said
