"""Learning from an annotator's own articles: when, from what, and the models that come of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.domain.annotation import GOLD, check_annotator_name
from annotator.domain.learned import (
    DUE_AFTER,
    FEWEST_ARTICLES,
    SECONDS,
    LabelFigures,
    LearnedModel,
    Lesson,
)
from annotator.domain.scheme import ENTITY_FAMILY
from annotator.errors import NothingLearnedError, TooFewToLearnError, UnknownSetError
from annotator.jobs import Progress
from annotator.nlp.client import SuggestionWorker
from annotator.nlp.learned import model_file
from annotator.ops import sources
from annotator.ops.workspace import Workspace
from annotator.store import gold_export, learned, looks, weighings
from annotator.store.journal import utc_now


@dataclass(frozen=True, slots=True)
class Learned:
    """What came of learning once.

    Attributes:
        model: As it is stored, with its number.
        before: The model that was in use until then, ``None`` where there was none.
    """

    model: LearnedModel
    before: LearnedModel | None = None

    @property
    def sentence(self) -> str:
        """What has changed, for the status line."""
        return sentence(self.model, self.before)


def due(workspace: Workspace, annotator: str) -> bool:
    """Whether enough articles were completed since an annotator's model was made to learn again."""
    with workspace.read() as connection:
        number = learned.in_use(connection, annotator)
        complete = learned.count_complete(connection, annotator)
        if number is None:
            return complete >= max(DUE_AFTER, FEWEST_ARTICLES)
        return complete >= learned.described(connection, number).complete + DUE_AFTER


def train(
    workspace: Workspace,
    annotator: str,
    progress: Progress | None = None,
    seconds: float = SECONDS,
    lists: Path | None = None,
) -> Learned:
    """Learn from an annotator's complete articles and from gold, in a process of its own.

    A colleague's tags that are not gold are never learned from. Whatever happens meanwhile, the
    model that is there stays until the new one is whole.

    Args:
        workspace: Where the articles are.
        annotator: Whose articles; the model makes suggestions for nobody else.
        progress: Asked ten times a second whether to go on; it has no steps.
        seconds: CPU time that may be taken.
        lists: The user's folder with own lists and rules.

    Raises:
        AnnotatorNameError: It cannot be the name of an annotator.
        TooFewToLearnError: There are fewer than four complete articles.
        WorkerLostError: The process ended unexpectedly.
        Cancelled: It was asked for.
    """
    check_annotator_name(annotator)
    progress = progress or Progress()
    progress.step(0, 0)
    lesson = lesson_for(workspace, annotator, seconds)
    if len(lesson.examples) < FEWEST_ARTICLES:
        raise TooFewToLearnError(count=len(lesson.examples), fewest=FEWEST_ARTICLES)
    with SuggestionWorker(sources.settings_for(workspace, lists)) as worker:
        made = worker.learn(lesson, progress)
    progress.step(0, 0)
    with workspace.database.write() as writer:
        before = learned.in_use(writer.connection, annotator)
        used = None if before is None else learned.described(writer.connection, before)
        number = learned.add(writer, made)
    workspace.announce(writer.changes)
    return Learned(replace(made, number=number), used)


def lesson_for(workspace: Workspace, annotator: str, seconds: float = SECONDS) -> Lesson:
    """Return all that may be learned from for an annotator, and nothing else."""
    labels = [one.name for one in workspace.scheme.labels if one.family == ENTITY_FAMILY]
    with workspace.read() as connection:
        found = list(learned.examples(connection, annotator, labels))
        said = learned.said(connection, annotator, labels)
    return Lesson(
        examples=tuple(example for _, example in found),
        labels=tuple(labels),
        by=annotator,
        at=utc_now(),
        said=tuple(said),
        seconds=seconds,
    )


