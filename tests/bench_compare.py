"""What comparing two annotators costs."""

import json
import random
import re
import statistics
import tempfile
import time
from functools import cache
from pathlib import Path

from annotator import assets
from tests.bench_data import new_workspace

COMPARED, SPANS, FRAMES, CHARACTERS = 1_000, 60, 8, 2_800
LABELS = ("PERSON", "ORG", "GPE", "NORP", "DATE")


@cache
def texts():
    folder = assets.sample_corpus().joinpath("articles")
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".txt"))
    return [folder.joinpath(name).read_text(encoding="utf-8")[:CHARACTERS] for name in names]


def line(number):
    """Return what amy says of one article: some 450 words of news, 60 spans and 8 statements."""
    chance = random.Random(number)
    text = f"{texts()[number % len(texts())]}\n{number}"
    words = [found.span() for found in re.finditer(r"\w+", text)]
    spans = [
        {
            "id": f"s{key}", "start": start, "end": end, "label": chance.choice(LABELS),
            "text": text[start:end], "entity": "e1" if key == 1 else None, "attributes": {},
            "note": "",
        }
        for key, (start, end) in enumerate(sorted(chance.sample(words, SPANS)), start=1)
    ]  # fmt: skip
    taken = [span["id"] for span in chance.sample(spans, 3 * FRAMES)]
    frames = []
    for key in range(FRAMES):
        speaker, cue, content = taken[3 * key : 3 * key + 3]
        frames.append(
            {
                "id": f"f{key + 1}", "type": "Statement",
                "roles": {"speaker": [speaker], "cue": [cue], "content": [content]},
                "attributes": {"mode": "indirect", "speaker_by": "mention"},
            }
        )  # fmt: skip
    labels = {span["id"]: span for span in spans}
    for one in frames:
        labels[one["roles"]["cue"][0]]["label"] = "CUE"
        labels[one["roles"]["content"][0]]["label"] = "CONTENT"
    entities = [{"id": "e1", "type": "PERSON", "name": f"Name {number % 500}"}]
    return {
        "id": f"a{number:06}", "text": text, "annotator": "amy", "spans": spans,
        "entities": entities, "frames": frames,
    }  # fmt: skip


def other_line(amy, number):
    """Return what ben says of it: one tag in six and one frame in five otherwise."""
    ben = json.loads(json.dumps(amy)) | {"annotator": "ben"}
    chance = random.Random(number)
    ben["frames"] = [one for one in ben["frames"] if chance.random() > 0.1]
    for one in ben["frames"]:
        one["attributes"]["mode"] = chance.choice(["indirect"] * 9 + ["direct"])
    used = {key for one in ben["frames"] for role in one["roles"].values() for key in role}
    spans = {}
    for span in ben["spans"]:
        what = chance.random()
        if what < 0.06 and span["id"] not in used:
            continue
        if what < 0.11:
            span["label"] = chance.choice(["ORG", "GPE", "ROLE"])
        elif what < 0.17 and span["end"] + 2 <= len(ben["text"]):
            span["end"] += 2
            span["text"] = ben["text"][span["start"] : span["end"]]
        spans[span["start"], span["end"], span["label"]] = span
    return ben | {"spans": list(spans.values())}


def two_annotators(folder):
    """Return a workspace with the articles that two people have tagged."""
    from annotator.ops import intake

    workspace = new_workspace(folder / "compare.annotator")
    amy = [line(number) for number in range(COMPARED)]
    ben = [other_line(one, number) for number, one in enumerate(amy)]
    for name, lines in (("amy", amy), ("ben", ben)):
        path = folder / f"{name}.jsonl"
        path.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
        report = intake.import_paths(workspace, [path])
        assert report.sets_new == COMPARED, report.refused[:1]
    return workspace


def compare_rows():
    """Return (name, budget, measured, unit, whether more is better) of every row."""
    from annotator.ops import comparing

    with tempfile.TemporaryDirectory() as name:
        workspace = two_annotators(Path(name))

        def seconds(**options):
            times = []
            for _ in range(5):
                start = time.perf_counter()
                comparing.compare(workspace, "amy", "ben", **options)
                times.append(time.perf_counter() - start)
            return statistics.median(times)

        seconds()  # spaCy and scipy are loaded once
        rows = [
            ("compare two over 1,000 articles of 60 spans", 2, seconds(), "s", False),
            ("... with the tags of all differences", None, seconds(documents=True), "s", False),
        ]
        workspace.close()
    return rows
