"""The register of a workspace, with short words for what tests do, and two people's sets to begin."""

from annotator.domain.annotation import EntityId
from annotator.domain.register import EntityQuery
from annotator.ops import entities, gold, register
from tests.ops.conftest import rows
from tests.ops.gold_lines import entity, frame, line, rich, span

PERSON = "PERSON"


class Register:
    """The register of a workspace, with short words for what tests do."""

    def __init__(self, workspace, tmp_path):
        self.workspace = workspace
        self._tmp_path = tmp_path

    def one(self, name):
        for row in self.rows().values():
            if row.name == name:
                return entities.load(self.workspace, row.id)
        raise LookupError(name)

    def rows(self, **query):
        found = register.find(self.workspace, EntityQuery(**query))
        keys = [EntityId(key) for key in found]
        page = register.page(self.workspace, keys)
        return {key: page[key] for key in keys}

    def names(self, **query):
        return [row.name for row in self.rows(**query).values()]

    def detail(self, name):
        return register.detail(self.workspace, self.one(name).id)

    def mentions(self, name):
        keys = register.mention_ids(self.workspace, self.one(name).id)
        found = register.mentions(self.workspace, keys)
        return [found[key] for key in keys]

    def merge(self, keep, *others, author="amy", **more):
        keys = [self.one(name).id for name in others]
        register.merge(self.workspace, author, self.one(keep).id, keys, **more)

    def preview(self, keep, *others, **more):
        keys = [self.one(name).id for name in others]
        return register.preview_merge(self.workspace, self.one(keep).id, keys, **more)

    def exports(self):
        """What every set says, in the file form, and the whole register."""
        made = []
        for name in ("amy", "ben", "gold"):
            target = self._tmp_path / f"{name}.jsonl"
            try:
                gold.export(self.workspace, target, name)
            except Exception:  # noqa: BLE001 - nobody of this name has a set
                continue
            made.append(target.read_bytes())
        return made, rows(self.workspace, "SELECT * FROM entity ORDER BY id")


def both_sets():
    """Two people's lines on the same article, and one of gold, with their own entities."""
    one = rich()
    other = line(
        annotator="ben",
        status="complete",
        spans=[
            span("s1", "Hilal al-Maskari", PERSON, entity="e1"),
            span("s2", "al-Maskari", PERSON, 2, entity="e2"),
            span("s3", "met", "TRIGGER"),
            span("s4", "Oman", "GPE", 2, entity="e3"),
        ],
        entities=[
            entity("e1", PERSON, "Hilal al-Maskari"),
            entity("e2", PERSON, "H. Maskari", aliases=["al-Maskari"], note="an envoy"),
            entity("e3", "GPE", "Oman"),
        ],
        frames=[
            frame("f1", "Meeting", {"participant": ["s1", "s2", "e3"], "trigger": ["s3"]}),
        ],
    )
    return [one, other, {**other, "annotator": "gold", "status": "in-progress"}]
