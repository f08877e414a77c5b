"""Lines of the file form for tests of import and export."""

from annotator.domain.text import sha256
from tests.ops.conftest import TEXT, place

AT = "2026-11-22T10:00:00Z"
META = {
    "title": "Port talks end", "outlet": "Gulf", "published": "2016-03", "url": None,
    "language": "en", "byline": None, "place": None, "source": "muscat.txt", "encoding": "utf-8",
    "desk": {"b": [1, 2.5, None], "a": "Ω"}, "zzz": 3,
}  # fmt: skip


def span(key, words, label, nth=1, *, text=TEXT, entity=None, attributes=None, note=""):
    where = place(words, text, nth)
    return {
        "id": key, "start": where.start, "end": where.end, "label": label, "text": words,
        "entity": entity, "attributes": attributes or {}, "note": note,
    }  # fmt: skip


def entity(key, kind, name, *, aliases=(), links=None, note="", offices=()):
    return {
        "id": key, "type": kind, "name": name, "aliases": list(aliases), "links": links or {},
        "note": note, "offices": list(offices),
    }  # fmt: skip


def frame(key, kind, roles, *, implied=(), attributes=None, note="", joined=None):
    return {
        "id": key, "type": kind, "roles": roles, "implied": list(implied),
        "attributes": attributes or {}, "note": note, "joined": joined,
    }  # fmt: skip


def line(name="muscat", text=TEXT, annotator="amy", **more):
    made = {
        "format": "annotator-gold/1", "id": name, "text": text, "sha256": sha256(text),
        "meta": dict.fromkeys(
            ("title", "outlet", "published", "url", "language", "byline", "place", "source",
             "encoding")
        ),
        "zones": [], "scheme": {"name": "diplomatic-news", "version": 1}, "annotator": annotator,
        "status": "in-progress", "spans": [], "entities": [], "frames": [], "provenance": {},
        "comments": [], "verdicts": [],
    }  # fmt: skip
    assert more.keys() <= made.keys()
    return made | more


def rich():
    """One line with everything that the file form knows."""
    return line(
        status="returned",
        meta=META,
        zones=[{"kind": "headline", "start": 0, "end": 24}],
        spans=[
            span("s3", "Muscat", "GPE", entity="e1"),
            span("s12", "MUSCAT", "GPE", entity="e1", note="shouted, “quoted”"),
            span("x", "Hilal al-Maskari", "PERSON", entity="e2"),
            span("s1", "met", "TRIGGER"),
            span("s2", "Yerbolat Sagyndykov 🤝 on", "ROLE"),
            span("s4", "Monday", "DATE", attributes={"value": "2016-03-14"}),
            span("s5", "Oman wants the railway,", "CONTENT"),
            span("s6", "al-Maskari", "PERSON", 2, entity="e2"),
            span("s7", "said", "CUE"),
            span("s8", "adding that", "CUE"),
            span("s9", "Oman would wait", "CONTENT"),
        ],
        entities=[
            entity("e1", "GPE", "Muscat", aliases=["MUSCAT", "Maskat"], note="a capital"),
            entity(
                "e2", "PERSON", "Hilal al-Maskari", links={"other": "x", "wikidata": "Q7"},
                offices=[{"of": "Oman", "from": "2014"}],
            ),
            entity("e3", "ORG", "Port authority"),
        ],
        frames=[
            frame(
                "f2", "Meeting", {"participant": ["x", "e3"], "trigger": ["s1"], "statement": ["f9"]},
                implied=["place"], attributes={"kind": "bilateral", "status": "held"}, joined="m3",
            ),
            frame(
                "f9", "Statement", {"speaker": ["s6"], "cue": ["s7"], "content": ["s5", "s9"]},
                implied=["addressee", "outlet"], attributes={"mode": "mixed"}, note="two parts",
            ),
            frame("f4", "Stance", {"holder": ["e3"], "target": ["s3"], "statement": ["f9"]}),
        ],
        provenance={
            "s3": {"by": "amy", "at": AT, "source": "builtin/1", "score": 0.93,
                   "decision": "accepted"},
            "s12": {"by": "ben", "at": AT, "unsure": True},
            "s4": {},
            "s5": {"unsure": False},
            "s9": {"verdict": "chosen", "votes": ["ben", "amy"], "reason": "clearer"},
            "f9": {"by": "amy", "unsure": True},
        },
        comments=[
            {"on": None, "by": "ben", "at": AT, "text": "Of the article.", "resolved": True},
            {"on": "f9", "by": "ben", "at": AT, "text": "And the outlet?", "resolved": False},
            {"on": "s3", "by": "Ωmar", "at": AT, "text": "<b>?</b>\n", "resolved": False},
        ],
        verdicts=[
            {"verdict": "neither", "by": "ben", "at": AT, "reason": None,
             "of": {"amy": {"start": 1, "label": "GPE"}, "ben": None}},
        ],
    )  # fmt: skip


def problems(report):
    return [item.problem for item in report.refused]


def warnings(report):
    return [item.problem for item in report.warnings]
