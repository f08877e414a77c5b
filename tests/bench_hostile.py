"""Hostile texts through the rules and into the window.

Milliseconds for 100,000 characters and whether they grow; the memory of the process of
suggestions; for how long the window answers nothing while such a text is opened.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZE = 50_000
NEWS = (
    "President Ali Karim of Oman met Foreign Minister Sergei Lavrov in Muscat on Wednesday. “We "
    "agreed to talk,” he told reporters, according to Fars. "
)


def repeated(words, size):
    return (words * (size // len(words) + 1))[:size]


TEXTS = {
    "one line of news": lambda n: repeated(NEWS, n),
    "quotation marks": lambda n: repeated('“a ” "b" ', n),
    "opening marks only": lambda n: repeated("“word ", n),
    "only capitals": lambda n: repeated(NEWS.upper(), n),
    "no capitals": lambda n: repeated(NEWS.lower(), n),
    "Arabic": lambda n: repeated("قال الوزير إن المحادثات في فيينا فشلت يوم الاثنين ", n),
    "emoji": lambda n: repeated("😀👩‍👩‍👧 ", n),
    "blanks": lambda n: " " * n,
    "line ends": lambda n: "\n" * n,
    "full stops": lambda n: "." * n,
    "one word": lambda n: "a" * n,
    "brackets": lambda n: "(" * (n // 2) + ")" * (n // 2),
    "commas": lambda n: repeated("Vienna, ", n),
}

OPENED = {
    "5 MB on one line": lambda: repeated("word and another ", 5_000_000),
    "5 MB on one line without a blank": lambda: "a" * 5_000_000,
    "600,000 characters of Chinese": lambda: repeated("外交部长在北京会见", 600_000),
    "600,000 characters of Arabic": lambda: TEXTS["Arabic"](600_000),
    "600,000 emoji": lambda: TEXTS["emoji"](600_000),
    "600,000 characters of quotation marks": lambda: TEXTS["quotation marks"](600_000),
    "600,000 blank lines": lambda: "\n" * 600_000,
    "300,000 short lines": lambda: "word a\n" * 300_000,
}


def opening_rows():
    """Rows of the longest block of the event loop, from the click to the last line that is set."""
    from tests.bench_window import Bench

    rows = []
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), (("450", 450, 60, 0),))
        for number, (name, make) in enumerate(OPENED.items()):
            longest, jump = bench.endless(f"endless-{number}", make())
            row = f"open {name}: longest block of the event loop"
            rows.append((row, 100, longest, "ms", False))
            rows.append((f"open {name}: scroll half-way at once", 100, jump, "ms", False))
        bench.close()
    return rows


MEMORY = """
import resource, sys
from annotator.domain.suggestion import MOST_READ
from annotator.nlp.client import SuggestionWorker
from tests.bench_hostile import TEXTS

with SuggestionWorker() as worker:
    worker.look("builtin", TEXTS[sys.argv[1]](MOST_READ))
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""


def worker_memory(name):
    """Megabytes at the peak of the process that reads as much of a text as sources ever read."""
    run = subprocess.run(
        [sys.executable, "-c", MEMORY, name], capture_output=True, text=True, check=True
    )
    return float(run.stdout)


def hostile_rows():
    """Rows of the table: time for 100,000 characters, and how it grows from one size to four."""
    from annotator.nlp.builtin.source import RuleSource

    source = RuleSource()
    source.look(NEWS, ())

    def seconds(text):
        runs = []
        for _ in range(3):
            began = time.process_time()
            source.look(text, ())
            runs.append(time.process_time() - began)
        return statistics.median(runs)

    rows, growth = [], []
    for name, make in TEXTS.items():
        small, large = seconds(make(SIZE)), seconds(make(4 * SIZE))
        growth.append(large / max(small, 1e-4) / 4)
        rows.append((f"hostile text, {name}: 100,000 characters", None, large * 500, "ms", False))
    rows.append(("hostile texts: growth from n to 4n, worst, over 4", None, max(growth), "", False))
    for name in ("one line of news", "quotation marks", "emoji", "brackets"):
        row = f"process of suggestions, longest text, {name}: peak memory"
        rows.append((row, 300, worker_memory(name), "MB", False))
    return rows + opening_rows()
