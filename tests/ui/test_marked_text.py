"""Examples of the guideline, painted: which mark becomes a ground, a box, a line."""

import pytest
from PySide6.QtGui import QColor

from annotator import assets
from annotator.domain.entry import Example
from annotator.domain.example_markup import parse_example
from annotator.domain.scheme_file import read_scheme
from annotator.ui.guideline.marked_text import MarkedText
from annotator.ui.guideline.shapes import shapes_of, spoken

SCHEME = read_scheme(assets.read_text("schemes/diplomatic-news.toml"))


def shaped(markup, frame=""):
    text, marks = parse_example(markup)
    example = Example(text, marks, "Why.")
    kind = SCHEME.frame_type_by_name.get(frame)
    return example, shapes_of(example, kind, SCHEME)


def parts(markup, frame=""):
    """Ground, box, line and chip of each mark."""
    _, shapes = shaped(markup, frame)
    return [(shape.ground, shape.box, shape.line, shape.chip) for shape in shapes]


@pytest.mark.parametrize(
    ("markup", "frame", "expected"),
    [
        ("[GPE:Oman]", "", [("GPE", "", "", "GPE")]),
        ("[CUE:said]", "", [("", "", "Statement", "CUE")]),
        ("[speaker:Orazov]", "Statement", [("PERSON", "Statement", "", "SPEAKER")]),
        ("[cue:said]", "Statement", [("", "", "Statement", "CUE")]),
        (
            "[speaker:[GPE:Oman]]",
            "Statement",
            [("", "Statement", "", "SPEAKER"), ("GPE", "", "", "")],
        ),
        (
            "[evidence:no [target:toll]]",
            "Stance",
            [("", "", "Stance", "EVIDENCE"), ("", "Stance", "", "TARGET")],
        ),
        ("[statement:it rained]", "Stance", [("", "", "Statement", "STATEMENT")]),
        (
            "[statement:[evidence:no toll]]",
            "Stance",
            [("", "", "Statement", "STATEMENT"), ("", "", "Stance", "EVIDENCE")],
        ),
    ],
)
def test_a_mark_is_shown_as_the_article_shows_it(markup, frame, expected):
    assert parts(markup, frame) == expected


def test_of_nested_grounds_the_outer_one_is_larger():
    _, shapes = shaped("[ROLE:envoy of [GPE:Oman]]")
    assert [(shape.ground, shape.level) for shape in shapes] == [("ROLE", 1), ("GPE", 0)]


def test_an_example_is_read_out_with_its_marks_and_its_reason():
    example, shapes = shaped("[speaker:Orazov] [cue:said].", "Statement")
    assert spoken(example, shapes) == "Orazov said. (speaker: Orazov; cue: said) Why."


@pytest.fixture
def painted(qtbot, look):
    """Show an example at a width and return the widget and its picture."""
    look.use_scheme(SCHEME)

    def paint(markup, frame="", width=300):
        text = MarkedText(look)
        qtbot.addWidget(text)
        example, shapes = shaped(markup, frame)
        text.show_text(example.text, shapes)
        text.resize(width, text.heightForWidth(width))
        return text, text.grab().toImage()

    return paint


def pixels(image, colour):
    wanted = QColor(colour).rgb()
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return [place for place in places if image.pixel(*place) == wanted]


def test_grounds_and_lines_are_painted_in_the_colours_of_the_scheme(painted, look):
    _, image = painted("[PERSON:Orazov] [CUE:said].")
    assert pixels(image, look.label("PERSON").fill)
    assert pixels(image, look.frame("Statement").line)


def test_a_line_below_the_last_words_is_not_cut_off(painted, look):
    _, image = painted("[evidence:every effort]", "Stance")
    assert pixels(image, look.frame("Stance").line)


def test_marks_that_break_over_lines_are_painted_on_both(painted, look):
    text, image = painted("They went to the [GPE:Hashemite Kingdom of Jordan] at once.", width=160)
    rows = {y for _, y in pixels(image, look.label("GPE").fill)}
    line = text.heightForWidth(2000)
    assert max(rows) - min(rows) > line


def test_what_has_no_room_at_the_end_of_a_line_is_named_on_the_next(painted):
    markup = "[speaker:Orazov] [cue:said] again that [content:a quay is open for ships from Oman]."
    lines = set()
    for width in range(150, 420, 10):
        text, _ = painted(markup, "Statement", width=width)
        assert [chip for chip, _ in text.chip_lines] == ["SPEAKER", "CUE", "CONTENT"]
        lines.add(dict(text.chip_lines)["CONTENT"])
    assert lines == {0, 1}


def test_right_to_left_words_are_painted_where_they_stand(painted, look):
    _, image = painted("[PERSON:عبد الله الحارثي] left for [GPE:Muscat].")
    assert pixels(image, look.label("PERSON").fill)
    assert pixels(image, look.label("GPE").fill)


def test_it_grows_with_the_interface(painted, look):
    text, _ = painted("[GPE:Oman]")
    before = text.heightForWidth(300)
    look.choose_sizes(20, 17)
    assert text.heightForWidth(300) > before


def test_an_empty_text_is_no_harm(painted):
    text, _ = painted("x")
    text.show_text("")
    assert text.heightForWidth(200) >= 0
