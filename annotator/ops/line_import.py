"""Lines of JSONL files into one import."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.domain.annotation import SUGGESTIONS_PREFIX
from annotator.domain.article import ArticleId
from annotator.domain.gold import GoldRecord
from annotator.domain.intake import FileReport, IntakeReport, Refusal
from annotator.domain.scheme import Scheme
from annotator.domain.wording import counted
from annotator.errors import AnnotatorError, RefusedInputError
from annotator.exchange.gold import GoldLine, GoldOrder, SchemeChecker, Skipped, read_lines
from annotator.exchange.zones import detect_zones
from annotator.jobs import Progress
from annotator.ops.line_details import LineDetails
from annotator.ops.line_names import OlderNames
from annotator.store.gold_export import SCORE_DIGITS
from annotator.store.gold_import import BulkImporter
from annotator.store.review_import import ReviewImport

COMPARED = ("status", "spans", "entities", "frames", "provenance", "comments", "verdicts")
COMPARED_TAGS = ("spans", "entities", "frames")
COMPARED_SUGGESTIONS = ("spans", "frames", "provenance")


@dataclass(slots=True)
class Tally:
    """Counts and messages while an import runs."""

    articles_new: int = 0
    articles_known: int = 0
    sets_new: int = 0
    sets_replaced: int = 0
    sets_known: int = 0
    refused: list[Refusal] = field(default_factory=list)
    warnings: list[Refusal] = field(default_factory=list)
    files: list[FileReport] = field(default_factory=list)

    def report(self) -> IntakeReport:
        """Return what the import did."""
        return IntakeReport(
            self.articles_new,
            self.articles_known,
            self.sets_new,
            self.sets_replaced,
            self.sets_known,
            tuple(self.refused),
            tuple(self.warnings),
            tuple(self.files),
        )


def refusal_of(error: AnnotatorError, file: str) -> Refusal:
    """Return an error about one file as a line of the report."""
    named = error.values.get("file")
    line = error.values.get("line")
    return Refusal(
        str(named) if named else file,
        line if isinstance(line, int) else None,
        error.problem_text,
        error.remedy_text,
    )


class LineImport:
    """Lines of JSONL files into one import.

    A line comes in whole or is refused whole; one that is refused leaves nothing, not even its
    article.
    """

    def __init__(
        self,
        scheme: Scheme,
        importer: BulkImporter,
        tally: Tally,
        annotator: str | None,
        *,
        replace: bool,
    ) -> None:
        self._importer = importer
        self._tally = tally
        self._annotator = annotator
        self._replace = replace
        self.details = LineDetails(scheme, importer)
        self._checker = SchemeChecker(scheme)
        self._older = OlderNames(scheme)
        self._order = GoldOrder(scheme)
        self._scheme = (scheme.name, scheme.version)
        self._named: str | None = None
        self._unknown: Counter[str] = Counter()
        self._answers: Counter[str] = Counter()
        self._other_scheme = self._renamed = 0
        self._lost = 0
        self._articles: set[ArticleId] = set()
        self._sets: set[tuple[ArticleId, str]] = set()
        self._versions: dict[str, str] = {}

    def add_file(self, path: Path, progress: Progress, *, shown: str | None = None) -> None:
        """Import every line that may come in; report the others.

        Args:
            path: The file.
            progress: Steps are lines.
            shown: What to call it in messages; its path where not given.

        Raises:
            RefusedInputError: The lines name several annotators, and one is to have them all.
        """
        file = str(path) if shown is None else shown
        self.details.begin(file)
        try:
            any_annotator = self._annotator is not None
            lines = read_lines(path, shown=file, any_annotator=any_annotator)
            for done, item in enumerate(lines):
                progress.step(done, 0)
                if isinstance(item, Refusal):
                    self._tally.refused.append(item)
                elif isinstance(item, Skipped):
                    self._answers[item.answer] += 1
                else:
                    self._add_line(item)
        except RefusedInputError:
            raise
        except AnnotatorError as error:
            self._tally.refused.append(refusal_of(error, file))
        self._sum_up(file)

    def _sum_up(self, file: str) -> None:
        problems = [
            f'The key "{key}" is not known here; it was left out {_times(count)}.'
            for key, count in sorted(self._unknown.items())
        ]
        problems += [
            f'{_lines(count)} whose answer is "{answer}" {_were(count)} skipped.'
            for answer, count in sorted(self._answers.items())
        ]
        words = self._older.sum_up()
        if words:
            lines = _lines(self._renamed)
            problems.append(f"{lines} of an earlier version of the scheme: {words}.")
        if self._other_scheme:
            problems.append(
                f"{_lines(self._other_scheme)} of another scheme: the tags fit this one."
            )
        if self._lost:
            problems.append(
                f"{_lines(self._lost)} of suggestions with entities, notes, comments or verdicts: "
                "suggestions have none, they were left out."
            )
        self._tally.warnings += [Refusal(file, None, problem, "") for problem in problems]
        self._unknown.clear()
        self._answers.clear()
        self._other_scheme = self._renamed = self._lost = 0

    def _refuse(self, line: GoldLine, problem: str, remedy: str) -> None:
        self._tally.refused.append(Refusal(line.file, line.line, problem, remedy))

    def _warn(self, line: GoldLine, problem: str, remedy: str = "") -> None:
        self._tally.warnings.append(Refusal(line.file, line.line, problem, remedy))

    def _add_line(self, line: GoldLine) -> None:
        self._unknown.update(line.unknown_keys)
        add: Callable[[ArticleId], None] | None = None
        known = self._known_article(line)
        if known is _REFUSED:
            return
        if line.has_set:
            if not self._name_set(line) or not self._usable(line):
                return
            machine = line.record["annotator"].startswith(SUGGESTIONS_PREFIX)
            plan = self._plan_suggestions if machine else self._plan_set
            add = plan(line, known)
            if add is None:
                return
        article = self._article(line, known)
        if add is not None:
            add(article)

    # --- whose -------------------------------------------------------------------------------

    def _name_set(self, line: GoldLine) -> bool:
        """Give the line the annotator that was asked for; return whether it may have it."""
        if self._annotator is None:
            return True
        name = line.record["annotator"]
        if name.startswith(SUGGESTIONS_PREFIX):
            self._refuse(
                line,
                f"It holds suggestions of {name.removeprefix(SUGGESTIONS_PREFIX)}, not tags.",
                "Import it without --annotator, then accept them.",
            )
            return False
        if self._named is not None and name and name != self._named:
            raise RefusedInputError(
                file=line.file,
                line=line.line,
                problem=f"The lines name several annotators: {self._named} and {name}.",
                remedy="Import them without --annotator, or split the file.",
            )
        self._named = name or self._named
        line.record["annotator"] = self._annotator
        return True

    def _usable(self, line: GoldLine) -> bool:
        record = line.record
        if not record["annotator"]:
            self._refuse(line, 'It names no "annotator".', "Give the name with --annotator.")
            return False
        renamed = self._older.apply(record)
        self._renamed += renamed
        self.details.names(record)
        problems = self._checker.problems(record)
        if renamed and not problems and (label := self._older.merged(record)):
            problems = [f"two tags on the same words would both be {label} now."]
        if problems:
            self._refuse(line, problems[0], "Correct the line, or import into its own scheme.")
            return False
        return True

    # --- article -----------------------------------------------------------------------------

    def _known_article(self, line: GoldLine) -> tuple[ArticleId, str] | None:
        """Return id and name of the line's article where it is here already."""
        record = line.record
        known = self._importer.known_text(record["sha256"])
        if known is not None:
            return known
        other = self._importer.known_name(record["id"])
        if other is None:
            return None
        self.details.other_text(record)
        self._refuse(
            line,
            f"{record['id']} is here with another text"
            f"{self._importer.first_difference(other, record['text'])}.",
            "Give it another id, or export it again from the same text.",
        )
        return _REFUSED

    def _article(self, line: GoldLine, known: tuple[ArticleId, str] | None) -> ArticleId:
        """Return the article of a line, adding it where it is new."""
        self.details.article(line.record, None if known is None else known[1])
        if known is None:
            zones = detect_zones(line.record["text"]) if "zones" in line.missing else None
            article = self._importer.add_article(line.record, zones)
            self._tally.articles_new += 1
            self._articles.add(article)
            return article
        article, name = known
        if article not in self._articles:
            self._tally.articles_known += 1
            self._articles.add(article)
        if self._importer.bring_back(article):
            self._warn(line, f"{name} was removed; it is back.")
        elif name != line.record["id"]:
            self._warn(line, f"The same text is here as {name}.")
        self._complete_article(line, article)
        return article

    def _complete_article(self, line: GoldLine, article: ArticleId) -> None:
        """Fill what is not known about an article yet, and say what differs."""
        meta = {key: value for key, value in line.record["meta"].items() if value is not None}
        for key in self._importer.complete_metadata(article, meta):
            self._warn(line, f"Its {key} differs from the one here, which stays.")
        if "zones" not in line.missing and not self._importer.same_zones(
            article, line.record["zones"]
        ):
            self._warn(line, "Its zones differ from those here, which stay.")

    # --- tags --------------------------------------------------------------------------------

    def _plan_set(
        self, line: GoldLine, known: tuple[ArticleId, str] | None
    ) -> Callable[[ArticleId], None] | None:
        """Return what will write the line's set, ``None`` where the line is refused."""
        record, annotator = line.record, line.record["annotator"]
        here = None
        if known is not None:
            if (known[0], annotator) in self._sets:
                self._refuse(
                    line,
                    f"{annotator} has tags on {known[1]} on a line before.",
                    "Leave one of the two lines out.",
                )
                return None
            here = self._importer.known_set(known[0], annotator)
        same = here is not None and self._importer.same_set(here[0], record, self._same)
        if here is not None and here[1] and not same and not self._replace:
            review = self._importer.review_of(here[0], record)
            if review.brings_something:
                return self._plan_review(line, review)
            if record["verdicts"] and self._importer.same_set(here[0], record, self._same_tags):
                return self._known_set(annotator)
            self._refuse(
                line,
                f"{annotator}'s tags on {record['id']} were edited here since they came in.",
                "Export them first; --replace puts the file's in their place.",
            )
            return None
        self._remark(line)

        def add(article: ArticleId) -> None:
            self._sets.add((article, annotator))
            self.details.entities(record)
            if here is None:
                self._importer.add_set(record, article)
                self._tally.sets_new += 1
                self.details.new_set()
            elif same:
                self._tally.sets_known += 1
                self.details.equal_set()
            else:
                versions = self._importer.two_versions(here[0], record)
                self.details.changed_set(line.line, article, *versions)
                self._importer.replace_set(here[0], record, article)
                self._tally.sets_replaced += 1

        return add

    def _plan_review(self, line: GoldLine, review: ReviewImport) -> Callable[[ArticleId], None]:
        """Return what will take over what reviewers say of tags that were made here."""
        annotator = line.record["annotator"]

        def add(article: ArticleId) -> None:
            self._sets.add((article, annotator))
            review.write(article)
            self._tally.sets_replaced += 1
            self._warn(
                line,
                f"Back from review: {counted(len(review.verdicts), 'verdict')} and "
                f"{counted(len(review.comments), 'comment')} on {annotator}'s tags; the tags stay "
                "as they are here.",
            )

        return add

    def _known_set(self, annotator: str) -> Callable[[ArticleId], None]:
        """Return what will count a line that brings nothing."""

        def add(article: ArticleId) -> None:
            self._sets.add((article, annotator))
            self._tally.sets_known += 1
            self.details.equal_set()

        return add

    def _remark(self, line: GoldLine) -> None:
        """Warn of what comes in all the same."""
        record = line.record
        if "scheme" not in line.missing and not self._of_the_scheme(record):
            self._other_scheme += 1
        unfinished = self._checker.unfinished(record)
        if unfinished:
            more = f" ({len(unfinished)} such places)" if len(unfinished) > 1 else ""
            self._warn(line, f"Unfinished: {unfinished[0]}{more}")
        for entity, other in self._importer.contradictions(record):
            self._warn(
                line,
                f"entity {entity['id']}: {entity['name']} is {other} here, not "
                f"{entity['links']['wikidata']}, and stays it.",
                "Give one of the two a telling word in brackets.",
            )

    def _of_the_scheme(self, record: GoldRecord) -> bool:
        """Whether a line follows this scheme, or an earlier version of it."""
        name, version = self._scheme
        return record["scheme"]["name"] == name and record["scheme"]["version"] <= version

    def _plan_suggestions(
        self, line: GoldLine, known: tuple[ArticleId, str] | None
    ) -> Callable[[ArticleId], None] | None:
        """Return what will write the line's suggestions, ``None`` where the line is refused."""
        record = line.record
        source = record["annotator"].removeprefix(SUGGESTIONS_PREFIX)
        version = self._version(source, record)
        self._lost += _bare(record, f"{source}/{version}")
        same: bool | None = None
        if known is not None:
            if (known[0], record["annotator"]) in self._sets:
                self._refuse(
                    line,
                    f"{source} has suggestions for {known[1]} on a line before.",
                    "Leave one of the two lines out.",
                )
                return None
            same = self._importer.known_look(
                known[0], source, version, record, self._same_suggestions
            )

        def add(article: ArticleId) -> None:
            self._sets.add((article, record["annotator"]))
            if same:
                self._tally.sets_known += 1
                return
            self._importer.add_look(record, article, source, version)
            if same is None:
                self._tally.sets_new += 1
            else:
                self._tally.sets_replaced += 1

        return add

    def _version(self, source: str, record: GoldRecord) -> str:
        """Return the version in the provenance; a line without any has that of the others."""
        for said in record["provenance"].values():
            full = str(said.get("source") or "")
            if full.startswith(source + "/"):
                self._versions[source] = full.removeprefix(source + "/")
                break
        if source not in self._versions:
            self._versions[source] = self._importer.version_of(source) or "1"
        return self._versions[source]

    def _same(self, here: GoldRecord, there: GoldRecord) -> bool:
        return self._alike(here, there, COMPARED)

    def _same_tags(self, here: GoldRecord, there: GoldRecord) -> bool:
        return self._alike(here, there, COMPARED_TAGS)

    def _same_suggestions(self, here: GoldRecord, there: GoldRecord) -> bool:
        return self._alike(here, there, COMPARED_SUGGESTIONS)

    def _alike(self, here: GoldRecord, there: GoldRecord, keys: tuple[str, ...]) -> bool:
        one: Any = self._order.canonical(here)
        other: Any = self._order.canonical(there)
        return all(one[key] == other[key] for key in keys)


_REFUSED = (ArticleId(0), "")


def _bare(record: GoldRecord, source: str) -> bool:
    """Leave of a line of suggestions what suggestions have; return whether anything went."""
    entities = {entity["id"] for entity in record["entities"]}
    lost = bool(entities or record["comments"] or record["verdicts"])
    for span in record["spans"]:
        lost = lost or bool(span["note"])
        span["entity"], span["note"] = None, ""
    for frame in record["frames"]:
        frame["roles"] = {
            role: kept
            for role, fillers in frame["roles"].items()
            if (kept := [filler for filler in fillers if filler not in entities])
        }
    record["entities"], record["comments"], record["verdicts"] = [], [], []
    record["provenance"] = {
        item["id"]: {"source": source, **_said(record["provenance"].get(item["id"], {}))}
        for item in (*record["spans"], *record["frames"])
    }
    return lost


def _said(entry: dict[str, Any]) -> dict[str, Any]:
    kept = {key: entry[key] for key in ("rule", "score", "reason") if entry.get(key) is not None}
    if "score" in kept:
        kept["score"] = round(float(kept["score"]), SCORE_DIGITS)
    return kept


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _lines(count: int) -> str:
    return "1 line" if count == 1 else f"{count} lines"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
