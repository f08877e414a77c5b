"""What the Review page costs: opening it, a verdict to screen and disk, merging a corpus."""

import os
import statistics
import tempfile
import time
from pathlib import Path

from tests.bench_compare import two_annotators


def review_rows():
    """Return (name, budget, measured, unit, whether more is better) of every row."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from annotator.ops import articles, review_queue, settling
    from annotator.settings import Settings, SettingsFile
    from annotator.ui.application import make_window

    application = QApplication.instance() or QApplication([])

    def settle_down():
        for _ in range(3):
            application.processEvents()

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workspace = two_annotators(folder)
        finish(workspace)
        path = str(workspace.path)
        assert articles.named(workspace, "a000000")
        assert review_queue.queue(workspace, ("amy", "ben"))
        workspace.close()
        settings = SettingsFile(folder / "settings.json")
        settings.save(Settings(sources=(), learn=False))
        window, work, _ = make_window("rhea", settings)
        window.resize(1440, 900)
        window.show()
        work.open(path)
        while work.session is None or window.runner.running:
            application.processEvents()
        settle_down()
        began = time.perf_counter()
        window.run("view.review")
        application.processEvents()
        opened = (time.perf_counter() - began) * 1000
        page = window.pages.currentWidget()
        verdicts, following = [], []
        for _ in range(8):
            for _ in range(6):
                if page.desk.current is None or not page.desk.current.case.open:
                    break
                began = time.perf_counter()
                page.desk.take(0)
                page.text.viewport().repaint()
                page.card.repaint()
                verdicts.append((time.perf_counter() - began) * 1000)
                settle_down()
            began = time.perf_counter()
            page.desk.step_article(1)
            page.text.viewport().repaint()
            following.append((time.perf_counter() - began) * 1000)
            settle_down()
        session = work.session
        began = time.perf_counter()
        settling.settle(session.workspace, ("amy", "ben"), "system", "Merge", settling.nothing)
        merged = time.perf_counter() - began
        window.close()
        application.processEvents()
    return [
        ("review: open the page, 1,000 articles by two", 300, opened, "ms", False),
        ("review: a verdict to disk and screen, 60 spans", 20, statistics.median(verdicts), "ms", False),
        ("review: the next article", 300, statistics.median(following), "ms", False),
        ("merge two over 1,000 articles of 60 spans", None, merged, "s", False),
    ]  # fmt: skip


def finish(workspace):
    """Complete the sets: what is not complete is closed to a reviewer."""
    with workspace.operation("Complete", "system") as writer:
        for (key,) in writer.connection.exec_driver_sql("SELECT id FROM annotation_set").all():
            writer.update("annotation_set", key, {"status": "complete"})
