"""What import, export, the corpus list and the rules cost, without a window."""

import json
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from tests.bench_window import article_line

ARTICLES = 2_000
MANY = 10_000
LISTED = 100_000
PLACES = 10_000
SHOWN = 30

BARE_TABLES = """
CREATE TABLE article (id INTEGER PRIMARY KEY, name TEXT, text TEXT, sha256 TEXT, meta TEXT);
CREATE TABLE span (id INTEGER PRIMARY KEY, article INTEGER, key TEXT, start INTEGER, "end" INTEGER,
                   label TEXT, text TEXT, entity TEXT, attributes TEXT, note TEXT);
CREATE TABLE frame (id INTEGER PRIMARY KEY, article INTEGER, key TEXT, type TEXT, roles TEXT,
                    attributes TEXT);
CREATE INDEX span_article ON span(article);
CREATE INDEX frame_article ON frame(article);
"""


def tagged_line(name, seed):
    """Return one complete line: about 450 words, 80 spans, 8 frames, some 15 KB."""
    line = article_line(name, 450, 80, seed)
    chance = random.Random(seed)
    ids = [span["id"] for span in line["spans"]]
    line["text"] += f"\n{name}"
    frames = []
    for number in range(8):
        speaker, cue, content = chance.sample(ids, 3)
        frames.append(
            {
                "id": f"f{number + 1}",
                "type": "Statement",
                "roles": {"speaker": [speaker], "cue": [cue], "content": [content]},
                "implied": [],
                "attributes": {"mode": "indirect", "speaker_by": "mention"},
                "note": "",
                "joined": None,
            }
        )
    entities = [
        {
            "id": "e1", "type": "PERSON", "name": f"Name {seed % 500}", "aliases": [], "links": {},
            "note": "", "offices": [],
        }
    ]  # fmt: skip
    line["spans"][0]["entity"] = "e1"
    from annotator.domain.text import sha256

    return {
        "format": "annotator-gold/1", "id": name, "text": line["text"],
        "sha256": sha256(line["text"]),
        "meta": {
            "title": name, "outlet": f"Outlet {seed % 40}",
            "published": f"2016-{seed % 12 + 1:02}-{seed % 28 + 1:02}", "url": None,
            "language": "en", "byline": None, "place": None, "source": None, "encoding": "utf-8",
        },
        "zones": [], "scheme": {"name": "diplomatic-news", "version": 1}, "annotator": "amy",
        "status": "complete", "spans": line["spans"], "entities": entities, "frames": frames,
        "provenance": {}, "comments": [], "verdicts": [],
    }  # fmt: skip


def write_lines(path, count):
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            line = tagged_line(f"a{number:06}", number)
            file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


def bare_import(lines, database):
    connection = sqlite3.connect(database)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;" + BARE_TABLES)
    start = time.perf_counter()
    with lines.open(encoding="utf-8") as file:
        for number, text in enumerate(file, 1):
            line = json.loads(text)
            connection.execute(
                "INSERT INTO article VALUES (?, ?, ?, ?, ?)",
                (number, line["id"], line["text"], line["sha256"], json.dumps(line["meta"])),
            )
            connection.executemany(
                "INSERT INTO span VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        number, span["id"], span["start"], span["end"], span["label"],
                        span["text"], span["entity"], json.dumps(span["attributes"]), span["note"],
                    )
                    for span in line["spans"]
                ],
            )  # fmt: skip
            connection.executemany(
                "INSERT INTO frame VALUES (NULL, ?, ?, ?, ?, ?)",
                [
                    (
                        number, frame["id"], frame["type"], json.dumps(frame["roles"]),
                        json.dumps(frame["attributes"]),
                    )
                    for frame in line["frames"]
                ],
            )  # fmt: skip
    connection.commit()
    seconds = time.perf_counter() - start
    connection.close()
    return seconds


