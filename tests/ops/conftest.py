"""Small workspaces in real files: each kind is made once a session and copied for every test."""

import shutil
from dataclasses import replace

import orjson
import pytest

from annotator.domain.article import ArticleDraft, Metadata, Zone, ZoneKind
from annotator.domain.concordance import Plan
from annotator.domain.default_scheme import default_scheme
from annotator.domain.extent import Extent
from annotator.domain.suggestion import Proposal
from annotator.ops import articles, everywhere, gold, intake, suggestions, tags
from annotator.ops.workspace import Workspace
from annotator.store.database import Database
from annotator.store.sets import SetTarget

BUILTIN, LEARNED = "builtin/1", "learned/3"
TEXT = (
    "Port talks end in Muscat\n\n"
    "MUSCAT – Hilal al-Maskari met Yerbolat Sagyndykov 🤝 on Monday.\n\n"
    "“Oman wants the railway,” al-Maskari said, adding that Oman would wait. Omani ships wait.\n\n"
    "Oman Press, all rights reserved\n"
)
OTHER = (
    "Baltic envoy urges calm\n\nThe envoy spoke in Riga on 3 May 2016, and left for Riga again.\n"
)
HEADLINE = Extent(0, 24)
FOOTER = Extent(TEXT.index("Oman Press"), len(TEXT) - 1)
PROPOSED = {
    (BUILTIN, TEXT): [
        ("Muscat", 1, "GPE", 0.9),
        ("MUSCAT", 1, "GPE", 0.8),
        ("Hilal al-Maskari", 1, "PERSON", 0.95),
        ("Monday", 1, "DATE", 0.7),
        ("al-Maskari", 2, "PERSON", 0.6),
        ("Oman", 4, "GPE", 0.5),  # in the footer
    ],
    (LEARNED, TEXT): [("Muscat", 1, "GPE", 0.97), ("Monday", 1, "EVENT", 0.3)],
    (BUILTIN, OTHER): [("Riga", 1, "GPE", 0.9), ("3 May 2016", 1, "DATE", 0.85)],
    (LEARNED, OTHER): [("Riga", 2, "GPE", 0.4)],
}


def place(words, text=TEXT, nth=1):
    """Where words stand for the nth time."""
    at = -1
    for _ in range(nth):
        at = text.index(words, at + 1)
    return Extent(at, at + len(words))


def proposal(words, label, score=0.9, *, text=TEXT, nth=1, **more):
    return Proposal(place(words, text, nth), label, "test", score, "A reason.", **more)


def proposals(source, text):
    """What a source proposes for one of the two texts."""
    made = []
    for words, nth, label, score in PROPOSED.get((source, text), ()):
        found = proposal(words, label, score, text=text, nth=nth)
        value = {"value": "2016-03-14"} if words == "Monday" and label == "DATE" else None
        made.append(replace(found, attributes=value))
    return made


def suggest(workspace, source, article, found):
    """Let a source find just this in an article."""
    return suggestions.suggest_article(workspace, article, source, lambda _text, _zones: found)


def drafts():
    footer = Zone(ZoneKind.BOILERPLATE, FOOTER)
    zones = (Zone(ZoneKind.HEADLINE, HEADLINE), footer)
    gulf = Metadata("Port talks end in Muscat", "Gulf", "2016-03-14")
    baltic = Metadata("Baltic envoy urges calm", "Baltic", "2016-05-03")
    return [ArticleDraft("muscat", TEXT, gulf, zones), ArticleDraft("riga", OTHER, baltic)]


@pytest.fixture(scope="session")
def empty_path(tmp_path_factory):
    """A workspace without articles; copy it."""
    path = tmp_path_factory.mktemp("empty") / "empty.annotator"
    Database.create(str(path), default_scheme()).close()
    return path


@pytest.fixture(scope="session")
def small_path(empty_path, tmp_path_factory):
    """A workspace with two articles that two sources have looked at; copy it."""
    path = tmp_path_factory.mktemp("small") / "small.annotator"
    shutil.copy(empty_path, path)
    workspace = Workspace.open(str(path))
    intake.import_drafts(workspace, drafts(), "system")
    for source in (BUILTIN, LEARNED):
        for key in suggestions.waiting_articles(workspace, source):
            suggestions.suggest_article(
                workspace, key, source, lambda text, _zones, by=source: proposals(by, text)
            )
    workspace.close()
    return path


