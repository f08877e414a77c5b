"""What the entity desk says, in words; no widgets here."""

from collections.abc import Iterable, Mapping, Sequence

from annotator.domain.register import Figures, MergePreview, SplitPreview, Twice
from annotator.domain.scheme import Scheme
from annotator.ui.entities.figures import Run, TableRow


def counted(count: int, one: str, many: str = "") -> str:
    """Return "1 mention", "118 mentions"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def figures_words(figures: Figures) -> str:
    """Return "118 mentions in 29 articles"."""
    if not figures.mentions:
        return "no mentions"
    mentions = counted(figures.mentions, "mention")
    return f"{mentions} in {counted(figures.articles, 'article')}"


def in_scheme_order(roles: Iterable[str], scheme: Scheme) -> list[str]:
    """Return roles in the order in which the scheme lists them."""
    known = [role.name for kind in scheme.frame_types for role in kind.roles]
    order = {name: number for number, name in reversed(list(enumerate(known)))}
    return sorted(roles, key=lambda name: (order.get(name, len(order)), name))


def role_runs(roles: Mapping[str, int], scheme: Scheme) -> list[Run]:
    """Return "speaker 41 · holder 9", the numbers bold."""
    runs: list[Run] = []
    for name in in_scheme_order(roles, scheme):
        if runs:
            runs.append(("  ·  ", False, "mute"))
        runs += [(f"{name} ", False, "text"), (f"{roles[name]:,}", True, "text")]
    return runs or [("in none", False, "mute")]


def merge_rows(preview: MergePreview, scheme: Scheme) -> list[TableRow]:
    """Return the table of a merge: what is counted, before, after."""

    def row(name: str, numbers: Iterable[int], after: int) -> TableRow:
        return (name, " + ".join(f"{number:,}" for number in numbers), f"{after:,}", "")

    before, after = preview.before, preview.after
    rows = [
        row("mentions", (one.mentions for one in before), after.mentions),
        row("articles", (one.articles for one in before), after.articles),
    ]
    entities = (preview.kept, *preview.merged)
    name, old, new, _ = row(
        "also written", (len(one.aliases) for one in entities), len(preview.aliases)
    )
    added = preview.new_aliases
    more = f", adds “{added[0]}”" if added else ""
    more += f" and {len(added) - 1} more" if len(added) > 1 else ""
    rows.append((name, old, new, more))
    roles = {name for one in (*before, after) for name in one.roles}
    rows += [
        row(name, (one.roles.get(name, 0) for one in before), after.roles.get(name, 0))
        for name in in_scheme_order(roles, scheme)
    ]
    return rows


def split_rows(preview: SplitPreview, scheme: Scheme) -> list[TableRow]:
    """Return the table of a split: what stays, and what the other entity has then."""

    def row(name: str, left: int, moved: int, after: int) -> TableRow:
        return (name, f"{left + moved:,}", f"{left:,}", f" + {after:,}")

    moved, left, after = preview.moved, preview.left, preview.after
    rows = [row("mentions", left.mentions, moved.mentions, after.mentions)]
    rows.append(
        ("articles", f"{preview.articles:,}", f"{left.articles:,}", f" + {after.articles:,}")
    )
    for name in in_scheme_order({*moved.roles, *left.roles}, scheme):
        stays, goes = left.roles.get(name, 0), moved.roles.get(name, 0)
        rows.append(row(name, stays, goes, after.roles.get(name, 0)))
    return rows


def twice_words(some: Sequence[Twice]) -> str:
    """Return what becomes of frames that name two of them in one role."""
    one = some[0]
    kind, role = one.frame_type.lower(), one.role
    what = f"One {kind} names both as {role}." if len(some) == 1 else (
        f"{len(some)} frames ({kind}) name both as {role}."
    )  # fmt: skip
    if one.closed:
        rest = "It is complete: its tags stay." if len(some) == 1 else "Their tags stay."
    else:
        rest = "It would name it once." if len(some) == 1 else "Each would name it once."
    return f"{what} {rest}"


def grouped(twice: Iterable[Twice]) -> list[list[Twice]]:
    """Return such frames by type, role and whether they are closed."""
    found: dict[tuple[str, str, bool], list[Twice]] = {}
    for one in twice:
        found.setdefault((one.frame_type, one.role, one.closed), []).append(one)
    return list(found.values())


def titles_words(some: Sequence[Twice]) -> str:
    """Return the articles of such frames."""
    titles = list(dict.fromkeys(one.title for one in some))
    more = f" and {len(titles) - 2} more" if len(titles) > 2 else ""
    return "; ".join(titles[:2]) + more


def closed_words(closed: int, articles: int) -> str:
    """Return what happens in articles that somebody has completed."""
    if not closed:
        return ""
    if articles == 1:
        return "The article is complete. Its tags stay; only the link changes."
    if closed == articles:
        return f"All {closed:,} articles are complete. Their tags stay; only the link changes."
    verb, whose = ("is", "Its") if closed == 1 else ("are", "Their")
    return (
        f"{closed:,} of the {articles:,} articles {verb} complete. "
        f"{whose} tags stay; only the link changes."
    )