def bare_export(database, target):
    connection = sqlite3.connect(database)
    start = time.perf_counter()
    with target.open("w", encoding="utf-8") as file:
        articles = connection.execute("SELECT * FROM article ORDER BY name").fetchall()
        for number, name, text, digest, meta in articles:
            spans = [
                {
                    "id": key, "start": first, "end": last, "label": label, "text": words,
                    "entity": entity, "attributes": json.loads(attributes), "note": note,
                }
                for key, first, last, label, words, entity, attributes, note in connection.execute(
                    'SELECT key, start, "end", label, text, entity, attributes, note FROM span '
                    "WHERE article = ? ORDER BY start",
                    (number,),
                )
            ]  # fmt: skip
            frames = [
                {
                    "id": key,
                    "type": kind,
                    "roles": json.loads(roles),
                    "attributes": json.loads(said),
                }
                for key, kind, roles, said in connection.execute(
                    "SELECT key, type, roles, attributes FROM frame WHERE article = ?", (number,)
                )
            ]
            line = {
                "id": name, "text": text, "sha256": digest, "meta": json.loads(meta),
                "spans": spans, "frames": frames,
            }  # fmt: skip
            file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
    seconds = time.perf_counter() - start
    connection.close()
    return seconds


def new_workspace(path):
    from annotator.domain.default_scheme import default_scheme
    from annotator.ops.workspace import Workspace
    from annotator.store.database import Database

    return Workspace(Database.create(str(path), default_scheme()))


def in_and_out(folder):
    """Return the shares of the bare speed at import and export, and articles a second."""
    from annotator.ops import gold, intake

    lines = folder / "lines.jsonl"
    write_lines(lines, ARTICLES)
    shares_in, shares_out, seconds_in, seconds_out = [], [], [], []
    for number in range(3):
        bare = bare_import(lines, folder / f"bare{number}.db")
        workspace = new_workspace(folder / f"in{number}.annotator")
        start = time.perf_counter()
        report = intake.import_paths(workspace, [lines])
        ours = time.perf_counter() - start
        assert report.sets_new == ARTICLES, report.refused[:1]
        shares_in.append(bare / ours)
        seconds_in.append(ours)
        bare = bare_export(folder / f"bare{number}.db", folder / "bare.jsonl")
        start = time.perf_counter()
        gold.export(workspace, folder / "out.jsonl", "amy")
        ours = time.perf_counter() - start
        shares_out.append(bare / ours)
        seconds_out.append(ours)
        workspace.close()
    rate_in = ARTICLES / statistics.median(seconds_in)
    rate_out = ARTICLES / statistics.median(seconds_out)
    return statistics.median(shares_in), rate_in, statistics.median(shares_out), rate_out


MEMORY = """
import resource, sys
from pathlib import Path
from tests.bench_data import new_workspace
from annotator.ops import gold, intake
folder = Path(sys.argv[1])
workspace = new_workspace(folder / "memory.annotator")
intake.import_paths(workspace, [folder / "many.jsonl"])
gold.export(workspace, folder / "many-out.jsonl", "amy")
workspace.close()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def memory(folder):
    """Megabytes at the peak of importing and exporting 10,000 such articles."""
    write_lines(folder / "many.jsonl", MANY)
    run = subprocess.run(
        [sys.executable, "-c", MEMORY, str(folder)], capture_output=True, text=True, check=True
    )
    return float(run.stdout)


# Sixty suggestions for each article; every second one has a set of amy's with sixty tags that came
# from them, every fourth one is complete.
WORKED_ON = """
PRAGMA synchronous=OFF; PRAGMA cache_size=-500000;
INSERT INTO source (id, name, version) VALUES (1, 'builtin', '1');
INSERT INTO look SELECT id, id, 1, '2026-01-01T00:00:00Z', 1 FROM article;
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 59)
INSERT INTO suggestion (look_id, article_id, key, start, "end", label, rule, score, reason, newest)
SELECT id, id, 's' || (i + 1), i * 5, i * 5 + 4, 'PERSON', 'title-name', 0.9, 'After an office.', 1
FROM article, n;
INSERT INTO annotation_set
SELECT id, id, 'amy', 1, CASE id % 4 WHEN 0 THEN 'complete' ELSE 'in-progress' END, NULL, 1, 1, 61,
       1, '2026-01-01T00:00:00Z'
