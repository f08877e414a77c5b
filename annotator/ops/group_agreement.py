"""How three annotators or more agree over the corpus: all together, and each two of them."""

from collections.abc import Sequence
from itertools import combinations

from annotator.compare.agreement import RESAMPLES
from annotator.compare.group import GroupTally
from annotator.domain.agreement import GroupAgreement, PairAgreement
from annotator.jobs import Progress, no_search_for_cycles
from annotator.nlp.words import tokenizer
from annotator.ops.comparing import check_names, compare
from annotator.ops.workspace import Workspace
from annotator.store.comparing import TagReader, shared, shared_by_some


def group_agreement(
    workspace: Workspace,
    names: Sequence[str],
    *,
    pairs: bool = True,
    resamples: int = RESAMPLES,
    progress: Progress | None = None,
) -> GroupAgreement:
    """Compare several annotators on the articles that at least two of them have.

    Args:
        workspace: Where.
        names: Of annotators, two or more.
        pairs: Whether each two of them are compared too.
        resamples: How many times articles are drawn for the interval.
        progress: Steps are articles, then those of each two.

    Raises:
        UnknownSetError: There is no set of one of the names.
        Cancelled: The user asked for it.
    """
    check_names(workspace, names)
    progress = progress or Progress()
    tally, tokens = GroupTally(workspace.scheme), tokenizer()
    done = 0
    with workspace.read() as connection, no_search_for_cycles():
        by_who = shared_by_some(connection, names)
        total = sum(map(len, by_who.values()))
        for who, articles in sorted(by_who.items()):
            for some in TagReader(connection, who).read(articles):
                for _, text, sets in some:
                    progress.step(done, total)
                    done += 1
                    tally.add(sets, tokens(text))
        both = {pair: shared(connection, pair).articles for pair in combinations(names, 2)}
    made = [
        _pair(workspace, a, b, progress) if articles else PairAgreement(a, b, 0, None, None, None)
        for (a, b), articles in (both.items() if pairs else ())
    ]
    return GroupAgreement(tuple(names), total, tally.alpha(resamples=resamples), tuple(made))


def _pair(workspace: Workspace, a: str, b: str, progress: Progress) -> PairAgreement:
    found = compare(workspace, a, b, resamples=0, progress=progress).agreement
    return PairAgreement(a, b, found.articles, found.exact.f1, found.overlap.f1, found.kappa.value)
