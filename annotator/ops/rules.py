"""Rules kept from operations everywhere: listed, switched, deleted, and followed."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.domain.article import ArticleId
from annotator.domain.rule import REMEMBERED, Rule, applying
from annotator.domain.suggestion import Findings
from annotator.errors import GoneError
from annotator.jobs import Progress
from annotator.nlp.remembered import RememberedSource
from annotator.ops.tags import shown
from annotator.ops.workspace import Workspace
from annotator.store import looks, reader, rules
from annotator.store.changes import Changes
from annotator.store.writer import Writer

CHUNK = 100
"""Articles looked at in one transaction."""


@dataclass(frozen=True, slots=True)
class KeptRule:
    """A rule with the name of the entity that it links to, "" for none."""

    rule: Rule
    entity: str = ""


def kept(workspace: Workspace) -> list[KeptRule]:
    """Return all rules, the newest first."""
    with workspace.read() as connection:
        found = rules.load(connection)
        linked = (rule.entity for rule in found if rule.entity is not None)
        entities = reader.entities(connection, linked)
    named = {key: entity.name for key, entity in entities.items()}
    return [
        KeptRule(rule, "" if rule.entity is None else named.get(rule.entity, ""))
        for rule in reversed(found)
    ]


def switch(workspace: Workspace, author: str, rule: Rule, *, active: bool) -> None:
    """Let a rule suggest, or let it rest. One undo step.

    Raises:
        GoneError: It was deleted meanwhile.
    """
    act = "Switch on" if active else "Switch off"
    with workspace.operation(f"{act} the rule for {shown(rule.forms[0])}", author) as writer:
        writer.update("rule", rule.id, {"active": int(active)})


def delete(workspace: Workspace, author: str, rule: Rule) -> None:
    """Forget a rule. One undo step.

    Raises:
        GoneError: It was deleted meanwhile.
    """
    with workspace.operation(f"Delete the rule for {shown(rule.forms[0])}", author) as writer:
        if writer.get("rule", rule.id) is None:
            raise GoneError(thing="rule")
        writer.delete("rule", rule.id)


# --- following them --------------------------------------------------------------------------


def in_force(workspace: Workspace) -> bool:
    """Whether the source has anything to do: there are rules, or it has found something before."""
    with workspace.read() as connection:
        return bool(rules.load(connection)) or bool(looks.latest_version(connection, REMEMBERED))


def suggest(
    workspace: Workspace,
    articles: Sequence[ArticleId] | None = None,
    progress: Progress | None = None,
) -> int:
    """Let the rules look at articles; return how many suggestions they make.

    A rule looks only at articles that came in after it was kept: in those that were there, the
    places were ticked or left alone by hand.

    Args:
        workspace: Where the articles are.
        articles: What to look at; all that the newest rules have not seen where not given.
        progress: Steps are articles.

    Raises:
        Cancelled: What was found until then is kept.
    """
    progress = progress or Progress()
    with workspace.database.write() as writer:
        labels = workspace.scheme.label_by_name
        known = [rule for rule in rules.load(writer.connection) if rule.label in labels]
        number = rules.version(writer, known)
        waiting = rules.to_look_at(writer.connection, known, number)
    keys = list(waiting if articles is None else articles)
    count = 0
    for done in range(0, len(keys), CHUNK):
        progress.step(done, len(keys))
        count += _look(workspace, keys[done : done + CHUNK], known, number)
    progress.step(len(keys), len(keys))
    return count


def _look(
    workspace: Workspace, keys: Sequence[ArticleId], known: Sequence[Rule], number: int
) -> int:
    """Look at some articles in one transaction."""
    changes = Changes()
    count = 0
    with workspace.database.write() as writer:
        for key in keys:
            count += _look_at(writer, key, known, number)
            changes.articles.add(key)
    workspace.announce(changes)
    return count


def _look_at(writer: Writer, key: ArticleId, known: Sequence[Rule], number: int) -> int:
    try:
        text, zones = reader.text_and_zones(writer.connection, key)
    except GoneError:  # its import was undone meanwhile
        return 0
    found = RememberedSource(applying(known, key), number).propose(text, zones)
    looks.store(writer, key, REMEMBERED, str(number), Findings(tuple(found)))
    return len(found)
