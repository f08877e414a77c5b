"""Is everything in a workspace as it must be? And mending what can be mended."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from annotator.domain.annotation import SYSTEM
from annotator.domain.article import ArticleId
from annotator.domain.completeness import Checks, Severity, problems
from annotator.errors import FileUnwritableError, WorkspaceDamagedError
from annotator.jobs import Progress
from annotator.ops.workspace import Workspace
from annotator.store import integrity, journal, reader, sqlite
from annotator.store.database import Reading
from annotator.store.integrity import Damage
from annotator.store.journal import utc_now

KEPT_BACKUPS = 5
OFFERED_ABOVE_BYTES = 1_000_000_000
STAMP = "%Y-%m-%dT%H-%M-%SZ"

__all__ = [
    "CheckReport",
    "DailyCare",
    "Damage",
    "backup_beside",
    "backup_folder",
    "check",
    "daily_care",
]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found.

    Attributes:
        damage: Makes the data untrue; empty in a sound workspace.
        unfinished: What analysts have left open; no damage. After a repair: what is open then.
        repaired: Number of things put right or taken away, when asked for.
        backup: Where the workspace as it was is kept, when it was repaired.
        left: The damage that is still there: all of it, unless it was repaired.
    """

    articles: int
    spans: int
    damage: tuple[Damage, ...]
    unfinished: tuple[str, ...]
    repaired: int = 0
    backup: Path | None = None
    left: tuple[Damage, ...] = ()


def check(
    workspace: Workspace, *, repair: bool = False, progress: Progress | None = None
) -> CheckReport:
    """Check the file, hashes, offsets, covered words, references and the scheme.

    Args:
        workspace: What is checked.
        repair: Put right what can be, and take away tags whose words do not stand where they say,
            after a backup and as one operation of ``system``. Texts are never changed. What is
            left is found by a second look.
        progress: Steps are articles.
    """
    progress = progress or Progress()
    report = _look(workspace, progress)
    if not repair or not report.damage:
        return report
    kept = backup_beside(workspace, "before-repair")
    with workspace.operation("Repair the workspace", SYSTEM, undoable=False) as writer:
        repaired = integrity.repair(writer, report.damage)
    after = _look(workspace, progress)
    return replace(
        report, unfinished=after.unfinished, repaired=repaired, backup=kept, left=after.damage
    )


def _look(workspace: Workspace, progress: Progress) -> CheckReport:
    """Look at everything once."""
    damage: list[Damage] = []
    unfinished: list[str] = []
    checks = Checks(workspace.scheme)
    spans = articles = 0
    try:
        with workspace.read() as connection:
            damage += integrity.file_damage(connection)
            readable = not any(item.register for item in damage)
            keys = integrity.articles(connection)
            articles = len(keys)
            for done, key in enumerate(keys):
                progress.step(done, articles)
                found = integrity.look_at(connection, key, workspace.scheme)
                damage += found.damage
                spans += found.spans
                if readable:
                    unfinished += _unfinished(checks, connection, key, found)
    except WorkspaceDamagedError as error:
        damage.append(Damage(error.problem_text))
    return CheckReport(articles, spans, tuple(damage), tuple(unfinished), left=tuple(damage))


def _unfinished(
    checks: Checks,
    connection: Reading,
    key: ArticleId,
    found: integrity.ArticleFindings,
) -> list[str]:
    """Return what the sets of an article that can be read still lack, with annotator and id."""
    listed: list[str] = []
    for annotator in found.annotators:
        tags = reader.annotation_set(connection, key, annotator)
        names = {frame.id: f"{frame.type} {frame.key}: " for frame in tags.frames}
        listed += [
            f"{found.name}, {annotator}: {names[one.frame] if one.frame else ''}{one.words}"
            for one in problems(tags, checks, found.text)
            if one.severity is not Severity.OPTIONAL
        ]
    return listed


# --- backups ---------------------------------------------------------------------------------


def backup_folder(workspace: Workspace) -> Path:
    """Return the folder of rolling backups: NAME.backups beside the file."""
    return workspace.path.with_name(workspace.path.stem + ".backups")


def backup_beside(workspace: Workspace, word: str) -> Path:
    """Write a backup into the folder of backups under the time and a word, and return it.

    Raises:
        FileUnwritableError: The folder cannot be made or written.
        DiskFullError: No room is left.
    """
    folder = backup_folder(workspace)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise FileUnwritableError(path=folder, reason=error.strerror or error) from error
    target = folder / f"{datetime.now(UTC).strftime(STAMP)}-{word}{workspace.path.suffix}"
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
    newest = ""
    try:
        with workspace.read() as connection:
            problems = tuple(sqlite.problems(connection, quick=True))
            newest = str(journal.last(connection))
    except WorkspaceDamagedError as error:  # worse than what quick_check can tell
        problems = (str(error.values["reason"]),)
    made: Path | None = None
    offered = False
    if not problems and newest != (workspace.database.setting("backed_up") or "0"):
        offered = workspace.path.stat().st_size > OFFERED_ABOVE_BYTES
        if not offered:
            made = backup_beside(workspace, "daily")
            workspace.database.set_setting("backed_up", newest)
            _keep_newest(backup_folder(workspace), workspace.path.suffix)
    workspace.database.set_setting("cared", utc_now())
    return DailyCare(problems, made, offered)


def _keep_newest(folder: Path, suffix: str) -> None:
    daily = sorted(folder.glob(f"*-daily{suffix}"))
    for old in daily[:-KEPT_BACKUPS]:
        old.unlink(missing_ok=True)
