import json

from tests import evaluate

TEXT = "President Hassan Rouhani left Tehran."


def gold(path, *spans):
    record = {
        "id": "one",
        "text": TEXT,
        "zones": [],
        "spans": [{"start": start, "end": end, "label": label} for start, end, label in spans],
    }
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    return str(path)


def test_report_scores_entities_and_leaves_out_frame_labels(tmp_path, capsys):
    path = gold(tmp_path / "gold.jsonl", (10, 24, "PERSON"), (30, 36, "LOC"), (25, 29, "CUE"))
    evaluate.main([path, "--json", "--no-speed"])
    report = json.loads(capsys.readouterr().out)
    assert report["source"] == "builtin/2"
    assert report["scores"]["PERSON"]["exact"]["f1"] == 1.0
    assert report["scores"]["LOC"]["exact"]["recall"] == 0.0
    assert report["scores"]["total"]["exact"]["gold"] == 2


def test_table_shows_misses_in_context(tmp_path, capsys):
    path = gold(tmp_path / "gold.jsonl", (30, 36, "LOC"))
    evaluate.main([path, "--no-speed", "--misses", "5", "--rules"])
    printed = capsys.readouterr().out
    assert "PERSON+GPE+NORP+DATE" in printed
    assert "- 1 LOC" in printed
    assert "[Tehran]" in printed


def test_speed_is_measured(tmp_path, rules, monkeypatch):
    monkeypatch.setattr(evaluate, "SPEED_WORDS", 20)
    [(name, text, zones, spans)] = evaluate.read_gold(
        tmp_path / gold(tmp_path / "gold.jsonl", (30, 36, "GPE"))
    )
    article = evaluate.Scored(name, text, zones, spans, rules.propose(text))
    assert evaluate.words_per_second(rules, [article]) > 0