FROM article WHERE id % 2 = 0;
INSERT INTO span (set_id, key, start, "end", label, text)
SELECT t.id, s.key, s.start, s."end", s.label, 'word'
FROM suggestion s JOIN annotation_set t ON t.article_id = s.article_id;
INSERT INTO decision (suggestion_id, annotator, article_id, start, "end", label, decision, at)
SELECT s.id, 'amy', s.article_id, s.start, s."end", s.label, 'accepted', '2026-01-01T00:00:00Z'
FROM suggestion s JOIN annotation_set t ON t.article_id = s.article_id;
"""
PAGE = 200


def corpus_list(folder):
    """Milliseconds to open a list of 100,000 articles, to jump to its end, and to search it."""
    from annotator.domain.article import ArticleDraft, ArticleId, Metadata
    from annotator.domain.corpus import CorpusQuery, parse_query
    from annotator.ops import articles, intake
    from tests.bench_window import WORDS

    workspace = new_workspace(folder / "list.annotator")
    chance = random.Random(3)

    def drafts():
        for number in range(LISTED):
            words = " ".join(chance.choices(WORDS, k=60))
            meta = Metadata(
                f"Title {number} {words[:30]}",
                f"Outlet {number % 50}",
                f"20{number % 16 + 10}-{number % 12 + 1:02}-{number % 28 + 1:02}",
            )
            rare = " samovar" if number % 997 == 0 else ""
            yield ArticleDraft(f"a{number:06}", f"{words} {number}{rare}", meta)

    intake.import_drafts(workspace, list(drafts()), "system")
    with closing(sqlite3.connect(workspace.path)) as connection:
        connection.executescript(WORKED_ON)
        connection.commit()

    def timed(act):
        times = []
        for _ in range(5):
            start = time.perf_counter()
            act()
            times.append(time.perf_counter() - start)
        return statistics.median(times) * 1e3

    def page(keys):
        return articles.page(workspace, [ArticleId(key) for key in keys], "amy")

    opened = timed(lambda: page(articles.find(workspace, CorpusQuery(), "amy")[:PAGE]))
    everything = articles.find(workspace, CorpusQuery(), "amy")
    end = timed(lambda: page(everything[-PAGE:]))
    query = parse_query("samovar outlet:outlet")
    rare = timed(lambda: page(articles.find(workspace, query, "amy")[:PAGE]))
    common = parse_query("rail")
    often = timed(lambda: page(articles.find(workspace, common, "amy")[:PAGE]))
    figures = opened, end, max(rare, often), *places(workspace, timed)
    workspace.close()
    return figures


def places(workspace, timed):
    """Milliseconds to the first page of places of a frequent and a rare word, seconds to tag 10,000."""
    from annotator.domain.concordance import HitPage, Plan
    from annotator.jobs import Progress
    from annotator.ops import everywhere

    def asked_for(words, label="GPE"):
        wanted = everywhere.wanted_for(workspace, "amy", label)
        return everywhere.Asked(everywhere.forms_of(workspace, words, None), wanted)

    def found(asked, least):
        hits = HitPage()
        for page in everywhere.in_corpus(workspace, asked, Progress()):
            hits.extend(page)
            if len(hits) >= least:
                break
        return hits

    def first_page(words):
        asked = asked_for(words)
        hits = found(asked, SHOWN)
        rows = [hits.place(number) for number in range(min(SHOWN, len(hits)))]
        everywhere.lines(workspace, rows, asked.wanted)

    first = max(timed(lambda: first_page("the")), timed(lambda: first_page("samovar")))
    asked = asked_for("Oman")
    ticked = found(asked, 4 * PLACES).ticked(Plan())[:PLACES]
    begun = time.perf_counter()
    outcome = everywhere.apply(workspace, everywhere.Order(asked, Plan(), ticked))
    seconds = time.perf_counter() - begun
    assert outcome.done.tagged == PLACES, outcome
    return first, seconds


def operations(folder):
    """Milliseconds for a tag in a small and a large set, and for reading the large one, medians."""
    from annotator.domain.extent import Extent
    from annotator.ops import articles, intake, tags
    from annotator.store.sets import SetTarget

    workspace = new_workspace(folder / "operations.annotator")
    lines = folder / "operations.jsonl"
    with lines.open("w", encoding="utf-8") as file:
        for name, words, spans in (("small", 450, 60), ("large", 50_000, 6_500)):
            file.write(json.dumps(article_line(name, words, spans)) + "\n")
    report = intake.import_paths(workspace, [lines])
    assert not report.refused, report.refused

    def median(act):
        times = []
        for number in range(25):
            start = time.perf_counter()
            act(number)
            times.append(time.perf_counter() - start)
        return statistics.median(times) * 1e3

    def tag(key):
        target = SetTarget(key, "amy")
        return lambda number: tags.add(workspace, target, Extent(3 * number, 3 * number + 2), "FAC")

    small, large = (articles.named(workspace, name) for name in ("small", "large"))
    figures = (
        median(tag(small)),
        median(tag(large)),
        median(lambda _: articles.load_set(workspace, large, "amy")),
    )
    workspace.close()
    return figures


def start():
    """Milliseconds from process start to the answer of ``annotator --version``, median of seven."""
    times = []
    for _ in range(7):
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "annotator", "--version"], capture_output=True, check=True
        )
        times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1e3


def rules():
    """Words a second that the built-in rules read, on the sample corpus, median of five runs.

    Returns:
        For entities alone, and for everything: the frames made of them, too.
    """
    from annotator import assets
    from annotator.domain.text import word_count
    from annotator.nlp.sources import load_source

    source = load_source("builtin")
    folder = assets.sample_corpus().joinpath("articles")
    texts = [
        item.read_text(encoding="utf-8") for item in folder.iterdir() if item.name.endswith(".txt")
    ]
    words = sum(word_count(text) for text in texts)

    def speed(read):
        start = time.process_time()
        for text in texts:
            read(text)
        return words / (time.process_time() - start)

    reads = (source.propose, source.look)
    return [statistics.median(speed(read) for _ in range(5)) for read in reads]


def suggesting(folder):
    """Articles a second that the rules look at in a process of its own, stored; ms to read one's.

    The articles are those of the sample corpus, several times under other names.
    """
    from annotator import assets
    from annotator.domain.default_scheme import default_scheme
    from annotator.ops import intake, sources, suggested_frames
    from annotator.ops.workspace import Workspace

    texts = assets.sample_corpus().joinpath("articles")
    many = folder / "many"
    many.mkdir()
    for number in range(4):
        for item in texts.iterdir():
            if item.name.endswith(".txt"):
                text = f"{item.read_text(encoding='utf-8')}\n{number}\n"
                (many / f"{number}-{item.name}").write_text(text, encoding="utf-8")
    workspace = Workspace.open_or_create(str(folder / "many.annotator"), default_scheme())
    try:
        intake.import_paths(workspace, [many])
        keys = suggestions_wait(workspace)
        sources.suggest(workspace, sources.BUILTIN, keys[:1])
        start = time.perf_counter()
        sources.suggest(workspace, sources.BUILTIN, keys[1:], jobs=0)
        rate = (len(keys) - 1) / (time.perf_counter() - start)
        times = []
        for key in keys:
            start = time.perf_counter()
            suggested_frames.pending(workspace, key, "amy")
            times.append(time.perf_counter() - start)
        return rate, statistics.median(times) * 1e3
    finally:
        workspace.close()


def suggestions_wait(workspace):
    """The articles that the built-in rules have not looked at."""
    from annotator.nlp.builtin.source import BUILTIN
    from annotator.ops import suggestions

    return suggestions.waiting_articles(workspace, BUILTIN)


ENTITIES = 50_000
SYLLABLES = "ba bi ko ka ma mu na ni ra ri sa se ta to va zhe kha gha dul man nov sky shi ei"


def invented_name(chance):
    """Return a name of two or three words that sound like names."""
    words = (
        "".join(chance.choices(SYLLABLES.split(), k=chance.randint(2, 4))).title()
        for _ in range(chance.randint(2, 3))
    )
    return " ".join(words)


def candidates(folder):
    """Milliseconds: names read the first time, a mention looked up, a key typed (95th of 100)."""
    from annotator.domain.default_scheme import default_scheme
    from annotator.ops import linking
    from annotator.ops.linking import Asked
    from annotator.ops.workspace import Workspace
    from annotator.store.database import Database

    chance = random.Random(7)
    workspace = Workspace(Database.create(str(folder / "names.annotator"), default_scheme()))
    names = {invented_name(chance) for _ in range(ENTITIES)}
    with workspace.operation("Names", "system") as writer:
        for name in sorted(names):
            writer.insert("entity", {"type": "PERSON", "name": name})
    start = time.perf_counter()
    linking.candidates(workspace, Asked("Khanov Duli", "PERSON"))
    first = (time.perf_counter() - start) * 1000
    wanted = chance.sample(sorted(names), 100)
    looked_up, typed = [], []
    for name in wanted:
        spelled = name[:-2] + "ie" + name[-1]
        for asked, taken in (
            (Asked(spelled, "PERSON"), looked_up),
            (Asked(name[: chance.randint(1, 8)], "PERSON", typed=True), typed),
        ):
            start = time.perf_counter()
            linking.candidates(workspace, asked)
            taken.append((time.perf_counter() - start) * 1000)
    workspace.close()
    return first, sorted(looked_up)[94], sorted(typed)[94]


def data_rows():
    """Return (name, budget, measured, unit, whether more is better) of every row."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        share_in, rate_in, share_out, rate_out = in_and_out(folder)
        rows = [
            ("import: share of bare json + sqlite3", 0.5, share_in, "", True),
            ("import: articles a second", None, rate_in, "/s", True),
            ("export: share of bare json + sqlite3", 0.6, share_out, "", True),
            ("export: articles a second", None, rate_out, "/s", True),
            ("import and export of 10,000 articles: peak memory", 500, memory(folder), "MB", False),
        ]
        small, large, read = operations(folder)
        opened, end, search, page, applied = corpus_list(folder)
        first, looked_up, typed = candidates(folder)
        of_spans, of_all = rules()
        made, shown = suggesting(folder)
        rows += [
            ("annotator --version", None, start(), "ms", False),
            ("tag in 60 spans: operation and durable row", 20, small, "ms", False),
            ("tag in 6,500 spans: operation and durable row", 20, large, "ms", False),
            ("read a set of 6,500 spans", 25, read, "ms", False),
            ("corpus list of 100,000: open to the first page", 300, opened, "ms", False),
            ("corpus list of 100,000: jump to the end", 50, end, "ms", False),
            ("corpus list of 100,000: search to the first page", 100, search, "ms", False),
            ("entities of 50,000: names read, behind the window", None, first, "ms", False),
            ("entities of 50,000: candidates of a mention, p95", 50, looked_up, "ms", False),
            ("entities of 50,000: a key typed in the list, p95", 50, typed, "ms", False),
            ("concordance over 100,000: first page of places", 300, page, "ms", False),
            ("everywhere: tag 10,000 places in one step", 5, applied, "s", False),
            ("built-in entity rules: words a second and core", 20_000, of_spans, "/s", True),
            ("built-in rules, frames too: words a second and core", None, of_all, "/s", True),
            ("suggestions made and stored: articles a second", None, made, "/s", True),
            ("suggested frames of an article: read", None, shown, "ms", False),
        ]
    return rows
