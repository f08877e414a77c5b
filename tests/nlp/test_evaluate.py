import json

import pytest

from annotator.domain.extent import Extent
from annotator.domain.suggestion import Findings, FrameProposal, ProposedFiller
from tests import evaluate
from tests.yardstick import statements
from tests.yardstick.gold import SAMPLE, Looked, half_of, read_gold
from tests.yardstick.handicaps import HANDICAPS

TEXT = "President Hassan Rouhani left Tehran."
SAID = "Velayati said ties are unique and old. He added that talks go on."


def gold(path, *spans, text=TEXT, frames=(), key="one-1"):
    record = {
        "id": key,
        "text": text,
        "zones": [],
        "spans": [
            {"id": f"s{place}", "start": start, "end": end, "label": label, "entity": None}
            for place, (start, end, label) in enumerate(spans)
        ],
        "frames": list(frames),
    }
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    return path


def stated(path):
    frame = {
        "id": "f1",
        "type": "Statement",
        "roles": {"speaker": ["s0"], "cue": ["s1"], "content": ["s2"]},
        "attributes": {"mode": "indirect", "speaker_by": "mention"},
    }
    spans = ((0, 8, "PERSON"), (9, 13, "CUE"), (14, 37, "CONTENT"))
    [article] = read_gold([gold(path, *spans, text=SAID, frames=[frame])])
    return article


def proposed(content, speaker=(0, 8), mode="indirect"):
    fillers = [ProposedFiller("cue", Extent(9, 13), "CUE")]
    if speaker:
        fillers.insert(0, ProposedFiller("speaker", Extent(*speaker), "PERSON"))
    fillers.append(ProposedFiller("content", Extent(*content), "CONTENT"))
    return FrameProposal("Statement", tuple(fillers), "r", 0.8, "Why.", attributes={"mode": mode})


def figures(article, *frames):
    return statements.score_statements([Looked(article, Findings((), frames))]).figures()


def test_report_scores_entities_and_leaves_out_frame_labels(tmp_path, capsys):
    spans = ((10, 24, "PERSON"), (30, 36, "LOC"), (25, 29, "CUE"))
    path = gold(tmp_path / "gold.jsonl", *spans)
    evaluate.main([str(path), "--json", "--no-speed"])
    report = json.loads(capsys.readouterr().out)
    assert report["source"].startswith("builtin/")
    assert report["scores"]["PERSON"]["exact"]["f1"] == 1.0
    assert report["scores"]["LOC"]["exact"]["recall"] == 0.0
    assert report["scores"]["total"]["exact"]["gold"] == 2
    assert "content and right speaker" in report["statements"]


def test_table_shows_misses_in_context(tmp_path, capsys):
    path = gold(tmp_path / "gold.jsonl", (30, 36, "LOC"))
    evaluate.main([str(path), "--no-speed", "--misses", "5", "--rules"])
    printed = capsys.readouterr().out
    assert "PERSON+GPE+NORP+DATE" in printed
    assert "- 1 LOC" in printed
    assert "[Tehran]" in printed


def test_speed_is_measured_for_entities_and_for_everything(tmp_path, capsys):
    path = gold(tmp_path / "gold.jsonl", (30, 36, "GPE"))
    evaluate.main([str(path), "--json", "--speed-words", "20"])
    speed = json.loads(capsys.readouterr().out)["words_per_second"]
    assert speed["entities"] > 0
    assert speed["everything"] > 0


def test_several_files_are_scored_together(tmp_path, capsys):
    paths = [gold(tmp_path / f"{name}.jsonl", (30, 36, "GPE")) for name in "ab"]
    evaluate.main([*map(str, paths), "--json", "--no-speed"])
    assert json.loads(capsys.readouterr().out)["articles"] == 2


def test_halves_keep_clusters_whole_and_make_up_the_gold():
    first, second = read_gold([SAMPLE], "a"), read_gold([SAMPLE], "b")
    assert {article.cluster for article in first}.isdisjoint(a.cluster for a in second)
    assert len(first) + len(second) == len(read_gold([SAMPLE]))
    assert first
    assert second
    assert half_of("amman") == "a"


