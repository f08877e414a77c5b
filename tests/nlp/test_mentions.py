"""Several mentions of one meeting, and the meeting after it, by rules."""

import json

import pytest

from annotator import assets
from annotator.nlp.builtin.source import RuleSource
from tests.told import meetings, met


@pytest.fixture(scope="module")
def source():
    return RuleSource()


FORMS = {
    "the two ministers": (
        "Omar Haddad and Elena Petrova spoke by telephone. The two ministers will meet in Sofia.",
        [
            met("Omar Haddad", "Elena Petrova", trigger="spoke by telephone", kind="call"),
            met("Omar Haddad", "Elena Petrova", trigger="meet", status="planned", place=["Sofia"]),
        ],
    ),
    "all mentions of one": (
        "Omar Haddad met Elena Petrova on Tuesday. The meeting lasted an hour.",
        [met("Omar Haddad", "Elena Petrova", trigger="met|meeting", date=["Tuesday"])],
    ),
    "the next one": (
        "Chile and Peru held a summit in Lima. The next summit will take place in Santiago.",
        [
            met("Chile", "Peru", trigger="summit", kind="multilateral", place=["Lima"]),
            met(
                "Chile",
                "Peru",
                trigger="summit",
                kind="multilateral",
                status="planned",
                place=["Santiago"],
            ),
        ],
    ),
    "the pair": (
        "Omar Haddad called on Elena Petrova. The pair will meet again in Lima.",
        [
            met("Omar Haddad", "Elena Petrova", trigger="called on"),
            met("Omar Haddad", "Elena Petrova", trigger="meet", status="planned", place=["Lima"]),
        ],
    ),
    "the ministers of before": (
        "Omar Haddad and Elena Petrova spoke by telephone. The ministers will meet in Sofia.",
        [
            met("Omar Haddad", "Elena Petrova", trigger="spoke by telephone", kind="call"),
            met("Omar Haddad", "Elena Petrova", trigger="meet", status="planned", place=["Sofia"]),
        ],
    ),
    "mediated by": (
        "Omar Haddad and Elena Petrova held talks in Lima. The talks were mediated by Juan Garcia.",
        [
            met(
                "Omar Haddad",
                "Elena Petrova",
                "Juan Garcia",
                trigger="talks|talks",
                kind="multilateral",
                place=["Lima"],
            )
        ],
    ),
    "chaired by somebody else": (
        "The ministers of Chile, Peru and Bolivia met in Lima. Juan Garcia chaired the meeting.",
        [
            met(
                "Chile",
                "Peru",
                "Bolivia",
                "Juan Garcia",
                trigger="met|meeting",
                kind="multilateral",
                place=["Lima"],
            )
        ],
    ),
    "family names first": (
        "Wang Yi met Elena Petrova in Lima. After the talks between Wang and Petrova, both left.",
        [met("Wang Yi", "Elena Petrova", trigger="met|talks", place=["Lima"])],
    ),
    "that meeting": (
        "Omar Haddad met Elena Petrova in Lima. During that meeting both were calm.",
        [met("Omar Haddad", "Elena Petrova", trigger="met|meeting", place=["Lima"])],
    ),
    "whose stay it is, told behind": (
        "Maria Lopez waited. During his stay in Lima, Omar Haddad held talks with Elena Petrova.",
        [
            met("Omar Haddad", trigger="stay", kind="visit", place=["Lima"]),
            met("Omar Haddad", "Elena Petrova", trigger="talks", place=["Lima"]),
        ],
    ),
    "where the visit goes": (
        "Omar Haddad flew to Lima on Monday. He met Elena Petrova there.",
        [
            met("Omar Haddad", trigger="flew", kind="visit", place=["Lima"], date=["Monday"]),
            met("Omar Haddad", "Elena Petrova", trigger="met", place=["Lima"]),
        ],
    ),
    "talks named again and again, never with people": (
        (
            "The talks began late. Omar Haddad said that the bridge was open. Elena Petrova said that "
            "it was shut. The talks ended early."
        ),
        [met("Omar Haddad", "Elena Petrova", trigger="talks|talks")],
    ),
    "she, once more": (
        "Laura Stein spoke in Lima. She will meet Elena Petrova. She will also meet Juan Garcia.",
        [
            met("Laura Stein", "Elena Petrova", trigger="meet", status="planned"),
            met("Laura Stein", "Juan Garcia", trigger="meet", status="planned"),
        ],
    ),
    "who was not told of it": (
        "Omar Haddad met Elena Petrova. The ministry was not informed of the meeting.",
        [met("Omar Haddad", "Elena Petrova", trigger="met|meeting")],
    ),
    "the meeting of those who hold the summit": (
        "Chile, Peru and Bolivia held a summit in Lima. The meeting of the Arab League was calm.",
        [
            met(
                "Chile",
                "Peru",
                "Bolivia",
                trigger="summit|meeting",
                kind="multilateral",
                place=["Lima"],
            )
        ],
    ),
    "another summit, somewhere else": (
        "Chile, Peru and Bolivia met at a summit. They want a deal before a summit in Lima in June.",
        [
            met("Chile", "Peru", "Bolivia", trigger="met|summit", kind="multilateral"),
            met(trigger="summit", kind="multilateral", place=["Lima"], date=["June"]),
        ],
    ),
    "the two leaders, behind a ceremony": (
        "Omar Haddad and Elena Petrova shook hands. After the lunch, the two leaders held talks.",
        [met("Omar Haddad", "Elena Petrova", trigger="shook hands|lunch|talks")],
    ),
    "the leaders, then their names": (
        "The leaders of the rival camps met in Lima. Omar Haddad and Elena Petrova talked again.",
        [
            met(
                "leaders of the rival camps",
                "Omar Haddad",
                "Elena Petrova",
                trigger="met|talked",
                kind="multilateral",
                place=["Lima"],
            )
        ],
    ),
    "who was not told before it": (
        "Omar Haddad met Elena Petrova. The Congress party complained before the meeting.",
        [met("Omar Haddad", "Elena Petrova", trigger="met")],
    ),
    "who held the office once": (
        "Former President Omar Haddad spoke. Elena Petrova met the president.",
        [met("Elena Petrova", "president", trigger="met")],
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_later_mention_is_read(source, form):
    text, wanted = FORMS[form]
    assert meetings(source, text) == wanted


def test_who_wrote_an_article_met_nobody(source):
    lines = assets.sample_corpus().joinpath("gold.jsonl").read_text("utf-8").splitlines()
    bylines = 0
    for record in map(json.loads, lines):
        written = [zone for zone in record["zones"] if zone["kind"] == "byline"]
        bylines += len(written)
        for frame in source.look(record["text"]).frames:
            for filler in frame.fillers:
                if frame.type == "Meeting" and filler.role == "participant" and filler.extent:
                    start = filler.extent.start
                    assert not any(one["start"] <= start < one["end"] for one in written)
    assert bylines > 3
