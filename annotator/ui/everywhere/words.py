"""Wordings of the concordance that need no widget."""

from collections.abc import Mapping
from typing import Final

from annotator.domain.concordance import Act, HitLine, HitState, Plan
from annotator.ops.everywhere import Outcome

_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905 - legible


def places(count: int) -> str:
    """Return "1 place" or "100 places"."""
    return "1 place" if count == 1 else f"{count:,} places"


def articles(count: int) -> str:
    """Return "1 article" or "43 articles"."""
    return "1 article" if count == 1 else f"{count:,} articles"


def group_words(state: HitState, label: str) -> str:
    """Return the head of a group, as the options name it too."""
    return {
        HitState.UNTAGGED: "Untagged",
        HitState.SUGGESTED: f"Suggested as {label}",
        HitState.SUGGESTED_OTHERWISE: "Suggested otherwise" if label else "Suggested",
        HitState.UNLINKED: f"{label} without this entity",
        HitState.OTHERWISE: "Tagged otherwise" if label else "Tagged",
        HitState.DONE: f"Already {label}",
        HitState.CLOSED: "In complete articles",
    }[state]


def group_note(state: HitState | None, hits: int, ticked: int, plan: Plan) -> str:
    """Return what stands behind the head of a group."""
    if state == HitState.DONE and plan.act != Act.UNTAG:
        return f"{hits:,} · nothing to do"
    if state == HitState.CLOSED and not ticked:
        return f"{hits:,} · {'none ticked' if plan.closed_too else 'left alone'}"
    if not ticked and state == HitState.OTHERWISE and plan.act == Act.TAG:
        return f"{hits:,} · none ticked: ticking relabels"
    return f"{hits:,} · {'none' if not ticked else format(ticked, ',')} ticked"


def more_words(hits: int, ticked: int) -> str:
    """Return what the row for the folded rest of a group says."""
    return f"{hits:,} more, {ticked:,} ticked" if ticked else f"{hits:,} more"


def state_words(line: HitLine) -> str:
    """Return what stands at a place, for its row."""
    now = line.standing
    if now.status.closed:
        return str(now.status)
    if now.state == HitState.SUGGESTED:
        return f"suggested {now.score:.2f}"
    if now.state == HitState.SUGGESTED_OTHERWISE:
        return f"{now.label}? {now.score:.2f}"
    if now.state == HitState.OTHERWISE:
        return f"{now.label}, by {now.by}" if now.by else now.label
    if now.state == HitState.UNLINKED:
        return "another entity" if now.doubt else "not linked"
    if now.state == HitState.DONE:
        return now.label
    if now.rejected:
        return "rejected before"
    return f"within {now.label}" if now.doubt and now.label else "untagged"


def short_date(published: str) -> str:
    """Return "2016-03-14" as "14 Mar 2016", a month as "Mar 2016"."""
    parts = published.split("-")
    if len(parts) < 2 or not parts[1].isdecimal() or not 1 <= int(parts[1]) <= 12:
        return published
    month = _MONTHS[int(parts[1]) - 1]
    day = f"{int(parts[2])} " if len(parts) > 2 and parts[2].isdecimal() else ""
    return f"{day}{month} {parts[0]}"


def button_words(plan: Plan, ticked: Mapping[HitState, int], *, keeps: bool) -> str:
    """Return what the primary button does, and at how many places."""
    count = sum(ticked.values())
    if not count:
        if keeps:
            return "Keep the rule"
        return {Act.TAG: "Tag places", Act.RELABEL: "Relabel places"}.get(plan.act, "Untag places")
    if plan.act == Act.UNTAG:
        return f"Untag {places(count)}"
    if set(ticked) == {HitState.OTHERWISE}:
        return f"Relabel {places(count)}"
    if set(ticked) == {HitState.UNLINKED}:
        return f"Link {places(count)}"
    return f"Tag {places(count)}"


def outcome_words(outcome: Outcome, *, kept: bool) -> str:
    """Return what was done, for the notice."""
    done = outcome.done
    acts = (
        ("tagged", done.tagged),
        ("relabelled", done.relabelled),
        ("linked", done.linked),
        ("untagged", done.untagged),
    )
    made = [(word, count) for word, count in acts if count]
    parts = [
        f"{places(count) if not number else format(count, ',')} {word}"
        for number, (word, count) in enumerate(made)
    ]
    said = f"{', '.join(parts)} in {articles(outcome.articles)}." if parts else "Nothing to tag."
    if kept:
        said = f"{said} New articles arrive with it suggested." if parts else "The rule is kept."
    if done.passed:
        were = "was" if done.passed == 1 else "were"
        said += f" {places(done.passed)} had changed meanwhile and {were} left alone."
    return said
