"""A whole article of the sample corpus, entered by nothing but keys."""

from tests.cli.program import done
from tests.typing_in.compare import differences
from tests.typing_in.screen import SAMPLE, export_of, gold_lines
from tests.typing_in.typist import Typist


def test_a_whole_article_is_entered_by_keys_and_its_export_equals_the_gold(make_desk, tmp_path):
    gold = gold_lines()["amman-3"]
    path = tmp_path / "typed.annotator"
    done("import", path, SAMPLE / "articles" / "amman-3.txt")
    desk = make_desk(path)
    typist = Typist(desk, gold)
    typist.enter()
    line = export_of(desk.work.session.workspace, tmp_path / "typed.jsonl", "amy")
    assert differences(line, gold) == []
    tally = typist.hands.tally
    assert tally.acting["Statement"] <= 6 * tally.things["Statement"]
