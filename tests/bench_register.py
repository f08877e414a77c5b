"""What the entity desk costs on a register of 50,000 entities with 500,000 mentions."""

import random
import sqlite3
import statistics
import tempfile
import time
from contextlib import closing
from pathlib import Path

from annotator.domain.default_scheme import default_scheme

ENTITIES, ARTICLES, SPANS_EACH = 50_000, 8_400, 60
TEXT = (
    "the talks on trade and transit went on in Muscat while envoys of Oman said that a port " * 40
)
LABELS = ("PERSON", "ORG", "GPE")


def fill(path):
    chance = random.Random(1)
    with closing(sqlite3.connect(path)) as connection:
        connection.executemany(
            "INSERT INTO article(id, name, sha256, title, published, note, archived, text)"
            " VALUES (?, ?, ?, ?, ?, '', ?, ?)",
            (
                (n, f"a{n:06}", f"{n:064}", f"Title {n}", f"2016-{n % 12 + 1:02}-{n % 28 + 1:02}",
                 int(n % 100 == 0), TEXT)
                for n in range(1, ARTICLES + 1)
            ),
        )  # fmt: skip
        connection.executemany(
            "INSERT INTO annotation_set(id, article_id, annotator, scheme_id, status, edited,"
            " revision, next_span, next_frame) VALUES (?, ?, 'amy', 1, 'in-progress', 1, 1, 99, 9)",
            ((n, n) for n in range(1, ARTICLES + 1)),
        )
        connection.executemany(
            "INSERT INTO entity(id, type, name, aliases) VALUES (?, ?, ?, ?)",
            ((n, LABELS[n % 3], f"Name{n} Family{n}", f'["Alias {n}"]')
             for n in range(1, ENTITIES + 1)),
        )  # fmt: skip
        connection.executemany(
            'INSERT INTO span(set_id, key, start, "end", label, text, entity_id)'
            " VALUES (?, ?, ?, ?, 'PERSON', ?, ?)",
            (
                (n, f"s{k}", k * 40, k * 40 + 5, TEXT[k * 40 : k * 40 + 5],
                 min(ENTITIES, int(chance.paretovariate(0.4))))
                for n in range(1, ARTICLES + 1)
                for k in range(SPANS_EACH)
            ),
        )  # fmt: skip
        connection.commit()


def median_ms(act, times=5):
    measured = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        measured.append((time.perf_counter() - start) * 1000)
    return statistics.median(measured)


def register_rows():
    """Return (name, budget, measured, unit, whether more is better) of every row."""
    from annotator.domain.annotation import EntityId
    from annotator.domain.register import EntityQuery
    from annotator.ops import register
    from annotator.ops.workspace import Workspace
    from annotator.store.database import Database

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.annotator"
        Database.create(str(path), default_scheme()).close()
        fill(path)
        workspace = Workspace.open(str(path))

        def opened(words=""):
            found = register.find(workspace, EntityQuery(words))
            register.page(workspace, [EntityId(key) for key in found[:200]])
            return found

        ids = [EntityId(key) for key in opened()]
        some, other = ids[500], ids[501]

        def merged():
            register.merge(workspace, "amy", some, [other])
            workspace.undo("amy")

        rows = [
            ("register of 50,000: open to the first page", 300, median_ms(opened), "ms", False),
            ("register of 50,000: search to the first page", 100,
             median_ms(lambda: opened("Name49")), "ms", False),
            ("an entity with its mentions", 50,
             median_ms(lambda: (register.detail(workspace, some),
                                register.mention_ids(workspace, some))), "ms", False),
            ("merge two entities, and undo", None, median_ms(merged), "ms", False),
        ]  # fmt: skip
        workspace.close()
    return rows
