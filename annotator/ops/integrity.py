"""Is everything in a workspace as it must be? And mending what can be mended."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from annotator.domain.annotation import SYSTEM
from annotator.domain.article import ArticleId
from annotator.domain.completeness import lacks
from annotator.domain.text import sha256
from annotator.jobs import Progress
from annotator.ops.workspace import Workspace
from annotator.store import reader, sqlite, tables
from annotator.store.journal import utc_now

KEPT_BACKUPS = 5
OFFERED_ABOVE_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is wrong.

    Attributes:
        table, row: What ``repair`` would take away; ``None`` where nothing can be mended.
    """

    problem: str
    table: str | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found.

    Attributes:
        damage: Makes the data untrue; empty in a sound workspace.
        unfinished: What analysts have left open; no damage.
        repaired: Number of rows taken away, when asked for.
        backup: Where the workspace as it was is kept, when it was repaired.
    """

    articles: int
    spans: int
    damage: tuple[Damage, ...]
    unfinished: tuple[str, ...]
    repaired: int = 0
    backup: Path | None = None


def check(
    workspace: Workspace, *, repair: bool = False, progress: Progress | None = None
) -> CheckReport:
    """Check the file, hashes, offsets, covered words, references and the scheme.

    Args:
        workspace: What is checked.
        repair: Take away tags whose words do not stand where they say, after a backup, as one
            operation of ``system``. Texts are never changed.
        progress: Steps are articles.
    """
    progress = progress or Progress()
    damage: list[Damage] = []
    unfinished: list[str] = []
    spans = 0
    with workspace.read() as connection:
        damage += [Damage(problem) for problem in sqlite.problems(connection, quick=False)]
        keys = list(connection.scalars(select(tables.article.c.id).order_by(tables.article.c.name)))
        for done, key in enumerate(keys):
            progress.step(done, len(keys))
            article = _ArticleCheck(workspace, connection, ArticleId(key))
            damage += article.damage()
            unfinished += article.unfinished()
            spans += article.spans
    if not repair or not damage:
        return CheckReport(len(keys), spans, tuple(damage), tuple(unfinished))
    kept = backup_beside(workspace, "before-repair")
    repaired = _repair(workspace, damage)
    return CheckReport(len(keys), spans, tuple(damage), tuple(unfinished), repaired, kept)


class _ArticleCheck:
    """The checks of one article and of all its sets."""

    def __init__(self, workspace: Workspace, connection: Connection, key: ArticleId) -> None:
        self._scheme = workspace.scheme
        self._connection = connection
        self._article = reader.article(connection, key)
        c = tables.annotation_set.c
        names = connection.scalars(select(c.annotator).where(c.article_id == key)).all()
        self._sets = [reader.annotation_set(connection, key, name) for name in names]
        self.spans = sum(len(tags.spans) for tags in self._sets)

    def damage(self) -> Iterator[Damage]:
        article = self._article
        if sha256(article.text) != article.sha256:
            yield Damage(f"{article.name}: its text is not the one whose hash was kept.")
        for zone in article.zones:
            if zone.extent.end > len(article.text):
                yield Damage(f"{article.name}: a {zone.kind} zone ends after the text.")
        for tags in self._sets:
            where = f"{article.name}, {tags.annotator}"
            keys: set[str] = set()
            for span in tags.spans:
                if article.text[span.extent.start : span.extent.end] != span.text:
                    problem = f"{where}: {span.key} should cover “{span.text[:40]}”."
                    yield Damage(problem, "span", span.id)
                if span.label not in self._scheme.label_by_name:
                    yield Damage(f"{where}: {span.key} has the unknown label {span.label}.")
                if span.key in keys:
                    yield Damage(f"{where}: the id {span.key} stands there twice.")
                keys.add(span.key)
            for frame in tags.frames:
                yield from self._frame_damage(f"{where}: {frame.key}", frame)

    def _frame_damage(self, where: str, frame: Any) -> Iterator[Damage]:
        kind = self._scheme.frame_type_by_name.get(frame.type)
        if kind is None:
            yield Damage(f"{where} has the unknown type {frame.type}.")
            return
        for role in dict.fromkeys(filler.role for filler in frame.fillers):
            if kind.role(role) is None:
                yield Damage(f"{where} has the unknown role {role}.")

    def unfinished(self) -> list[str]:
        return [
            f"{self._article.name}, {tags.annotator}: {lack.problem}"
            for tags in self._sets
            for lack in lacks(tags, self._scheme)
        ]


def _repair(workspace: Workspace, damage: list[Damage]) -> int:
    count = 0
    f = tables.filler.c
    with workspace.operation("Repair the workspace", SYSTEM, undoable=False) as writer:
        for item in damage:
            if item.table != "span" or item.row is None:
                continue
            fillers = select(f.id).where(f.span_id == item.row)
            for filler in writer.connection.scalars(fillers).all():
                writer.delete("filler", filler)
            writer.delete("span", item.row)
            count += 1
    return count


# --- backups ---------------------------------------------------------------------------------


def backup_folder(workspace: Workspace) -> Path:
    """Return the folder of rolling backups: NAME.backups beside the file."""
    return workspace.path.with_name(workspace.path.stem + ".backups")


def backup_beside(workspace: Workspace, word: str) -> Path:
    """Write a backup into the folder of backups under the time and a word, and return it."""
    folder = backup_folder(workspace)
    folder.mkdir(exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%SZ")
    target = folder / f"{stamp}-{word}{workspace.path.suffix}"
    workspace.database.backup(target)
    return target


@dataclass(frozen=True, slots=True)
class DailyCare:
    """What the daily look at a workspace came to.

    Attributes:
        problems: What SQLite finds wrong.
        backup: The backup that was made.
        offered: The file is large: a backup is for the user to decide.
    """

    problems: tuple[str, ...] = ()
    backup: Path | None = None
    offered: bool = False


def daily_care(workspace: Workspace) -> DailyCare | None:
    """Check the file and make a rolling backup, at most once a day and only after changes.

    Returns:
        ``None`` where it was done today already.
    """
    today = utc_now()[:10]
    if (workspace.database.setting("cared") or "")[:10] == today:
        return None
    with workspace.read() as connection:
        problems = sqlite.problems(connection, quick=True)
        newest = connection.scalar(
            select(tables.operation.c.id).order_by(tables.operation.c.id.desc()).limit(1)
        )
    made: Path | None = None
    offered = False
    changed = str(newest or 0) != (workspace.database.setting("backed_up") or "0")
    if changed and not problems:
        offered = workspace.path.stat().st_size > OFFERED_ABOVE_BYTES
        if not offered:
            made = backup_beside(workspace, "daily")
            workspace.database.set_setting("backed_up", str(newest or 0))
            _keep_newest(backup_folder(workspace))
    workspace.database.set_setting("cared", utc_now())
    return DailyCare(tuple(problems), made, offered)


def _keep_newest(folder: Path) -> None:
    daily = sorted(folder.glob("*-daily.*"))
    for old in daily[:-KEPT_BACKUPS]:
        old.unlink(missing_ok=True)