def test_statement_with_half_of_the_words_and_its_speaker_is_right(tmp_path):
    rows = figures(stated(tmp_path / "gold.jsonl"), proposed((14, 29)))
    assert rows["content and right speaker"]["f1"] == 1.0
    assert rows["speaker, given the content"]["share"] == 1.0
    assert rows["cue"]["share"] == 1.0
    assert rows["mode"]["share"] == 1.0


def test_statement_with_too_few_of_the_words_is_not_found(tmp_path):
    rows = figures(stated(tmp_path / "gold.jsonl"), proposed((14, 22)))
    assert rows["content"]["f1"] == 0.0


def test_statement_without_its_speaker_counts_as_content_only(tmp_path):
    rows = figures(stated(tmp_path / "gold.jsonl"), proposed((14, 37), speaker=None))
    assert rows["content"]["f1"] == 1.0
    assert rows["content and right speaker"]["f1"] == 0.0


def test_two_proposals_cannot_both_be_the_same_statement(tmp_path):
    rows = figures(stated(tmp_path / "gold.jsonl"), proposed((14, 37)), proposed((14, 36)))
    assert rows["content"]["precision"] == pytest.approx(0.5)
    assert rows["content"]["recall"] == 1.0


def test_misses_name_what_went_wrong(tmp_path):
    article = stated(tmp_path / "gold.jsonl")
    findings = Findings((), (proposed((48, 64)),))
    lines = statements.score_statements([Looked(article, findings)]).worst(9)
    assert any(line.startswith("- one-1 missed") for line in lines)
    assert any(line.startswith("+ one-1 too many, r") for line in lines)


def test_curve_says_what_learning_adds_on_stories_that_were_left_out(tmp_path, capsys):
    text = "The trawler {0} left port on Monday. Sailors of the trawler {0} waved at {0}."
    paths = []
    for number, craft in enumerate(("Blue Heron", "Grey Teal", "Red Kite", "Black Swan") * 3):
        words = f"Log {number}. {text.format(craft)}"
        starts = [at for at in range(len(words)) if words.startswith(craft, at)]
        spans = [(start, start + len(craft), "FAC") for start in starts]
        key = f"{craft.split()[0].lower()}{number}-1"
        paths.append(gold(tmp_path / f"{number}.jsonl", *spans, text=words, key=key))
    files = [str(path) for path in paths]
    evaluate.main(["--curve", *files, "--sizes", "9", "--seeds", "1", "--json"])
    [point] = json.loads(capsys.readouterr().out)["curve"]
    assert point["trainings"] == 5
    assert point["learned"] > point["rules"]
    assert point["losses"] == {}
    evaluate.main(["--curve", *files, "--sizes", "9", "--seeds", "1"])
    assert "FAC" in capsys.readouterr().out


def test_handicap_tags_by_another_convention(tmp_path):
    text = "On Monday President Kord of the Union met the Iranian envoy Weiss."
    words = {"Monday": "DATE", "President": "ROLE", "Kord": "PERSON", "Union": "ORG"}
    words |= {"Iranian": "NORP", "Iranian envoy": "ROLE", "Weiss": "PERSON"}
    spans = [(text.index(one), text.index(one) + len(one), label) for one, label in words.items()]
    [article] = read_gold([gold(tmp_path / "one.jsonl", *spans, text=text)])

    def tagged(name):
        found = HANDICAPS[name].tagged(article).spans
        return [(text[one.start : one.end], one.label) for one in found]

    assert tagged("none") == list(words.items())
    assert tagged("titles") == [
        ("On Monday", "DATE"),
        ("President Kord", "PERSON"),
        ("Union", "ORG"),
        ("Iranian", "NORP"),
        ("Iranian envoy Weiss", "PERSON"),
    ]
    assert ("the Union", "ORG") in tagged("countries")
    assert ("Iranian", "GPE") in tagged("countries")


def test_handicap_with_cut_lists_leaves_the_lists_of_others_whole():
    text = "Talks went on in " + ", ".join(["Oslo", "Cairo", "Lima", "Quito", "Hanoi", "Accra"])
    places = [len(HANDICAPS[name].rules().propose(text)) for name in ("none", "lists", "none")]
    assert places[0] == places[2] == 6
    assert places[1] < 6
