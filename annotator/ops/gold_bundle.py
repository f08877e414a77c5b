"""Gold with all that defends it: agreement, verdicts, scheme, what is left out, hashes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import orjson

from annotator.domain.agreement import GroupAgreement
from annotator.domain.annotation import GOLD, SUGGESTIONS_PREFIX, SetStatus
from annotator.domain.gold import GoldRecord
from annotator.domain.gold_plan import ADDED, UNANIMOUS
from annotator.domain.review import Choice, ReasonCode, SetTags, tags_of_set
from annotator.domain.scheme_words import counted
from annotator.domain.wording import listed
from annotator.errors import MovedOnError
from annotator.exchange.gold import checked_line, schema_text
from annotator.exchange.whole_zip import ZipWriter
from annotator.jobs import Progress
from annotator.ops import comparing, gold, review_queue
from annotator.ops.agreement_files import as_document, as_markdown, beyond_chance
from annotator.ops.comparing import Comparison
from annotator.ops.group_agreement import group_agreement
from annotator.ops.workspace import Workspace
from annotator.store import gold_export, journal, reader, verdicts
from annotator.store.database import Reading

FORMAT: Final = "annotator-gold-bundle/1"
GOLD_LINES, SCHEMA, SCHEME = "gold.jsonl", "annotator-gold-1.schema.json", "scheme.toml"
_WORDS: Final = (UNANIMOUS, Choice.CHOSEN, Choice.BOTH, Choice.EDITED, ADDED)
UNTOLD = "untold"
"""A tag of gold that does not say how it came there: it was imported so."""

_EXPLAINED: Final = (
    "Added: by the reviewer, beside the annotators' tags. Untold: gold came in with a file that "
    "does not say."
)


@dataclass(slots=True)
class Verdicts:
    """How gold came about.

    Attributes:
        spans, frames: Number of gold tags by the word of their provenance.
        choices: Number of verdicts by what was decided.
        reasons: Number of verdicts by reason; "" where none was given.
        reviewers: Number of verdicts by who gave them.
        taken: How often each annotator's version was taken.
    """

    spans: Counter[str] = field(default_factory=Counter)
    frames: Counter[str] = field(default_factory=Counter)
    choices: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    reviewers: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)

    def add(self, record: GoldRecord) -> None:
        """Count the tags of one line of gold."""
        said = record["provenance"]
        for tags, counts in ((record["spans"], self.spans), (record["frames"], self.frames)):
            for tag in tags:
                word = said.get(tag["id"], {}).get("verdict")
                counts[word if word in _WORDS else UNTOLD] += 1

    def document(self) -> dict[str, Any]:
        """Return it for JSON."""
        words = (*map(str, _WORDS), UNTOLD)
        return {
            "spans": {word: self.spans[word] for word in words},
            "frames": {word: self.frames[word] for word in words},
            "verdicts": {str(choice): self.choices[choice] for choice in Choice},
            "reasons": {**{str(one): self.reasons[one] for one in ReasonCode},
                        "none": self.reasons[""]},
            "by": dict(sorted(self.reviewers.items())),
            "taken": dict(sorted(self.taken.items())),
        }  # fmt: skip


@dataclass(slots=True)
class LeftOut:
    """What the bundle does not have, or has unfinished.

    Attributes:
        without_gold: Articles of which there is no gold.
        other_status: Articles whose gold has another status than was asked for.
        unfinished: Articles whose gold is in the bundle and not complete.
        to_look_at_again: Number of verdicts whose tags were changed since, by article.
        sets: Number of annotators' own sets, by name.
        sources: Sources whose suggestions are here.
    """

    without_gold: list[str] = field(default_factory=list)
    other_status: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)
    to_look_at_again: dict[str, int] = field(default_factory=dict)
    sets: dict[str, int] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)

    def document(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {
            "articles_without_gold": self.without_gold,
            "articles_of_another_status": self.other_status,
            "gold_not_complete": self.unfinished,
            "verdicts_to_look_at_again": self.to_look_at_again,
            "annotators_own_sets": self.sets,
            "suggestions_of": self.sources,
        }

    def sentences(self) -> list[str]:
        """Return it in words; never empty: the journal is always left out."""
        found = [
            _named(self.without_gold, "without gold"),
            _named(self.other_status, "with gold of another status than was asked for"),
            _named(self.unfinished, "with gold that is not complete; they are in it"),
        ]
        again = sum(self.to_look_at_again.values())
        if again:
            names = _few(list(self.to_look_at_again))
            found.append(
                f"{counted(again, 'verdict')} to look at again, because tags have changed since: "
                f"{names}."
            )
        if self.sets:
            names = listed([f"{name} ({count})" for name, count in self.sets.items()])
            found.append(
                f"The annotators' own sets and the comments on them, by name (articles): {names}."
            )
        if self.sources:
            found.append(f"Suggestions of {listed(self.sources)}.")
        found.append("The journal: every single step with its time.")
        return [one for one in found if one]


def _named(articles: Sequence[str], what: str) -> str:
    if not articles:
        return ""
    return f"{counted(len(articles), 'article')} {what}: {_few(articles)}."


def _few(names: Sequence[str], most: int = 8) -> str:
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most:,} more"


@dataclass(frozen=True, slots=True)
class GoldBundle:
    """What was written.

    Attributes:
        files: Names, in the order in which they stand in the file.
        left_out: In words.
    """

    articles: int
    files: tuple[str, ...]
    verdicts: Verdicts
    left_out: tuple[str, ...]


def write(
    workspace: Workspace,
    target: Path,
    *,
    status: SetStatus | None = None,
    progress: Progress | None = None,
) -> GoldBundle:
    """Write a zip of gold with schema, scheme, agreement, verdicts, what is left out, and hashes.

    There is no clock in it: the same data give the same bytes. Agreement is that of each two
    annotators on all articles that both have, whatever the status of gold.

    Args:
        workspace: Where from.
        target: The file; replaced at the end, wholly or not at all.
        status: Only gold with this status.
        progress: Steps are articles, first of gold, then of each comparison.

    Raises:
        UnknownSetError: There is no gold.
        MovedOnError: Somebody changed the workspace meanwhile.
        FileUnwritableError: The file cannot be written; it is as it was.
    """
    gold.check_name(workspace, GOLD)
    before = _newest(workspace)
    told = Verdicts()
    exported: list[str] = []
    with ZipWriter(target) as file:
        with file.member(GOLD_LINES) as lines:

            def take(record: GoldRecord) -> None:
                lines.write(checked_line(record))
                told.add(record)
                exported.append(record["id"])

            gold.write_records(workspace, GOLD, take, status=status, progress=progress)
        file.add(SCHEMA, schema_text().encode())
        file.add(SCHEME, workspace.scheme.source.encode())
        pairs = list(_compared(workspace, progress))
        people = review_queue.people(workspace)
        group = (
            group_agreement(workspace, people, pairs=False, progress=progress)
            if len(people) > 2
            else None
        )
        document = {"format": FORMAT, "pairs": list(map(_pair, pairs)), "all": _all(group)}
        file.add("agreement.json", _json(document))
        file.add("agreement.md", _agreement(pairs, group).encode())
        with workspace.read() as connection:
            left = _left_out(workspace, connection, exported)
            _count_verdicts(connection, exported, told)
        file.add("verdicts.json", _json({"format": FORMAT, **told.document()}))
        file.add("left-out.json", _json({"format": FORMAT, **left.document()}))
        file.add("README.md", _readme(workspace, len(exported), told, left).encode())
        sums = "".join(f"{one.digest}  {name}\n" for name, one in file.members.items())
        file.add("SHA256SUMS", sums.encode())
        if _newest(workspace) != before:
            raise MovedOnError(path=target)
    return GoldBundle(len(exported), tuple(file.members), told, tuple(left.sentences()))


def _newest(workspace: Workspace) -> int:
    with workspace.read() as connection:
        return journal.last(connection)


# --- agreement ------------------------------------------------------------------------------------


def _compared(workspace: Workspace, progress: Progress | None) -> Iterator[Comparison]:
    for a, b in combinations(review_queue.people(workspace), 2):
        yield comparing.compare(workspace, a, b, progress=progress)


def _pair(found: Comparison) -> dict[str, Any]:
    made = as_document(found)
    del made["differences"]
    return made


def _all(found: GroupAgreement | None) -> dict[str, Any] | None:
    """Return how three annotators or more agree, for JSON."""
    if found is None:
        return None
    made = {
        "annotators": list(found.names),
        "articles": found.articles,
        "alpha": found.alpha.value,
        "alpha_interval": found.alpha.interval,
        "tokens": found.alpha.n,
    }
    return {**made, "why": found.alpha.why} if found.alpha.why else made


def _agreement(pairs: Sequence[Comparison], group: GroupAgreement | None) -> str:
    head = "# Agreement\n\n"
    if group is not None:
        head += (
            f"All {len(group.names)}, {listed(group.names)}, on "
            f"{counted(group.articles, 'article')} that at least two of them have tagged: "
            f"Krippendorff's alpha over tokens {beyond_chance(group.alpha, 'token')}\n\n"
        )
    if not pairs:
        return f"{head}There are fewer than two annotators, so there is nobody to compare.\n"
    return (
        f"{head}F1 is the harmonic mean of precision and recall. Exact: same place and label; "
        "overlap: same label and some words in common. Frames: exact is the same in fillers and "
        "attributes, overlap is about the same thing. Intervals: bootstrap over articles, 95 %, "
        "none where there are fewer than two. A figure is undefined where there is nothing to "
        "count.\n\n" + "\n".join(map(as_markdown, pairs))
    )


# --- verdicts and what is left out ----------------------------------------------------------------


def _count_verdicts(connection: Reading, names: Sequence[str], told: Verdicts) -> None:
    for name in names:
        article = reader.article_named(connection, name)
        for one in verdicts.of_article(connection, article) if article is not None else ():
            verdict = one.verdict
            told.choices[str(verdict.choice)] += 1
            told.reasons[str(verdict.reason or "")] += 1
            told.reviewers[verdict.by] += 1
            told.taken.update(verdict.taken)


def _left_out(workspace: Workspace, connection: Reading, exported: Sequence[str]) -> LeftOut:
    inside = set(exported)
    statuses = gold_export.statuses_of(connection, GOLD)
    left = LeftOut(
        without_gold=[
            name for name in gold_export.article_names(connection) if name not in statuses
        ],
        other_status=[name for name in statuses if name not in inside],
        unfinished=[
            name
            for name in exported
            if statuses.get(name) not in {SetStatus.COMPLETE, SetStatus.APPROVED}
        ],
    )
    for name in exported:
        count = _to_look_at_again(connection, name)
        if count:
            left.to_look_at_again[name] = count
    for one in gold.exportable(workspace):
        if one.name.startswith(SUGGESTIONS_PREFIX):
            left.sources.append(one.name.removeprefix(SUGGESTIONS_PREFIX))
        elif one.name != GOLD:
            left.sets[one.name] = one.total
    return left


def _to_look_at_again(connection: Reading, name: str) -> int:
    """Return how many verdicts on an article are about tags that say something else now."""
    article = reader.article_named(connection, name)
    if article is None:
        return 0
    given = [one.verdict for one in verdicts.of_article(connection, article)]
    people = {who for verdict in given for who in verdict.of}
    sets: list[SetTags] = [
        tags_of_set(reader.annotation_set(connection, article, who))
        for who in sorted(people)
        if not who.startswith(SUGGESTIONS_PREFIX)
    ]
    return sum(
        not verdict.applies(sets)
        for verdict in given
        if not any(who.startswith(SUGGESTIONS_PREFIX) for who in verdict.of)
    )


# --- words ----------------------------------------------------------------------------------------


def _readme(workspace: Workspace, articles: int, told: Verdicts, left: LeftOut) -> str:
    scheme = workspace.scheme
    spans, frames = sum(told.spans.values()), sum(told.frames.values())
    size = f"{counted(articles, 'article')}, {counted(spans, 'span')}, {counted(frames, 'frame')}"
    lines = [
        "# Gold",
        "",
        f"{size}; scheme and guideline {scheme.name}, version {scheme.version}.",
        "",
        f"- `{GOLD_LINES}`: one article a line, with the provenance of every tag",
        f"- `{SCHEMA}`: the JSON Schema of these lines",
        f"- `{SCHEME}`: the scheme with its guideline",
        "- `agreement.md`, `agreement.json`: how well each two annotators agree",
        "- `verdicts.json`: how gold came about",
        "- `left-out.json`: what is not in here, or not finished",
        "- `SHA256SUMS`: hashes of all other files; `sha256sum -c SHA256SUMS` checks them",
        "",
        "## How gold came about",
        "",
        "| | spans | frames |",
        "|---|--:|--:|",
        *(
            f"| {word} | {told.spans[word]} | {told.frames[word]} |"
            for word in (*map(str, _WORDS), UNTOLD)
        ),
        "",
        _EXPLAINED,
        "",
        f"Verdicts: {_counts(told.choices)}.",
        f"Given by: {_counts(told.reviewers)}.",
        f"Versions taken: {_counts(told.taken)}.",
        f"Reasons: {_counts({key or 'none given': n for key, n in told.reasons.items()})}.",
        "",
        "## What is not in here, or not finished",
        "",
        *(f"- {sentence}" for sentence in left.sentences()),
    ]
    return "\n".join(lines) + "\n"


def _counts(counts: Any) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items())) or "none"


def _json(document: object) -> bytes:
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
