"""Where suggestions come from, for commands and the window."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from annotator.domain.article import ArticleId
from annotator.domain.learned import LEARNED, LearnedModel
from annotator.domain.renames import Renames
from annotator.domain.rule import REMEMBERED
from annotator.errors import AnnotatorError, ModelMissingError, NothingLearnedError
from annotator.jobs import Progress
from annotator.nlp import own_files
from annotator.nlp.client import SuggestionWorker
from annotator.nlp.models import installed_models
from annotator.nlp.sources import SourceSettings, available_sources
from annotator.ops import ledger, model_labels, rules, suggestions
from annotator.ops.workspace import Workspace
from annotator.store import learned as models
from annotator.store import looks

BUILTIN = "builtin"
ARTICLES_A_PROCESS = 40
"""Each further process takes two seconds to begin: what is short is done by one."""


def own_folder(workspace: Workspace) -> Path:
    """Return the folder of a workspace's own lists, rules and pipelines; it need not be there.

    ``NAME.sources`` beside ``NAME.annotator``.
    """
    return workspace.path.with_name(f"{workspace.path.stem}.sources")


def folders_of(*folders: Path | None) -> tuple[Path, ...]:
    """Return those folders that are there, each once."""
    there = (one.absolute() for one in folders if one is not None and one.is_dir())
    return tuple(dict.fromkeys(there))


def settings_for(
    workspace: Workspace, lists: Path | None = None, learned: LearnedModel | None = None
) -> SourceSettings:
    """Return what sources need to know of a workspace.

    Args:
        workspace: Its own folder goes before the user's.
        lists: The user's folder with own lists, rules and pipelines.
        learned: The model of the annotator that suggestions are made for.
    """
    scheme = workspace.scheme
    folders = folders_of(own_folder(workspace), lists)
    return SourceSettings(
        lists=folders,
        models=folders,
        labels=scheme.spacy_labels,
        model_labels=model_labels.said(workspace),
        known=(*scheme.label_by_name, *Renames.of(scheme).labels),
        off=ledger.off(workspace),
        topics=scheme.topics,
        names=Renames.of(scheme).labels,
        learned=learned,
        parse=_parse(workspace, folders),
    )


def _parse(workspace: Workspace, folders: Sequence[Path]) -> str:
    """Return the pipeline whose parse the rules use, "" for none: one that has looked here.

    That a pipeline is installed is no reason: it costs time, so somebody must have asked for it.
    """
    parsing = [model for model in installed_models(folders) if model.parses]
    if not parsing:
        return ""
    with workspace.read() as connection:
        return next(
            (one.source for one in parsing if looks.latest_version(connection, one.name)), ""
        )


def full_name(name: str, settings: SourceSettings) -> str:
    """Return NAME/VERSION of a source given by name or by NAME/VERSION.

    Raises:
        ModelMissingError: There is none of that name.
    """
    for source in available_sources(settings):
        if name in {source, source.partition("/")[0]}:
            return source
    raise ModelMissingError(name=name.partition("/")[0] or name)


def find(name: str, settings: SourceSettings) -> tuple[str, SourceSettings]:
    """Return NAME/VERSION of a source, also one given as a pipeline's folder, and its settings.

    Raises:
        ModelMissingError: There is none of that name.
    """
    folder = Path(name).expanduser()
    if name == BUILTIN or not folder.is_dir():
        return full_name(name, settings), settings
    here = set(available_sources(settings))
    settings = replace(settings, models=(*settings.models, folder.absolute()))
    inside = available_sources(SourceSettings(models=(folder.absolute(),)))
    found = [source for source in inside if source not in here] or inside[1:]
    if not found:
        raise ModelMissingError(name=name)
    return found[0], settings


def switched_on(workspace: Workspace) -> tuple[str, ...]:
    """Return the names of the sources that a workspace has without further choice."""
    with workspace.read() as connection:
        learned = (LEARNED,) if models.learners(connection) else ()
    return (*((REMEMBERED,) if rules.in_force(workspace) else ()), BUILTIN, *learned)


@contextmanager
def workers(settings: SourceSettings, count: int) -> Iterator[list[SuggestionWorker]]:
    """Give some suggestion processes and end them afterwards."""
    made = [SuggestionWorker(settings) for _ in range(max(1, count))]
    try:
        yield made
    finally:
        for worker in made:
            worker.close()


def suggest(
    workspace: Workspace,
    source: str,
    articles: Sequence[ArticleId] | None = None,
    *,
    jobs: int = 1,
    lists: Path | None = None,
    progress: Progress | None = None,
    tell: Callable[[AnnotatorError], None] = lambda _problem: None,
) -> int:
    """Let a source look at articles in processes of its own; return how many suggestions.

    Args:
        workspace: Where the articles are.
        source: NAME, NAME/VERSION, or a pipeline's folder; "remembered" for the rules that people
            kept, which need no process; "learned" for the models of all annotators, each of which
            makes suggestions for its annotator only.
        articles: What to look at, again where it was looked at; all new ones where not given.
        jobs: Number of processes; 0 for one on each core, where there is enough to do.
        lists: The user's folder with own lists, rules and pipelines.
        progress: Steps are articles.
        tell: Gets what is wrong with the user's own files; what is right in them is used.

    Raises:
        ModelMissingError: There is no such source.
        NothingLearnedError: Nobody has a model.
        WorkerLostError: A process ended unexpectedly; what was found until then is kept.
        Cancelled: What was found until then is kept.
    """
    progress = progress or Progress()
    if source.partition("/")[0] == REMEMBERED:
        return rules.suggest(workspace, articles, progress)
    if source.partition("/")[0] == LEARNED:
        return _suggest_learned(workspace, source, articles, jobs, lists, progress)
    name, settings = find(source, settings_for(workspace, lists))
    return _suggest(workspace, name, settings, articles, jobs, progress, tell)


def _suggest_learned(
    workspace: Workspace,
    source: str,
    articles: Sequence[ArticleId] | None,
    jobs: int,
    lists: Path | None,
    progress: Progress,
) -> int:
    """Let the models look: each for its annotator; return how many suggestions."""
    with workspace.read() as connection:
        numbers = [models.in_use(connection, name) for name in models.learners(connection)]
        used = [models.load(connection, number) for number in numbers if number is not None]
    wanted = [model for model in used if source in {LEARNED, model.source}]
    if not wanted:
        raise NothingLearnedError(name=source)
    count = 0
    for model in wanted:
        settings = settings_for(workspace, lists, model)
        count += _suggest(workspace, model.source, settings, articles, jobs, progress)
    return count


def _suggest(
    workspace: Workspace,
    name: str,
    settings: SourceSettings,
    articles: Sequence[ArticleId] | None,
    jobs: int,
    progress: Progress,
    tell: Callable[[AnnotatorError], None] = lambda _problem: None,
) -> int:
    keys = list(suggestions.waiting_articles(workspace, name) if articles is None else articles)
    if not keys:
        return 0
    model = settings.learned
    jobs = jobs or min(os.cpu_count() or 1, 1 + len(keys) // ARTICLES_A_PROCESS)
    with workers(settings, min(jobs, len(keys))) as made:
        if name.partition("/")[0] == BUILTIN and own_files.has_any(settings.lists):
            for problem in made[0].problems(name, progress):
                tell(problem)
        if len(made) == 1:
            worker = made[0]
            return suggestions.suggest_all(
                workspace,
                name,
                lambda text, zones: worker.look(name, text, zones, progress=progress),
                keys,
                progress,
                model,
                tell,
            )
        return _side_by_side(workspace, name, made, keys, progress, model, tell)


def _side_by_side(
    workspace: Workspace,
    name: str,
    made: Sequence[SuggestionWorker],
    keys: Sequence[ArticleId],
    progress: Progress,
    model: LearnedModel | None,
    tell: Callable[[AnnotatorError], None],
) -> int:
    """Keep every process busy; results are written one after the other."""
    count = done = 0
    waiting = list(reversed(keys))
    with ThreadPoolExecutor(len(made)) as pool:
        running: dict[Future[int], SuggestionWorker] = {}

        def start(worker: SuggestionWorker) -> None:
            if waiting and not progress.cancelled:
                key = waiting.pop()
                future = pool.submit(
                    suggestions.suggest_if_there,
                    workspace,
                    key,
                    name,
                    lambda text, zones: worker.look(name, text, zones, progress=progress),
                    model,
                    tell,
                )
                running[future] = worker

        for worker in made:
            start(worker)
        while running:
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                worker = running.pop(future)
                count += future.result()
                done += 1
                progress.step(done, len(keys))
                start(worker)
    return count
