"""Bundles: work sent to a colleague and brought back, in one file."""

from collections.abc import Collection, Sequence
from contextlib import ExitStack
from pathlib import Path

from annotator.domain.annotation import SUGGESTIONS_PREFIX, SetStatus
from annotator.domain.scheme import Scheme
from annotator.domain.scheme_change import difference
from annotator.domain.scheme_words import SchemeChange, report
from annotator.errors import RefusedInputError, UnknownArticleError, UnknownSetError
from annotator.exchange.bundle import Bundle, BundleWriter, article_line, is_bundle, open_bundle
from annotator.exchange.gold import checked_line
from annotator.jobs import Progress
from annotator.ops import gold
from annotator.ops.workspace import Workspace
from annotator.store import gold_export


def write(
    workspace: Workspace,
    target: Path,
    annotator: str,
    *,
    status: SetStatus | None = None,
    articles: Collection[str] | None = None,
    progress: Progress | None = None,
) -> int:
    """Write a bundle of one person's tags, with the verdicts and comments on them.

    Args:
        workspace: Where from.
        target: The file; replaced at the end, wholly or not at all.
        annotator: Whose tags; ``gold`` too.
        status: Only sets with this status.
        articles: Only these, by name.
        progress: Steps are articles.

    Returns:
        The number of articles.

    Raises:
        UnknownSetError: There is no set of this name.
        UnknownArticleError: There is no article of a name.
        FileUnwritableError: The file cannot be written; it is as it was.
    """
    if annotator.startswith(SUGGESTIONS_PREFIX):
        names = [one.name for one in gold.exportable(workspace)]
        people = ", ".join(one for one in names if not one.startswith(SUGGESTIONS_PREFIX))
        raise UnknownSetError(name=annotator, names=people or "none yet")
    gold.check_name(workspace, annotator)
    check_articles(workspace, articles)
    writer = BundleWriter(target, workspace.scheme, annotator=annotator)
    with writer.lines() as lines:
        return gold.write_records(
            workspace,
            annotator,
            lambda record: lines.write(checked_line(record)),
            status=status,
            articles=articles,
            progress=progress,
        )


def write_for(
    workspace: Workspace,
    target: Path,
    name: str,
    *,
    articles: Collection[str] | None = None,
    progress: Progress | None = None,
) -> int:
    """Write a bundle of articles that somebody is to tag, without anybody's tags.

    Args:
        workspace: Where from.
        target: The file; replaced at the end, wholly or not at all.
        name: Who is to tag them.
        articles: Only these, by name.
        progress: Steps are articles.

    Returns:
        The number of articles.

    Raises:
        UnknownArticleError: There is no article of a name.
        FileUnwritableError: The file cannot be written; it is as it was.
    """
    check_articles(workspace, articles)
    progress = progress or Progress()
    count = 0
    writer = BundleWriter(target, workspace.scheme, meant_for=name)
    with writer.lines() as lines, workspace.read() as connection:
        for record in gold_export.article_records(connection, articles):
            progress.step(count, 0)
            lines.write(article_line(record))
            count += 1
    return count


def check_articles(workspace: Workspace, articles: Collection[str] | None) -> None:
    """Refuse a name that no article has.

    Raises:
        UnknownArticleError: There is none of it.
    """
    if articles is None:
        return
    with workspace.read() as connection:
        known = set(gold_export.article_names(connection))
    for name in articles:
        if name not in known:
            raise UnknownArticleError(name=name)


# --- in -------------------------------------------------------------------------------------------


class OpenedBundles:
    """The bundles of one import, unpacked for as long as the ``with`` block lasts.

    Attributes:
        good: Those that may come in, by their paths.
        refused: Why the others may not.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self.good: dict[Path, Bundle] = {}
        self.refused: list[RefusedInputError] = []
        self._paths = paths
        self._stack = ExitStack()

    def __enter__(self) -> "OpenedBundles":
        with self._stack as stack:
            for path in self._paths:
                try:
                    self.good[path] = stack.enter_context(open_bundle(path))
                except RefusedInputError as error:
                    self.refused.append(error)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()


def scheme_of(paths: Sequence[Path]) -> Scheme | None:
    """Return the scheme of the first bundle among files, for a workspace that is to be made.

    ``None`` where there is no bundle, or none that can be read: the import will say why.
    """
    with OpenedBundles([path for path in paths if is_bundle(path)]) as bundles:
        return next((one.scheme for one in bundles.good.values()), None)


def scheme_note(here: Scheme, there: Scheme) -> str:
    """Return what is to be said where a bundle's scheme is not the one in force, else ""."""
    change = SchemeChange(here, there, same=False, difference=difference(here, there))
    lines = [
        f"{line.mark} {line.what}{f' ({line.detail})' if line.detail else ''}"
        for line in report(change)
    ]
    if (here.name, here.version) == (there.name, there.version):
        if not lines:
            return ""
        said = f"Its scheme is another {there.name} {there.version} than the one in force"
    else:
        ours, theirs = f"{here.name} {here.version}", f"{there.name} {there.version}"
        said = f"Its scheme is {theirs}, in force is {ours}"
    return f"{said}, which stays{': ' if lines else ''}{'; '.join(lines)}."