@pytest.fixture
def open_copy(tmp_path):
    """Open workspaces, each a copy of a file; all are closed at the end."""
    opened = []

    def open_it(source, name="desk"):
        path = tmp_path / f"{name}.annotator"
        shutil.copy(source, path)
        opened.append(Workspace.open(str(path)))
        return opened[-1]

    yield open_it
    for workspace in opened:
        workspace.close()


@pytest.fixture
def empty(open_copy, empty_path):
    return open_copy(empty_path, "empty")


@pytest.fixture
def small(open_copy, small_path):
    return open_copy(small_path, "small")


class Desk:
    """One annotator at one article, with short words for what tests do."""

    def __init__(self, workspace, name="muscat", annotator="amy"):
        self.workspace, self.annotator = workspace, annotator
        self.article = articles.named(workspace, name)
        self.text = articles.load(workspace, self.article).text

    @property
    def shown(self):
        """The set as it is now."""
        return articles.load_set(self.workspace, self.article, self.annotator)

    @property
    def target(self):
        """What an operation of somebody who sees the newest state is for."""
        return SetTarget(self.article, self.annotator, self.shown.revision)

    @property
    def tags(self):
        return [(span.text, span.label) for span in self.shown.spans]

    @property
    def pending(self):
        found = suggestions.pending(self.workspace, self.article, self.annotator)
        return [(item.extent.slice(self.text), item.label) for item in found]

    def at(self, words, nth=1):
        return place(words, self.text, nth)

    def span(self, words, label=None, nth=1):
        """The tag on words, of a label where several are there."""
        extent = self.at(words, nth)
        found = [item for item in self.shown.spans if item.extent == extent]
        (one,) = [item for item in found if label in {None, item.label}]
        return one

    def suggestion(self, words, label=None, nth=1):
        """What waits on words."""
        extent = self.at(words, nth)
        found = suggestions.pending(self.workspace, self.article, self.annotator)
        (one,) = [i for i in found if i.extent == extent and label in {None, i.label}]
        return one

    def tag(self, words, label="GPE", nth=1):
        tags.add(self.workspace, self.target, self.at(words, nth), label)
        return self.span(words, label, nth)

    def accept(self, words, label=None, nth=1):
        found = self.suggestion(words, label, nth)
        suggestions.accept(self.workspace, self.target, found)
        return self.span(words, found.label, nth)

    def found(self, words, label="", entity=None, **more):
        """All places of words in this article, and what was asked for."""
        wanted = everywhere.wanted_for(self.workspace, self.annotator, label, entity)
        forms = everywhere.forms_of(self.workspace, words, entity)
        asked = everywhere.Asked(forms, wanted, **more)
        return everywhere.in_article(self.workspace, asked, self.article), asked

    def everywhere(self, words, label, entity=None, plan=None, remember=()):
        """Do what is ticked of itself at all places of words in this article."""
        page, asked = self.found(words, label, entity)
        plan = plan or Plan(entity=entity is not None)
        order = everywhere.Order(asked, plan, page.ticked(plan), tuple(remember))
        return everywhere.apply(self.workspace, order)

    def undo(self):
        return self.workspace.undo(self.annotator)

    def redo(self):
        return self.workspace.redo(self.annotator)


@pytest.fixture
def amy(small):
    return Desk(small)


@pytest.fixture
def ben(small):
    return Desk(small, annotator="ben")


def rows(workspace, statement, *values):
    """What a plain SQL statement finds."""
    with workspace.read() as connection:
        return connection.exec_driver_sql(statement, values).all()


def table_counts(workspace):
    """Number of rows of every table, the search index's included."""
    names = rows(workspace, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return {name: rows(workspace, f'SELECT count(*) FROM "{name}"')[0][0] for (name,) in names}


@pytest.fixture
def take(tmp_path):
    """Import lines into a workspace and return the report."""

    def import_lines(workspace, *lines, **options):
        number = len(list(tmp_path.glob("in*.jsonl")))
        path = tmp_path / f"in{number}.jsonl"
        path.write_bytes(b"".join(orjson.dumps(one) + b"\n" for one in lines))
        return intake.import_paths(workspace, [path], **options)

    return import_lines


@pytest.fixture
def out(tmp_path):
    """Export a set and return its bytes; they stay in ``out.jsonl``."""

    def export(workspace, name="amy"):
        target = tmp_path / "out.jsonl"
        gold.export(workspace, target, name)
        return target.read_bytes()

    return export
