"""What the window costs: start, opening articles, tagging, scrolling, dragging."""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QPointF, QSettings, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

WORDS = [
    "the",
    "talks",
    "on",
    "trade",
    "and",
    "transit",
    "went",
    "on",
    "in",
    "Muscat",
    "while",
    "envoys",
    "of",
    "Oman",
    "and",
    "Kazakhstan",
    "said",
    "that",
    "a",
    "port",
    "without",
    "a",
    "road",
    "is",
    "only",
    "half",
    "a",
    "sentence",
    "and",
    "that",
    "rail",
    "comes",
    "first",
]
LABELS = ("PERSON", "ORG", "GPE", "NORP", "DATE")
START = """
import sys, time
from pathlib import Path
from annotator import app, cli
cli.make(app._Windows())
from annotator.settings import SettingsFile
from annotator.ui import application
from PySide6.QtCore import QTimer
made = application._application()
window, work, controls = application.make_window("amy", SettingsFile(Path(sys.argv[2])))
def painted():
    print(time.time(), flush=True)
    work.open(sys.argv[1])
def usable(_page):
    QTimer.singleShot(0, lambda: (print(time.time(), flush=True), window.close()))
window.first_painted.connect(painted)
work.opened.connect(usable)
window.show()
made.exec()
"""


def article_line(name, words, spans, seed=1, frames=0):
    """Return one line of the file form: ``words`` words with ``spans`` spans, in ``frames``."""
    chance = random.Random(seed)
    text, places = [], []
    at = 0
    for number in range(words):
        word = chance.choice(WORDS)
        text.append(word)
        places.append((at, at + len(word)))
        at += len(word)
        gap = "\n\n" if number % 130 == 129 else " "
        text.append(gap)
        at += len(gap)
    joined = "".join(text).rstrip()
    chosen = sorted(chance.sample(range(words), spans))
    made = [
        {
            "id": f"s{number}",
            "start": places[index][0],
            "end": places[index][1],
            "label": chance.choice(LABELS),
            "text": joined[places[index][0] : places[index][1]],
            "entity": None,
            "attributes": {},
            "note": "",
        }
        for number, index in enumerate(chosen, 1)
    ]
    line = {"id": name, "text": joined, "annotator": "amy", "status": "in-progress", "spans": made}
    if frames:
        line["frames"] = add_frames(line, places, frames)
    return line


KINDS = (
    ("Statement", "speaker", "content", "CONTENT", {"mode": "indirect", "speaker_by": "mention"}),
    ("Stance", "holder", "evidence", "CONTENT", {"polarity": "support", "intensity": 2}),
    ("Meeting", "participant", "trigger", "TRIGGER", {"kind": "visit", "status": "held"}),
)


def add_frames(line, places, count):
    """Spread frames evenly over the text; each has a filler of before and words of its own."""
    step = len(places) // count
    frames = []
    for number in range(count):
        kind, role, anchor, label, attributes = KINDS[number % len(KINDS)]
        first, last = places[number * step + 3], places[number * step + 3 + 9]
        key = f"c{number}"
        line["spans"].append(
            {"id": key, "start": first[0], "end": last[1], "label": label,
             "text": line["text"][first[0] : last[1]], "entity": None, "attributes": {}, "note": ""}
        )  # fmt: skip
        roles = {role: [f"s{number * 4 + 1}"], anchor: [key]}
        frames.append(
            {"id": f"f{number}", "type": kind, "roles": roles, "implied": [],
             "attributes": attributes, "note": "", "joined": None}
        )  # fmt: skip
    return frames


