"""Hostile texts through the rules: milliseconds for 100,000 characters, and whether they grow."""

import statistics
import time

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
    return rows
