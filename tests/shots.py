"""Pictures of the real window on the sample corpus: ``python -m tests.shots [FOLDER]``.

Without a folder the README's picture is made anew.
"""

import os
import re
import sys
import tempfile
from pathlib import Path

from annotator.domain.default_scheme import default_scheme

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QSettings, QTimer
from PySide6.QtWidgets import QApplication

README_PICTURE = Path(__file__).parents[1] / "resources/docs/pictures/main-light.png"
ARTICLE = "muscat-3"
ANNOTATOR = "nora"
"""Somebody else than the two example annotators of the demo, whose articles are complete."""


def wait(milliseconds):
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


class Studio:
    """One window on a fresh demo workspace, half tagged, in a folder that goes with it."""

    def __init__(self, folder):
        from annotator.ops import demo
        from annotator.settings import Settings, SettingsFile
        from annotator.ui.application import make_window

        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
        QApplication.setOrganizationName("annotator-shots")
        self.path = demo.prepare(folder / "gulf-desk.annotator")
        self.application = QApplication.instance() or QApplication(sys.argv[:1])
        settings = SettingsFile(folder / "settings.json")
        settings.save(Settings(sources=()))
        self.folder = folder
        self.window, self.work, self.controls = make_window(ANNOTATOR, settings)

    def open(self):
        from annotator.ops import articles

        loop = QEventLoop()
        self.work.opened.connect(lambda _page: QTimer.singleShot(300, loop.quit))
        self.window.show()
        self.work.open(str(self.path))
        loop.exec()
        self.page = self.work.page
        self.page.open_article(articles.named(self.work.session.workspace, ARTICLE))
        self.tag_half()

    def tag_half(self):
        """Accept what stands in the upper half of the article, then show a suggestion below."""
        from annotator.domain.extent import Extent
        from annotator.ops import suggested_frames
        from annotator.store.sets import SetTarget

        desk = self.page.desk
        half = Extent(0, len(desk.article.text) // 5)
        target = SetTarget(desk.article.id, ANNOTATOR, desk.tags.revision)
        suggested_frames.accept_within(self.work.session.workspace, target, half)
        self.page.view.set_caret(0)
        following = next(item for item in desk.pending if item.extent.start > half.end)
        self.page.desk.show_suggestion(following.id)

    def shoot(self, target, size=(1440, 900), theme="light"):
        self.window.look.choose_theme(theme)
        self.window.resize(*size)
        wait(250)
        target.parent.mkdir(parents=True, exist_ok=True)
        self.window.grab().save(str(target), "PNG")
        print(target)

    def open_gold(self, name):
        """Open an article with all its statements, stances and meetings; return its outline."""
        from annotator.domain.outline import outline
        from annotator.ops import articles, intake

        workspace = self.work.session.workspace
        gold = Path(__file__).parents[1] / "sample_corpus/gold.jsonl"
        intake.import_paths(workspace, [gold], annotator=ANNOTATOR, replace=True)
        self.page.open_article(articles.named(workspace, name))
        wait(250)
        tags = self.page.desk.tags
        return outline(tags.frames, {span.id: span for span in tags.spans}, workspace.scheme)


def readme_picture(studio):
    """An article at work: a broken quotation is selected, in the text, the margin and on its card."""
    page = studio.page
    studio.open_gold("muscat-1")
    page.completing.complete_or_reopen()
    broken = next(
        frame
        for frame in page.desk.tags.frames
        if frame.type == "Statement"
        and sum(filler.role == "content" for filler in frame.fillers) > 1
    )
    page.frame_desk.reveal(broken.id)
    studio.window.notice.dismiss()
    studio.shoot(README_PICTURE)


def frame_pictures(studio, folder):
    """Statements within statements, meetings of one trigger, what was deleted, a name typed."""
    page = studio.page
    rows = studio.open_gold("vienna-3")
    deepest = max(rows, key=lambda row: row.depth)
    page.frame_desk.reveal(deepest.frame.id)
    studio.shoot(folder / "nested.png", (1440, 1200))
    studio.shoot(folder / "nested-dark.png", theme="dark")
    studio.shoot(folder / "nested-1024.png", (1024, 700))
    studio.open_gold("amman-1")
    page.completing.complete_or_reopen()
    longest = max(
        (frame for frame in page.desk.tags.frames if frame.type == "Meeting"),
        key=lambda frame: len(frame.fillers),
    )
    page.frame_desk.reveal(longest.id)
    bar = page.view.verticalScrollBar()
    bar.setValue(bar.value() + 300)
    studio.shoot(folder / "out-of-view.png")
    frame = next(frame for frame in page.desk.tags.frames if frame.type == "Statement")
    speaker = next(filler.span for filler in frame.fillers if filler.role == "speaker")
    page.desk.select_span(speaker)
    page.desk.reject()
    page.frame_desk.select(frame.id)
    wait(200)
    page.inspector.focus_role("addressee")
    page.inspector.frame.entity_wanted.emit("addressee")
    studio.shoot(folder / "slot.png")
    studio.shoot(folder / "slot-dark.png", theme="dark")
    page.slot_filling.popup.leave()


def linking_pictures(studio, folder):
    """The list of entities at a mention, a proposal on a card, and a name that nobody has."""
    from annotator.ops import entities, tags
    from annotator.store.sets import SetTarget

    page, window = studio.page, studio.window
    workspace, desk = studio.work.session.workspace, studio.page.desk
    minister = known_entity(workspace, "PERSON", "Hilal bin Nasser al-Maskari")
    other = entities.add(workspace, ANNOTATOR, "PERSON", "Yusuf al-Maskari")
    note = "shipping agent, not the minister"
    entities.edit(workspace, entities.load(workspace, other), ANNOTATOR, note=note)
    text = desk.article.text
    places = desk_places(text, "Al-Maskary") + desk_places(text, "al-Maskary")
    for place in sorted(places):
        target = SetTarget(desk.article.id, ANNOTATOR, desk.tags.revision)
        if not any(span.extent == place for span in desk.tags.spans):
            tags.add(workspace, target, place, "PERSON")
    span = next(span for span in desk.tags.spans if span.extent == min(places))
    target = SetTarget(desk.article.id, ANNOTATOR, desk.tags.revision)
    tags.link(workspace, target, [span], minister)
    second = next(span for span in desk.tags.spans if span.extent == sorted(places)[1])
    desk.select_span(second.id)
    page.focus_text()
    studio.shoot(folder / "link-proposal.png")
    studio.shoot(folder / "link-proposal-dark.png", theme="dark")
    window.run("tag.link")
    studio.shoot(folder / "link.png")
    studio.shoot(folder / "link-dark.png", theme="dark")
    page.linking.popup.leave()
    studio.shoot(folder / "link-proposal-1024.png", (1024, 700))
    window.run("tag.link")
    studio.shoot(folder / "link-1024.png", (1024, 700))
    page.linking.popup.field.setText("sado")
    studio.shoot(folder / "link-none.png")
    page.linking.popup.leave()


def known_entity(workspace, kind, name):
    """Return the entity of a name that the example annotators have linked."""
    from annotator.domain.annotation import EntityId
    from annotator.domain.register import EntityQuery
    from annotator.ops import entities, register

    keys = map(EntityId, register.find(workspace, EntityQuery(type=kind)))
    return next(key for key in keys if entities.load(workspace, key).name == name)


def desk_places(text, words):
    """Where some words stand."""
    import re

    from annotator.domain.extent import Extent

    return [Extent(found.start(), found.end()) for found in re.finditer(re.escape(words), text)]


def problem_pictures(studio, folder):
    """What is missing: in the list beside the text, and in the way of completing."""
    from annotator.domain.extent import Extent

    page, window = studio.page, studio.window
    quotations = re.finditer("“([^”]+)”", page.view.text)
    for kind, found in zip(("Statement", "Stance"), quotations, strict=False):
        page.view.set_current(None, reveal=False)
        page.view.set_selection(Extent(*found.span(1)))
        window.run(f"frame.new.{kind}")
        wait(50)
    page.frame_desk.select(None)
    wait(250)
    studio.shoot(folder / "problems.png")
    studio.shoot(folder / "problems-dark.png", theme="dark")
    studio.shoot(folder / "problems-1024.png", (1024, 700))
    window.run("tag.complete")
    studio.shoot(folder / "missing.png")
    page.inspector.missing.anyway.click()
    studio.shoot(folder / "missing-why-dark.png", theme="dark")
    page.focus_text()
    page.inspecting.forget_missing()
    for _ in range(2):
        window.run("edit.undo")


def everywhere_pictures(studio, folder):
    """All places of a name in the corpus, with something of every state."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    window, view = studio.window, studio.page.view
    at = view.text.index("Muscat")
    from annotator.domain.extent import Extent

    view.set_current(None, reveal=False)
    view.set_selection(Extent(at, at + len("Muscat")))
    view.setFocus()
    window.run("tag.everywhere")
    for key in (Qt.Key.Key_3, Qt.Key.Key_W):
        QTest.keyClick(QApplication.focusWidget(), key)
        wait(500)
    studio.shoot(folder / "everywhere.png")
    studio.shoot(folder / "everywhere-dark.png", theme="dark")
    studio.shoot(folder / "everywhere-1024.png", (1024, 700))
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_M)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    wait(1000)
    window.run("tag.rules")
    studio.shoot(folder / "rules.png")
    for overlay in window.open_overlays():
        overlay.dismiss()
    window.run("edit.undo")
    window.run("edit.undo")


def decide_all(studio):
    """Let the annotator decide on most suggestions: as the gold says, but hard on those that are unsure."""
    import orjson

    from annotator.domain.extent import Extent
    from annotator.ops import articles, status, suggestions
    from annotator.store.sets import SetTarget

    workspace = studio.work.session.workspace
    gold = Path(__file__).parents[1] / "sample_corpus/gold.jsonl"
    for number, line in enumerate(gold.read_bytes().splitlines()):
        said = orjson.loads(line)
        key = articles.named(workspace, said["id"])
        tags = {(one["start"], one["end"]): one["label"] for one in said["spans"]}
        target = SetTarget(key, ANNOTATOR, None)
        waiting = suggestions.pending(workspace, key, ANNOTATOR)
        for place, item in enumerate(waiting[: 200 if number % 3 else 12]):
            extent: Extent = item.extent
            label = tags.get((extent.start, extent.end))
            if item.score < 0.72 and place % 5:
                label = None if place % 5 > 1 else "LOC"
            if label is None:
                suggestions.reject(workspace, target, item)
            else:
                suggestions.correct(workspace, target, item, label=label)
        if number % 3 == 0:
            status.complete(workspace, target, "a picture")


def ledger_pictures(studio, folder):
    """How the suggestions do, after most were decided on and a rule was switched off."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    decide_all(studio)
    window = studio.window
    window.run("tag.ledger")
    wait(1500)
    studio.shoot(folder / "ledger.png")
    studio.shoot(folder / "ledger-dark.png", theme="dark")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    wait(800)
    studio.shoot(folder / "ledger-1024.png", (1024, 700))
    window.run("edit.undo")
    window.run("view.annotate")


def all_pictures(studio, folder):
    studio.window.show()
    studio.shoot(folder / "welcome.png")
    studio.open()
    studio.shoot(folder / "main-light.png")
    studio.shoot(folder / "main-dark.png", theme="dark")
    studio.shoot(folder / "main-1024.png", (1024, 700))
    studio.shoot(folder / "main-1920.png", (1920, 1080))
    from tests.shot_frames import suggested_pictures

    suggested_pictures(studio, folder)
    problem_pictures(studio, folder)
    linking_pictures(studio, folder)
    date_pictures(studio, folder)
    everywhere_pictures(studio, folder)
    ledger_pictures(studio, folder)
    window = studio.window
    window.run("view.palette")
    palette = window.overlay("palette", lambda: None)
    palette.input.setText("mus")
    wait(300)
    studio.shoot(folder / "palette.png")
    palette.dismiss()
    guideline_pictures(studio, folder)
    for command, name in (
        ("help.keys", "keys"),
        ("file.settings", "settings"),
        ("file.export", "export"),
        ("file.export", "export-tables"),
        ("help.about", "about"),
    ):
        window.run(command)
        if name == "export-tables":
            window.open_overlays()[0].form.take("csv")
        studio.shoot(folder / f"{name}.png")
        QApplication.focusWidget()
        for overlay in window.open_overlays():
            overlay.dismiss()
    frame_pictures(studio, folder)
    entity_pictures(studio, folder)
    scheme_pictures(studio, folder)
    loop = QEventLoop()
    studio.work.previewed.connect(lambda *_: QTimer.singleShot(300, loop.quit))
    studio.work.preview([Path(__file__).parents[1] / "sample_corpus"])
    loop.exec()
    studio.shoot(folder / "import.png")
    studio.shoot(folder / "import-dark.png", theme="dark")


def guideline_pictures(studio, folder):
    """The guideline beside the text: an entry, its search, a case, and the contents."""
    from annotator.domain.guideline import role_subject

    guiding = studio.page.guiding
    studio.window.run("help.guideline")
    studio.shoot(folder / "guideline-label.png")
    guiding.pane.follow(role_subject("Statement", "content"))
    studio.shoot(folder / "guideline.png")
    studio.shoot(folder / "guideline-dark.png", theme="dark")
    studio.shoot(folder / "guideline-1024.png", (1024, 700))
    guiding.pane.search()
    guiding.pane.field.setText("quotation marks")
    studio.shoot(folder / "guideline-search.png")
    guiding.close()
    studio.window.run("help.case")
    guiding.pane.form.why.setText("A place on the way, no destination.")
    studio.shoot(folder / "guideline-case.png")
    studio.shoot(folder / "guideline-case-dark.png", theme="dark")
    guiding.open(None)
    studio.shoot(folder / "guideline-contents.png")
    guiding.close()


def entity_pictures(studio, folder):
    """The entity desk with the preview of a merge: one man, of whom two mentions went astray."""
    from annotator.domain.annotation import EntityId
    from annotator.domain.office import Office
    from annotator.domain.register import EntityQuery
    from annotator.ops import entities, intake, register

    workspace, window = studio.work.session.workspace, studio.window
    window.notice.dismiss()
    gold = Path(__file__).parents[1] / "sample_corpus/gold.jsonl"
    intake.import_paths(workspace, [gold], author="system")
    kept = EntityId(register.find(workspace, EntityQuery(type="PERSON"))[0])
    name = entities.load(workspace, kept).name.split()[-1]
    mentions = register.mention_ids(workspace, kept)
    astray = register.split(workspace, ANNOTATOR, kept, [mentions[2], mentions[5]], f"D. {name}")
    for key, office in (
        (kept, Office("ambassador to Finland", "", "2011-03", "2014-08")),
        (kept, Office("foreign minister", "Kazakhstan", "2014-09")),
        (astray, Office("deputy mayor", "Aktau", "2012")),
    ):
        entities.set_office(workspace, entities.load(workspace, key), ANNOTATOR, None, office)
    window.run("view.entities")
    page = window.pages.currentWidget()
    page.show_entity(kept)
    page.register.toggle_tick(kept)
    page.register.toggle_tick(astray)
    wait(600)
    window.run("entity.merge")
    studio.shoot(folder / "entities-light.png")
    studio.shoot(folder / "entities-dark.png", theme="dark")
    studio.shoot(folder / "entities-1024.png", (1024, 700))
    page.close_preview()
    page.register.untick_all()
    window.run("entity.split")
    page.tick()
    studio.shoot(folder / "entities-split.png")
    page.close_preview()
    window.run("view.annotate")


def date_pictures(studio, folder):
    """A date that is suggested, one without a value, and its field."""
    from annotator.ops import articles, suggestions, tags

    workspace, page = studio.work.session.workspace, studio.page
    desk = page.desk
    page.open_article(articles.named(workspace, "muscat-4"))
    words = desk.article.text
    dated = next(i for i in desk.pending if i.extent.slice(words) == "Tuesday")
    desk.show_suggestion(dated.id)
    studio.shoot(folder / "date-suggested.png")
    desk.edit(lambda target: suggestions.accept(workspace, target, dated))
    span = next(item for item in desk.tags.spans if item.extent == dated.extent)
    desk.edit(lambda target: tags.set_attribute(workspace, target, span, "value", None))
    desk.select_span(span.id)
    studio.shoot(folder / "date.png")
    studio.shoot(folder / "date-dark.png", theme="dark")
    studio.shoot(folder / "date-1024.png", (1024, 700))
    for _ in range(2):
        studio.window.run("tag.date")
        wait(100)
    studio.shoot(folder / "date-field.png")
    page.open_article(articles.named(workspace, ARTICLE))


def scheme_pictures(studio, folder):
    """What a new version would change; a file with a key that is taken; names that would go."""

    shipped = default_scheme().source.partition("[[guideline]]")[0]
    shipped = shipped.replace("version = 1\n", "version = 2\n", 1)
    renamed = (
        ('name = "GPE"\n', 'name = "PLACE"\nformerly = ["(one)"]\n'),
        ('"GPE"', '"PLACE"'),
        ('name = "LOC"\nchip = "LOC"', 'name = "REGION"\nchip = "REG"\nformerly = ["(two)"]'),
        ('"LOC"', '"REGION"'),
        ("(one)", "GPE"),
        ("(two)", "LOC"),
        ('"nuclear-issue", "other"', '"nuclear-issue", "fisheries", "ports", "other"'),
        ("Whose position it is;", "Who takes the position;"),
    )
    for name, changes in (
        ("scheme", renamed),
        ("scheme-key", (('key = "S"', 'key = "Q"'),)),
        ("scheme-in-use", (('name = "GPE"', 'name = "STATE"'), ('"GPE"', '"STATE"'))),
    ):
        source = shipped
        for old, new in changes:
            source = source.replace(old, new)
        path = studio.folder / f"{name}.toml"
        path.write_text(source, encoding="utf-8")
        studio.controls.scheme.show_file(path)
        wait(500)
        studio.shoot(folder / f"{name}.png")
        studio.shoot(folder / f"{name}-dark.png", (1024, 700), theme="dark")
        for overlay in studio.window.open_overlays():
            overlay.dismiss()


def main(arguments):
    with tempfile.TemporaryDirectory() as folder:
        studio = Studio(Path(folder))
        if arguments:
            all_pictures(studio, Path(arguments[0]))
        else:
            studio.open()
            readme_picture(studio)
        studio.window.close()


if __name__ == "__main__":
    main(sys.argv[1:])
