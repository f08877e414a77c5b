"""Articles and annotations in: what an import would do, and doing it as one undo step."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from annotator.domain.annotation import SUGGESTIONS_PREFIX, SYSTEM
from annotator.domain.article import ArticleDraft, ArticleId
from annotator.domain.gold import GoldRecord
from annotator.domain.intake import (
    IntakeItem,
    IntakePreview,
    IntakeReport,
    IntakeState,
    Refusal,
)
from annotator.domain.text import sha256, word_count
from annotator.errors import AnnotatorError, RefusedInputError
from annotator.exchange import text_files
from annotator.exchange.gold import GoldLine, GoldOrder, SchemeChecker, Skipped, read_lines
from annotator.exchange.zones import detect_zones
from annotator.jobs import Progress
from annotator.ops.workspace import Workspace
from annotator.store import tables
from annotator.store.gold_import import BulkImporter

COMPARED = ("status", "spans", "entities", "frames", "provenance", "comments", "verdicts")


@dataclass(slots=True)
class _Tally:
    """Counts and messages while an import runs."""

    articles_new: int = 0
    articles_known: int = 0
    sets_new: int = 0
    sets_replaced: int = 0
    sets_known: int = 0
    refused: list[Refusal] = field(default_factory=list)
    warnings: list[Refusal] = field(default_factory=list)

    def report(self) -> IntakeReport:
        return IntakeReport(
            self.articles_new,
            self.articles_known,
            self.sets_new,
            self.sets_replaced,
            self.sets_known,
            tuple(self.refused),
            tuple(self.warnings),
        )


def preview(
    workspace: Workspace | None,
    paths: Sequence[Path],
    *,
    encoding: str | None = None,
    progress: Progress | None = None,
) -> IntakePreview:
    """Read everything that an import would write, and write nothing.

    Raises:
        Cancelled: The user asked for it.
    """
    progress = progress or Progress()
    listing = text_files.find_files(paths)
    refused = list(listing.skipped)
    items: list[IntakeItem] = []
    seen: dict[str, str] = {}
    for done, file in enumerate(listing.files):
        progress.step(done, len(listing.files))
        try:
            draft = text_files.read_article(file, encoding=encoding)
        except AnnotatorError as error:
            refused.append(refusal_of(error, str(file.path)))
            continue
        items.append(_item(workspace, str(file.path), draft, seen))
    lines = {str(path): _count_lines(path) for path in listing.jsonl}
    return IntakePreview(tuple(items), tuple(refused), (), lines)


def _item(
    workspace: Workspace | None, path: str, draft: ArticleDraft, seen: dict[str, str]
) -> IntakeItem:
    digest = sha256(draft.text)
    known = seen.get(digest)
    if known is None and workspace is not None:
        with workspace.read() as connection:
            c = tables.article.c
            known = connection.scalar(select(c.name).where(c.sha256 == digest))
    seen.setdefault(digest, draft.name)
    state = IntakeState.NEW
    if known is not None:
        state = IntakeState.KNOWN
    elif draft.notes or draft.proposals:
        state = IntakeState.ATTENTION
    return IntakeItem(path, draft, state, word_count(draft.text), known)


def _count_lines(path: Path) -> int:
    try:
        with path.open("rb") as file:
            return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))
    except OSError:
        return 0


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


def import_drafts(
    workspace: Workspace,
    drafts: Sequence[ArticleDraft],
    author: str,
    progress: Progress | None = None,
) -> IntakeReport:
    """Add articles that a preview has read, as one undo step.

    Raises:
        Cancelled: Nothing is written then.
    """
    tally = _Tally()
    with _importing(workspace, author, f"Import {_counted(len(drafts))}") as importer:
        for done, draft in enumerate(drafts):
            (progress or Progress()).step(done, len(drafts))
            _add_draft(importer, draft, tally)
    return tally.report()


def import_paths(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    form: str = "auto",
    annotator: str | None = None,
    encoding: str | None = None,
    replace: bool = False,
    dry_run: bool = False,
    author: str | None = None,
    progress: Progress | None = None,
) -> IntakeReport:
    """Import text files, folders and JSONL files as one undo step.

    Args:
        workspace: Where to.
        paths: Files and folders.
        form: "text" or "jsonl" takes only those; "auto" both.
        annotator: Whose set the lines become; each line's own where not given.
        encoding: How text files are encoded; found out where not given.
        replace: Whether sets that were edited here may be replaced.
        dry_run: Do everything, then take it all back.
        author: Whose operation it is; ``annotator``, else ``system``.
        progress: Steps are files and lines; the total is not known beforehand.

    Raises:
        RefusedInputError: ``annotator`` is given and the lines name several.
        Cancelled: Nothing is written then.
    """
    tally = _Tally()
    progress = progress or Progress()
    listing = text_files.find_files(paths)
    tally.refused += listing.skipped
    files = listing.files if form != "jsonl" else ()
    name = f"Import {_counted(len(files))}" if files else "Import tags"
    try:
        with _importing(workspace, author or annotator or SYSTEM, name) as importer:
            for done, file in enumerate(files):
                progress.step(done, len(files))
                _add_file(importer, file, encoding, tally)
            lines = _LineImport(workspace, importer, tally, annotator, replace=replace)
            for path in listing.jsonl if form != "text" else ():
                lines.add_file(path, progress)
            if dry_run:
                raise _DryRun  # noqa: TRY301 - it leaves the transaction
    except _DryRun:
        pass
    return tally.report()


class _DryRun(Exception):  # noqa: N818 - no error: it takes the transaction back
    pass


def _counted(articles: int) -> str:
    return "1 article" if articles == 1 else f"{articles} articles"


@contextmanager
def _importing(workspace: Workspace, author: str, name: str) -> Iterator[BulkImporter]:
    """Give the importer of one import operation."""
    with workspace.operation(name, author) as writer:
        scheme = writer.connection.scalar(
            select(tables.workspace.c.value).where(tables.workspace.c.key == "scheme")
        )
        importer = BulkImporter(writer, int(scheme or 1))
        yield importer
        importer.finish()


def _add_file(
    importer: BulkImporter, file: text_files.SourceFile, encoding: str | None, tally: _Tally
) -> None:
    try:
        draft = text_files.read_article(file, encoding=encoding)
    except AnnotatorError as error:
        tally.refused.append(refusal_of(error, str(file.path)))
    else:
        _add_draft(importer, draft, tally)


def _add_draft(importer: BulkImporter, draft: ArticleDraft, tally: _Tally) -> None:
    if importer.known_text(sha256(draft.text)) is not None:
        tally.articles_known += 1
        return
    importer.add_draft(draft)
    tally.articles_new += 1
    source = draft.metadata.source or draft.name
    tally.warnings += [Refusal(source, None, note, "") for note in draft.notes]


class _LineImport:
    """Lines of JSONL files into one import."""

    def __init__(
        self,
        workspace: Workspace,
        importer: BulkImporter,
        tally: _Tally,
        annotator: str | None,
        *,
        replace: bool,
    ) -> None:
        self._importer = importer
        self._tally = tally
        self._annotator = annotator
        self._replace = replace
        self._checker = SchemeChecker(workspace.scheme)
        self._order = GoldOrder(workspace.scheme)
        self._scheme = {"name": workspace.scheme.name, "version": workspace.scheme.version}
        self._named: str | None = None
        self._unknown: Counter[str] = Counter()
        self._answers: Counter[str] = Counter()
        self._other_scheme = 0
        self._seen: set[tuple[ArticleId, str]] = set()
        self._versions: dict[str, str] = {}

    def add_file(self, path: Path, progress: Progress) -> None:
        """Import every line that may come in; report the others."""
        try:
            for done, item in enumerate(
                read_lines(path, any_annotator=self._annotator is not None)
            ):
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
            self._tally.refused.append(refusal_of(error, str(path)))
        self._sum_up(str(path))

    def _sum_up(self, file: str) -> None:
        for key, count in sorted(self._unknown.items()):
            problem = f'The key "{key}" is not known here; it was left out {count} times.'
            self._tally.warnings.append(Refusal(file, None, problem, ""))
        for answer, count in sorted(self._answers.items()):
            problem = f'{count} lines whose answer is "{answer}" were skipped.'
            self._tally.warnings.append(Refusal(file, None, problem, ""))
        if self._other_scheme:
            problem = f"{self._other_scheme} lines name another scheme; their tags fit this one."
            self._tally.warnings.append(Refusal(file, None, problem, ""))
        self._unknown.clear()
        self._answers.clear()
        self._other_scheme = 0

    def _refuse(self, line: GoldLine, problem: str, remedy: str) -> None:
        self._tally.refused.append(Refusal(line.file, line.line, problem, remedy))

    def _warn(self, line: GoldLine, problem: str, remedy: str = "") -> None:
        self._tally.warnings.append(Refusal(line.file, line.line, problem, remedy))

    def _add_line(self, line: GoldLine) -> None:
        record = line.record
        self._unknown.update(line.unknown_keys)
        self._check_one_annotator(line)
        if line.has_set and not self._usable(line):
            return
        article = self._article(line)
        if article is None or not line.has_set:
            return
        if record["annotator"].startswith(SUGGESTIONS_PREFIX):
            self._add_suggestions(line, article)
        else:
            self._add_set(line, article)

    def _check_one_annotator(self, line: GoldLine) -> None:
        if self._annotator is None or not line.has_set:
            return
        name = line.record["annotator"]
        if self._named is not None and name and name != self._named:
            raise RefusedInputError(
                file=line.file,
                line=line.line,
                problem=f"The lines name several annotators: {self._named} and {name}.",
                remedy="Import them without --annotator, or split the file.",
            )
        self._named = name or self._named
        line.record["annotator"] = self._annotator

    def _usable(self, line: GoldLine) -> bool:
        record = line.record
        if not record["annotator"]:
            self._refuse(line, 'It names no "annotator".', "Give the name with --annotator.")
            return False
        problems = self._checker.problems(record)
        if problems:
            self._refuse(line, problems[0], "Correct the line, or import into its own scheme.")
            return False
        if "scheme" not in line.missing and record["scheme"] != self._scheme:
            self._other_scheme += 1
        unfinished = self._checker.unfinished(record)
        if unfinished:
            more = f" ({len(unfinished)} such places)" if len(unfinished) > 1 else ""
            self._warn(line, f"Unfinished: {unfinished[0]}{more}")
        return True

    def _article(self, line: GoldLine) -> ArticleId | None:
        """Return the article of a line, adding it where it is new."""
        record = line.record
        known = self._importer.known_text(record["sha256"])
        if known is not None:
            self._tally.articles_known += (known[0], "") not in self._seen
            self._seen.add((known[0], ""))
            self._complete_article(line, known[0])
            return known[0]
        other = self._importer.known_name(record["id"])
        if other is not None:
            self._refuse(
                line,
                f"{record['id']} is here with another text"
                f"{self._importer.first_difference(other, record['text'])}.",
                "Give it another id, or export it again from the same text.",
            )
            return None
        zones = detect_zones(record["text"]) if "zones" in line.missing else None
        article = self._importer.add_article(record, zones)
        self._tally.articles_new += 1
        self._seen.add((article, ""))
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

    def _add_suggestions(self, line: GoldLine, article: ArticleId) -> None:
        record = line.record
        name = record["annotator"].removeprefix(SUGGESTIONS_PREFIX)
        version = self._version(name, record)
        source = self._importer.source_id(name, version)
        if (article, name) in self._seen or self._importer.known_look(article, source):
            self._tally.sets_known += 1
            return
        self._seen.add((article, name))
        self._importer.add_look(record, article, source)
        self._tally.sets_new += 1

    def _version(self, name: str, record: GoldRecord) -> str:
        """Return the version in the provenance; a line without suggestions has that of others."""
        for said in record["provenance"].values():
            source = str(said.get("source") or "")
            if source.startswith(name + "/"):
                self._versions[name] = source.removeprefix(name + "/")
                break
        return self._versions.get(name, "1")

    def _add_set(self, line: GoldLine, article: ArticleId) -> None:
        record = line.record
        annotator = record["annotator"]
        known = self._importer.known_set(article, annotator)
        if known is None:
            self._seen.add((article, annotator))
            self._importer.add_set(record, article)
            self._tally.sets_new += 1
            return
        key, edited = known
        if (article, annotator) in self._seen:
            self._refuse(line, f"{annotator} has tags on {record['id']} on a line before.", "")
        elif self._importer.same_set(key, record, self._same):
            self._tally.sets_known += 1
        elif edited and not self._replace:
            self._refuse(
                line,
                f"{annotator}'s tags on {record['id']} were edited here since they came in.",
                "Export them first; --replace puts the file's in their place.",
            )
        else:
            self._importer.replace_set(key, record, article)
            self._tally.sets_replaced += 1

    def _same(self, here: GoldRecord, there: GoldRecord) -> bool:
        one: Any = self._order.canonical(here)
        other: Any = self._order.canonical(there)
        return all(one[key] == other[key] for key in COMPARED)
