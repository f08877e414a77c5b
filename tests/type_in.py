"""Enter articles of the sample corpus by keys alone: ``python -m tests.type_in [ARTICLE...]``.

Each is typed into a workspace of its own that holds its text only; then its export is compared with
the gold. Without names all articles are typed. Prints how many keys it took, and what differs.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from tests.cli.program import done
from tests.typing_in.compare import differences
from tests.typing_in.hands import Stuck, Tally
from tests.typing_in.screen import SAMPLE, export_of, gold_lines, open_screen
from tests.typing_in.typist import Typist


def type_in(gold, folder):
    """Type one article in; return the tally and what its export says differently."""
    path = folder / f"{gold['id']}.annotator"
    done("import", path, SAMPLE / "articles" / f"{gold['id']}.txt")
    screen = open_screen(path, folder)
    typist = Typist(screen, gold)
    try:
        typist.enter()
        line = export_of(screen.work.session.workspace, folder / "typed.jsonl", "amy")
        wrong = differences(line, gold)
    except Stuck as stuck:
        wrong = [str(stuck)]
    finally:
        screen.window.close()
        QApplication.processEvents()
    return typist.hands.tally, wrong


def main(names):
    """Type the articles in; return 1 where one of them comes out differently."""
    lines, whole, bad = gold_lines(), Tally(), []
    application = QApplication.instance() or QApplication(sys.argv[:1])
    application.setOrganizationName("annotator-typing")
    for name in names or lines:
        with tempfile.TemporaryDirectory() as folder:
            QSettings.setDefaultFormat(QSettings.Format.IniFormat)
            QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
            started = time.perf_counter()
            tally, wrong = type_in(lines[name], Path(folder))
            seconds = time.perf_counter() - started
        whole.add(tally)
        spans, frames = len(lines[name]["spans"]), len(lines[name]["frames"])
        print(
            f"{name}: {spans} spans, {frames} frames, {tally.total} keys, "
            f"{tally.acting.total()} beyond moving, {seconds:.0f} s",
            flush=True,
        )
        for words in wrong:
            print("   ", words, flush=True)
        bad += [name] if wrong else []
    print(*whole.lines(), sep="\n")
    print(f"{len(bad)} articles differ: {', '.join(bad)}" if bad else "All equal the gold.")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