def sentence(model: LearnedModel, before: LearnedModel | None = None) -> str:
    """Return what a model changes: "PERSON 0.81 to 0.88 on your articles, now used"."""
    used = before.ways if before is not None else {}
    on = sorted(
        (one for one in model.figures if one.on),
        key=lambda one: (one.before - one.after, one.label),
    )
    said = []
    for word, news in (("now", True), ("still", False)):
        gains = [
            f"{one.label} {one.before:.2f} to {one.after:.2f}"
            for one in on
            if one.count and (one.label not in used) == news
        ]
        said += [f"{', '.join(gains)} on your articles, {word} used"] if gains else []
    if not said:
        said = [f"Nothing is better than the rules yet on your {model.trained_on}"]
    elif len(model.articles) < model.complete:
        said.append(f"learned from the newest {model.trained_on}")
    never = [one.label for one in on if not one.count]
    gone = [label for label in used if label not in model.ways]
    said += [f"no more {', '.join(never)}, which you never tag"] if never else []
    said += [f"the rules again for {', '.join(gone)}"] if gone else []
    return "; ".join(said)


def models(workspace: Workspace) -> list[LearnedModel]:
    """Return all models without their files, by annotator, the newest (which is in use) first."""
    with workspace.read() as connection:
        return learned.models(connection)


def in_use(workspace: Workspace) -> bool:
    """Return whether anybody has a model."""
    with workspace.read() as connection:
        return bool(learned.learners(connection))


def figures(workspace: Workspace, annotator: str) -> tuple[LabelFigures, ...]:
    """Return what the model in use brings for each label; empty where there is none."""
    return next((one.figures for one in models(workspace) if one.by == annotator), ())


def remove(workspace: Workspace, author: str, number: int) -> None:
    """Use a model no more. One undo step.

    What it suggested waits for nobody any more, and what it overruled waits again; what was
    decided stays. The model before it is in use again: its articles wait for it.

    Raises:
        NothingLearnedError: There is none of that number.
    """
    with workspace.operation(f"Remove the learned model {number}", author) as writer:
        row = writer.get("learned_model", number)
        if row is None or not row["active"]:
            raise NothingLearnedError(name=number)
        in_use = learned.in_use(writer.connection, row["annotator"]) == number
        writer.update("learned_model", number, {"active": 0})
        if in_use:
            for look in weighings.all_for_one(writer.connection, row["annotator"]):
                looks.retire_look(writer.connection, look)
            writer.changes.many = True


def export_model(workspace: Workspace, number: int, folder: Path) -> list[Path]:
    """Write a model into a folder; return its files.

    Raises:
        NothingLearnedError: There is none of that number.
        FileUnwritableError: The folder cannot be written.
    """
    with workspace.read() as connection:
        model = learned.load(connection, number)
    return model_file.write_model(model, folder)


def import_model(workspace: Workspace, annotator: str, folder: Path) -> LearnedModel:
    """Take a model that was exported into use for an annotator.

    Only files of crfsuite whose hash is the one that the folder says are taken, and nothing that is
    read is run.

    Raises:
        AnnotatorNameError: It cannot be the name of an annotator.
        LearnedFileError, FileUnreadableError: The folder holds no such model.
    """
    check_annotator_name(annotator)
    model = replace(model_file.read_model(folder), by=annotator, number=0)
    with workspace.database.write() as writer:
        complete = learned.count_complete(writer.connection, annotator)
        number = learned.add(writer, replace(model, complete=complete))
    workspace.announce(writer.changes)
    return replace(model, number=number)


def choose(workspace: Workspace, annotator: str | None) -> str:
    """Return whose articles are learned from where nobody was named: the only annotator.

    Raises:
        UnknownSetError: There are several, or none.
    """
    if annotator is not None:
        return annotator
    with workspace.read() as connection:
        names: Sequence[str] = sorted(gold_export.sets_by_status(connection))
    people = [name for name in names if name != GOLD]
    if len(people) != 1:
        raise UnknownSetError(name="one annotator", names=", ".join(people) or "none")
    return people[0]