class Bench:
    """One window on a workspace with articles of three sizes."""

    SIZES = (
        ("450", 450, 60, 0),
        ("10k", 10_000, 1_300, 0),
        ("50k", 50_000, 6_500, 0),
        ("frames", 10_000, 1_300, 300),
    )

    def __init__(self, folder, sizes=SIZES):
        from annotator.domain.default_scheme import default_scheme
        from annotator.ops import intake
        from annotator.ops.workspace import Workspace
        from annotator.settings import Settings, SettingsFile
        from annotator.store.database import Database
        from annotator.ui.application import _application, make_window

        self.folder = folder
        lines = folder / "bench.jsonl"
        with lines.open("w", encoding="utf-8") as file:
            for name, words, spans, frames in sizes:
                file.write(
                    json.dumps(article_line(name, words, spans, 1 + bool(frames), frames)) + "\n"
                )
        self.path = folder / "bench.annotator"
        workspace = Workspace(Database.create(str(self.path), default_scheme()))
        report = intake.import_paths(workspace, [lines])
        assert not report.refused, report.refused
        workspace.close()
        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
        self.application = _application()
        settings = SettingsFile(folder / "settings.json")
        settings.save(Settings(sources=()))
        self.window, self.work, _controls = make_window("amy", settings)
        self.window.resize(1440, 900)
        self.window.show()
        loop = QEventLoop()
        self.work.opened.connect(lambda _page: QTimer.singleShot(300, loop.quit))
        self.work.open(str(self.path))
        loop.exec()
        self.page = self.work.page
        self.view = self.page.view
        self.keys = {name: self.find(name) for name, *_ in sizes}

    def find(self, name):
        from annotator.ops import articles

        return articles.named(self.work.session.workspace, name)

    def settle(self):
        for _ in range(3):
            QApplication.processEvents()

    def open_article(self, name):
        """Milliseconds from the click to the painted article, median of seven."""
        other = "450" if name != "450" else "10k"
        times = []
        for _ in range(7):
            self.page.open_article(self.keys[other])
            self.settle()
            start = time.perf_counter()
            self.page.open_article(self.keys[name])
            self.view.viewport().repaint()
            times.append(time.perf_counter() - start)
            self.settle()
        return statistics.median(times) * 1e3

    def tag(self, name):
        """Milliseconds from the key to the durable row and the painted tag, median of fifteen."""
        from annotator.domain import motion

        self.page.open_article(self.keys[name])
        self.settle()
        times, at = [], 40
        while len(times) < 15:
            word = motion.next_word(self.view.text, at)
            at = word.end
            self.view.set_current(None, reveal=False)
            self.view.set_selection(word)
            self.settle()
            start = time.perf_counter()
            QTest.keyClick(self.view, Qt.Key.Key_0)
            self.view.viewport().repaint()
            times.append(time.perf_counter() - start)
            self.settle()
        return statistics.median(times) * 1e3

    def frame_keys(self, name):
        """Milliseconds to make a frame of selected words, to fill its slot, and to select one.

        Each to the repaint of the text, then to the card that follows it.
        """
        from annotator.domain import motion

        self.page.open_article(self.keys[name])
        self.settle()
        times, at = {"new": [], "fill": [], "select": []}, 4_000

        def timed(act_name, act):
            start = time.perf_counter()
            act()
            self.view.viewport().repaint()
            painted = time.perf_counter()
            self.settle()
            times[act_name].append((painted - start, time.perf_counter() - start))
            for _ in range(40):  # the lists follow a little later; they count apart
                self.settle()
                time.sleep(0.005)

        for number in range(12):
            for act_name, key in (("new", Qt.Key.Key_S), ("fill", Qt.Key.Key_Return)):
                word = motion.next_word(self.view.text, at)
                at = word.end
                self.view.set_current(None, reveal=False)
                self.view.set_selection(word)
                self.settle()
                timed(act_name, lambda key=key: QTest.keyClick(self.view, key))
            frame = self.page.desk.tags.frames[number * 20]
            timed("select", lambda frame=frame: self.page.frame_desk.reveal(frame.id))
        return {
            act_name: [statistics.median(part) * 1e3 for part in zip(*pairs, strict=True)]
            for act_name, pairs in times.items()
        }

    def lists(self, name):
        """Milliseconds that the lists of the inspector take after a change."""
        self.page.open_article(self.keys[name])
        self.settle()
        times = []
        for _ in range(7):
            self.page.completing.forget()
            start = time.perf_counter()
            self.page.inspecting.show_tags()
            times.append(time.perf_counter() - start)
        return statistics.median(times) * 1e3

    def scroll(self, name, frame=None):
        """95th percentile of milliseconds a frame, over 200 frames of a wheel's step."""
        self.page.open_article(self.keys[name])
        self.settle()
        if frame is not None:
            self.page.frame_desk.select(self.page.desk.tags.frames[frame].id)
            self.settle()
        bar = self.view.verticalScrollBar()
        times = []
        for number in range(200):
            start = time.perf_counter()
            bar.setValue(number * 60)
            self.view.viewport().repaint()
            times.append(time.perf_counter() - start)
        return sorted(times)[189] * 1e3

    def drag(self, name):
        """95th percentile of milliseconds a step while the end of a tag is dragged."""
        self.page.open_article(self.keys[name])
        self.settle()
        span = self.page.desk.tags.spans[5]
        self.page.desk.select_span(span.id)
        self.settle()
        self.view.set_caret(span.extent.end, reveal=False)
        viewport = self.view.viewport()
        place = QPointF(self.view.cursorRect().center())
        left = Qt.MouseButton.LeftButton

        def send(kind, point, buttons):
            event = QMouseEvent(
                kind, point, viewport.mapToGlobal(point), left, buttons,
                Qt.KeyboardModifier.ControlModifier,
            )  # fmt: skip
            QApplication.sendEvent(viewport, event)

        send(QMouseEvent.Type.MouseButtonPress, place, left)
        times = []
        for step in range(60):
            point = place + QPointF(step * 3, 0)
            start = time.perf_counter()
            send(QMouseEvent.Type.MouseMove, point, left)
            viewport.repaint()
            times.append(time.perf_counter() - start)
        QTest.keyClick(self.view, Qt.Key.Key_Escape)
        send(QMouseEvent.Type.MouseButtonRelease, place, Qt.MouseButton.NoButton)
        return sorted(times)[56] * 1e3

    def longest_wait(self, start):
        """Milliseconds for which the window answered nothing at most, while a job ran."""
        self.page.open_article(self.keys["450"])
        self.settle()
        loop, beat = QEventLoop(), QTimer()
        beat.setInterval(1)
        gaps, last = [], [time.perf_counter()]

        def tick():
            now = time.perf_counter()
            gaps.append(now - last[0])
            last[0] = now
            if not self.window.runner.running and len(gaps) > 50:
                loop.quit()

        beat.timeout.connect(tick)
        start()
        last[0] = time.perf_counter()
        beat.start()
        loop.exec()
        beat.stop()
        return max(gaps) * 1e3

    def endless(self, name, text):
        """Milliseconds for which the window answers nothing at most while a text is opened.

        And milliseconds to a picture of its middle, scrolled to as soon as it is open.
        """
        from annotator.domain.article import ArticleDraft, Metadata
        from annotator.ops import intake

        workspace = self.work.session.workspace
        report = intake.import_drafts(workspace, [ArticleDraft(name, text, Metadata(name))], "amy")
        assert not report.refused, report.refused
        key, jumps = self.find(name), []
        self.page.open_article(self.keys["450"])
        self.settle()
        bar = self.view.verticalScrollBar()
        for _ in range(3):
            self.page.open_article(key)
            self.settle()
            start = time.perf_counter()
            bar.setValue(bar.maximum() // 2)
            self.view.viewport().repaint()
            jumps.append(time.perf_counter() - start)
            self.page.open_article(self.keys["450"])
            self.settle()
        loop, beat = QEventLoop(), QTimer()
        gaps, last = [], [time.perf_counter()]

        def tick():
            now = time.perf_counter()
            gaps.append(now - last[0])
            last[0] = now
            if not self.view.being_set and len(gaps) > 50:
                loop.quit()

        beat.timeout.connect(tick)
        beat.start(0)
        self.page.open_article(key)
        self.view.viewport().repaint()
        loop.exec()
        beat.stop()
        return max(gaps) * 1e3, statistics.median(jumps) * 1e3

    def wait_while_importing(self):
        from annotator.domain.article import ArticleDraft, Metadata

        drafts = [
            ArticleDraft(f"n{number}", f"{' '.join(WORDS * 10)} {number}", Metadata(f"N {number}"))
            for number in range(2_000)
        ]
        return self.longest_wait(
            lambda: self.work.import_drafts(drafts, [], suggest=False, home=self.folder)
        )

    def wait_while_suggesting(self):
        """The two thousand articles that were imported before are too many: forty are enough."""
        from annotator.ops import sources
        from annotator.ui.job_runner import Job

        background = self.work.session.background()
        keys = list(self.page._ids)[:40]

        def start():
            job = Job(
                lambda progress: sources.suggest(background, "builtin", keys, progress=progress),
                "Suggesting",
            )
            self.window.start(job)

        return self.longest_wait(start)

    def frame_rows(self):
        """Rows of 300 frames in 10,000 words with 1,300 spans."""
        keys = self.frame_keys("frames")
        card = max(pair[1] for pair in keys.values())
        return [
            ("300 frames: open", 100, self.open_article("frames")),
            ("300 frames: new frame, key to row and repaint", 20, keys["new"][0]),
            ("300 frames: fill a slot, key to row and repaint", 20, keys["fill"][0]),
            ("300 frames: select one, key to repaint", 20, keys["select"][0]),
            ("300 frames: the slowest of these, to the card as well", 50, card),
            ("300 frames: tag, key to row and repaint", 20, self.tag("frames")),
            ("300 frames: lists of the inspector", 50, self.lists("frames")),
            ("300 frames: scroll frame p95, one selected", 16, self.scroll("frames", frame=150)),
            ("300 frames: drag step p95", 16, self.drag("frames")),
        ]

    def close(self):
        self.window.close()


def start_times(folder):
    """Milliseconds from process start to first paint and to a usable empty workspace, medians."""
    from annotator.domain.default_scheme import default_scheme
    from annotator.ops.workspace import Workspace
    from annotator.store.database import Database

    path = folder / "empty.annotator"
    Workspace(Database.create(str(path), default_scheme())).close()
    painted, usable = [], []
    for number in range(6):
        start = time.time()
        run = subprocess.run(
            [sys.executable, "-c", START, str(path), str(folder / "start.json")],
            capture_output=True,
            text=True,
            check=True,
        )
        first, second = (float(line) for line in run.stdout.split()[:2])
        if number:  # the first run warms the caches
            painted.append((first - start) * 1e3)
            usable.append((second - start) * 1e3)
    return statistics.median(painted), statistics.median(usable)


def window_rows():
    """Return (name, budget in ms, measured in ms) of every row of the window."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        painted, usable = start_times(folder)
        rows += [("process start to first paint", 800, painted)]
        rows += [("process start to an empty workspace usable", 1500, usable)]
        bench = Bench(folder)
        rows += [
            ("open 450 words, 60 spans", 30, bench.open_article("450")),
            ("open 10,000 words, 1,300 spans", 100, bench.open_article("10k")),
            ("open 50,000 words, 6,500 spans", 200, bench.open_article("50k")),
            ("tag in 450 words: key to durable row and repaint", 20, bench.tag("450")),
            ("tag in 50,000 words, 6,500 spans", 20, bench.tag("50k")),
            ("scroll frame p95, 50,000 words", 16, bench.scroll("50k")),
            ("drag step p95, 50,000 words", 16, bench.drag("50k")),
            *bench.frame_rows(),
            ("longest wait while 2,000 articles come in", 50, bench.wait_while_importing()),
            ("longest wait while suggestions are made", 50, bench.wait_while_suggesting()),
        ]
        bench.close()
    return rows


if __name__ == "__main__":
    for row, budget, measured in window_rows():
        print(f"{row:55} {budget:>6} {measured:8.1f}")
