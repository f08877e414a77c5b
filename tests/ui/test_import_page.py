import time
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from annotator.domain.article import ArticleDraft, Metadata, Zone, ZoneKind
from annotator.domain.extent import Extent
from annotator.domain.intake import (
    NAME_ENCODING,
    IntakeItem,
    IntakePreview,
    IntakeState,
    Refusal,
)
from annotator.ui.import_model import (
    Column,
    either_words,
    encoding_words,
    found_where,
    period_words,
    zone_words,
)
from annotator.ui.import_page import ImportPage

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
TEXT = "Talks go on\n\nMUSCAT, March 14 (Gulf Courier)\n\nAbenov met Al-Harthi.\n\nSubscribe now\n"


def zone(kind, words):
    start = TEXT.index(words)
    return Zone(kind, Extent(start, start + len(words)))


ZONES = (
    zone(ZoneKind.HEADLINE, "Talks go on"),
    zone(ZoneKind.DATELINE, "MUSCAT, March 14 (Gulf Courier)"),
    zone(ZoneKind.BOILERPLATE, "Subscribe now"),
)


def item(name, state=IntakeState.NEW, known_as=None, proposals=None, notes=(), **metadata):
    values = {"title": f"Title of {name}", "outlet": "Gulf Courier", "published": "2016-03-14"}
    values |= {"encoding": "utf-8", **metadata}
    draft = ArticleDraft(name, TEXT, Metadata(**values), ZONES, proposals or {}, notes)
    return IntakeItem(f"/news/{name}.txt", draft, state, 214, known_as)


PREVIEW = IntakePreview(
    (
        item("one"),
        item("two", IntakeState.KNOWN, "two-2"),
        item("three", IntakeState.ATTENTION, outlet=None),
        item(
            "four",
            IntakeState.ATTENTION,
            proposals={"published": "2006-02-04"},
            notes=("The header says 4 February 2006.",),
            published=None,
        ),
        item("five", notes=("BOM",)),
    ),
    (Refusal("/news/photo.txt", None, "Is a JPEG picture, not text.", ""),),
    (),
    {"/news/gold.jsonl": 40},
)


@pytest.fixture
def page(qtbot, look):
    made = ImportPage(look)
    made.resize(1440, 832)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    made.show_preview(PREVIEW, "~/news")
    made.focus_first()
    return made


def cell(page, row, column):
    return page.files.index(row, column).data()


def emitted(signal):
    got = []
    signal.connect(lambda *values: got.append(values))
    return got


def test_the_page_says_what_would_happen(page):
    assert page.summary.words == (
        "4 will be imported · 2 of them need a look · 40 lines · 1 already here · 1 refused"
    )
    assert page._go.words == "Import 4 articles, 40 lines"
    assert page._title.text() == "Import 7 files"
    assert "photo.txt" in page._refusals.words
    assert "JPEG" in page._refusals.words


def test_rows_say_what_each_file_would_become(page):
    assert cell(page, 0, Column.DATE) == "14 Mar 2016"
    assert cell(page, 0, Column.ZONES) == "headline, dateline, 1 boilerplate"
    assert cell(page, 3, Column.DATE) == "4 Feb 2006?"
    assert cell(page, 4, Column.ENCODING) == "UTF-8, BOM"
    assert page.files.rows[1].subtitle == "two.txt · already here as two-2"
    assert page.files.rows[5].subtitle == "40 lines of annotations"


def test_a_note_about_how_the_file_was_written_asks_for_no_look(page):
    assert [page.files.needs_look(row) for row in page.files.rows] == [
        False,
        False,
        True,
        True,
        False,
        False,
    ]


def test_space_ticks_and_known_files_stay_without(page, qtbot):
    table = page.table
    table.go_to(0)
    qtbot.keyClick(table, KEY.Key_Space)
    table.go_to(1)
    qtbot.keyClick(table, KEY.Key_Space)
    assert [row.ticked for row in page.files.rows] == [False, False, True, True, True, True]
    assert page._go.words == "Import 3 articles, 40 lines"
    qtbot.keyClick(table, KEY.Key_A, CONTROL)
    qtbot.keyClick(table, KEY.Key_Space)
    assert [row.ticked for row in page.files.rows] == [True, False, True, True, True, True]


def test_the_head_ticks_all_and_none(page):
    page.table._header.sectionClicked.emit(Column.TICK)
    assert page.files.ticked_all() == Qt.CheckState.Unchecked
    assert page._go.words == "Nothing to import"
    assert not page._go.isEnabled()
    page.table._header.sectionClicked.emit(Column.TICK)
    assert page.files.ticked_all() == Qt.CheckState.Checked


def test_a_click_on_the_tick_toggles_only_that_file(page, qtbot):
    index = page.files.index(2, Column.TICK)
    place = page.table.visualRect(index).center()
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [row.ticked for row in page.files.rows] == [True, False, False, True, True, True]


def test_ctrl_enter_imports_what_is_ticked(page, qtbot):
    requests = emitted(page.import_requested)
    page.table.go_to(0)
    qtbot.keyClick(page.table, KEY.Key_Space)
    page.suggest.click()
    qtbot.keyClick(page.table, KEY.Key_Return, CONTROL)
    ((items, suggest),) = requests
    assert [one.draft.name for one in items] == ["three", "four", "five"]
    assert suggest is False
    assert page.chosen_gold() == ["/news/gold.jsonl"]


def test_esc_cancels_from_the_table_but_not_from_a_field(page, qtbot):
    cancelled = emitted(page.cancelled)
    page.table.go_to(0)
    qtbot.keyClick(page.table, KEY.Key_F2)
    field = page.preview.fields["title"]
    assert field.hasFocus()
    qtbot.keyClick(field, KEY.Key_Escape)
    assert page.table.hasFocus()
    assert cancelled == []
    qtbot.keyClick(page.table, KEY.Key_Escape)
    assert len(cancelled) == 1


@pytest.mark.parametrize(("row", "key"), [(0, "title"), (2, "outlet"), (3, "published")])
def test_f2_goes_to_the_field_that_needs_it(page, qtbot, row, key):
    page.table.go_to(row)
    qtbot.keyClick(page.table, KEY.Key_F2)
    assert page.preview.fields[key].hasFocus()


def test_an_edited_field_is_imported(page, qtbot):
    page.table.go_to(2)
    qtbot.keyClick(page.table, KEY.Key_F2)
    qtbot.keyClicks(page.preview.fields["outlet"], "Levant Post")
    qtbot.keyClick(page.preview.fields["outlet"], KEY.Key_Return)
    assert page.table.hasFocus()
    assert cell(page, 2, Column.OUTLET) == "Levant Post"
    assert page.files.chosen_items()[1].draft.metadata.outlet == "Levant Post"
    assert "1 of them needs a look" in page.summary.words


def test_ctrl_enter_in_a_field_takes_what_was_typed(page, qtbot):
    requests = emitted(page.import_requested)
    page.table.go_to(0)
    page.edit_first()
    field = page.preview.fields["title"]
    qtbot.keyClicks(field, "New title")
    qtbot.keyClick(field, KEY.Key_Return, CONTROL)
    assert requests[0][0][0].draft.metadata.title == "New title"


def test_what_was_typed_goes_to_the_file_it_was_typed_for(page, qtbot):
    page.table.go_to(0)
    page.edit_first()
    qtbot.keyClicks(page.preview.fields["title"], "Of one")
    page.table.go_to(4)
    assert page.files.rows[0].title == "Of one"
    assert page.files.rows[4].title == "Title of five"


def test_a_wrong_date_is_said_and_not_taken(page, qtbot):
    page.table.go_to(0)
    field = page.preview.fields["published"]
    page.preview.edit("published")
    qtbot.keyClicks(field, "14 March")
    qtbot.keyClick(field, KEY.Key_Return)
    assert "no date" in page.preview._found["published"].text()
    assert page.files.rows[0].metadata.published == "2016-03-14"


@pytest.mark.parametrize("key", [KEY.Key_Return, KEY.Key_Tab, KEY.Key_Backtab])
def test_the_focus_stays_at_a_wrong_date_until_it_is_right(page, qtbot, key):
    page.table.go_to(0)
    field = page.preview.fields["published"]
    page.preview.edit("published")
    qtbot.keyClicks(field, "2016-02-31")
    qtbot.keyClick(field, key)
    assert page.focusWidget() is field
    assert "no date" in page.preview._found["published"].text()
    qtbot.keyClicks(page.focusWidget(), "2016-02-28")
    qtbot.keyClick(field, KEY.Key_Return)
    assert page.focusWidget() is page.table
    assert page.files.rows[0].metadata.published == "2016-02-28"


def test_esc_puts_the_date_back(page, qtbot):
    page.table.go_to(0)
    field = page.preview.fields["published"]
    page.preview.edit("published")
    qtbot.keyClicks(field, "2016-02-31")
    qtbot.keyClick(field, KEY.Key_Escape)
    assert page.focusWidget() is page.table
    assert field.text() == "2016-03-14"
    assert "no date" not in page.preview._found["published"].text()


def test_nothing_is_imported_while_a_typed_date_is_wrong(page, qtbot):
    requests = emitted(page.import_requested)
    page.table.go_to(0)
    field = page.preview.fields["published"]
    page.preview.edit("published")
    qtbot.keyClicks(field, "2016-02-31")
    qtbot.keyClick(field, KEY.Key_Return, CONTROL)
    assert requests == []
    assert page.focusWidget() is field


def test_an_encoding_is_chosen_in_the_window(page):
    remedy = f"Save it again as UTF-8, or {NAME_ENCODING}."
    page.show_preview(
        IntakePreview((), (Refusal("/news/odd.txt", None, "Byte 7 is not UTF-8.", remedy),))
    )
    assert "or choose its encoding above." in page._refusals.words
    assert "--encoding" not in page._refusals.words


def test_a_contradicted_date_can_be_taken(page, qtbot):
    page.table.go_to(3)
    assert "4 February 2006" in page.preview._notes.text()
    assert page.preview.take.words == "Take 4 Feb 2006"
    qtbot.mouseClick(page.preview.take, Qt.MouseButton.LeftButton)
    assert cell(page, 3, Column.DATE) == "4 Feb 2006"
    assert not page.preview.take.isVisible()


def test_one_outlet_for_several_files(page, qtbot):
    qtbot.keyClick(page.table, KEY.Key_A, CONTROL)
    assert page.preview.head.words == "Preview 6 files"
    assert not page.preview.fields["title"].isEnabled()
    page.preview.edit("outlet")
    qtbot.keyClicks(page.preview.fields["outlet"], "Fars")
    qtbot.keyClick(page.preview.fields["outlet"], KEY.Key_Return)
    assert {row.metadata.outlet for row in page.files.rows if row.item} == {"Fars"}


def test_another_encoding_keeps_ticks_and_edits(page, qtbot):
    page.table.go_to(0)
    qtbot.keyClick(page.table, KEY.Key_Space)
    page.files.edit(["/news/three.txt"], "outlet", "Fars")
    asked = emitted(page.encoding_changed)
    page.encoding.take("windows-1252")
    assert asked == [("windows-1252",)]
    page.show_preview(replace(PREVIEW, refused=()), "~/news")
    assert not page.files.rows[0].ticked
    assert page.files.rows[2].metadata.outlet == "Fars"
    assert not page._refused.isVisible()
    page.encoding.take(None)
    assert asked[-1] == (None,)
    page.show_preview(IntakePreview((item("one"), item("six"))))
    assert page.files.rows[0].ticked


def test_the_preview_shows_plain_text_with_its_zones(page):
    page.table.go_to(0)
    assert page.preview.text.text == TEXT
    assert page.preview._found["published"].text() == "from line 3"
    nasty = IntakePreview((item("<b>x</b>", title="<img src=x>"),))
    page.show_preview(nasty)
    labels = page.findChildren(QLabel)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)
    assert not page.grab().isNull()


def test_a_long_text_is_cut_and_astral_letters_do_not_shift_zones(page):
    text = "𝔄𝔅 𝔄 headline\n\n" + "word " * 2000
    draft = replace(
        PREVIEW.items[0].draft, text=text, zones=(Zone(ZoneKind.HEADLINE, Extent(0, 13)),)
    )
    page.show_preview(IntakePreview((replace(PREVIEW.items[0], draft=draft),)))
    assert len(page.preview.text.text) <= 3002
    assert not page.preview.grab().isNull()


def test_nothing_readable(page, qtbot):
    page.show_preview(IntakePreview((), PREVIEW.refused))
    assert page._go.words == "Nothing to import"
    requests = emitted(page.import_requested)
    qtbot.keyClick(page.table, KEY.Key_Return, CONTROL)
    page.edit_first()
    assert requests == []


def test_nothing_is_imported_while_files_are_read(page, qtbot):
    page.show_reading(812, 10_000)
    assert page.summary.words == "812 of 10,000 files read"
    requests = emitted(page.import_requested)
    page.commit()
    assert requests == []


def test_ten_thousand_files(page):
    items = tuple(item(f"n{number}") for number in range(10_000))
    began = time.perf_counter()
    page.show_preview(IntakePreview(items))
    page.grab()
    assert time.perf_counter() - began < 2  # a quarter of a second here
    page.table.go_to(9_999)
    assert page.preview.head.words == "Preview n9999.txt"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1440, 832), (1024, 632), (800, 500)])
def test_it_paints_at_every_size(page, look, theme, size):
    look.choose_theme(theme)
    page.resize(*size)
    assert not page.grab().isNull()
    assert page.table.columnWidth(Column.TITLE) >= 120


def test_the_model_is_sound(page, qtmodeltester):
    qtmodeltester.check(page.files)


@pytest.mark.parametrize(
    ("value", "words"),
    [("2016-03-04", "4 Mar 2016"), ("2016-03", "Mar 2016"), ("2016", "2016"), ("soon", "soon")],
)
def test_dates_are_written_for_people(value, words):
    assert period_words(value) == words


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("2016-03-11", "2016-03-10", "10 or 11 Mar"),
        ("2016-03-01", "2016-02-29", "29 Feb or 1 Mar"),
        ("2016-02-04", "2006-02-04", "4 Feb 2006 or 4 Feb 2016"),
        ("2016-02", "2016", "2016 or Feb 2016"),
    ],
)
def test_two_dates_are_written_short(one, other, words):
    assert either_words(one, other) == words


def test_where_a_value_was_found():
    draft = PREVIEW.items[0].draft
    assert found_where(draft, "2016-03-14") == "from line 3"
    assert found_where(draft, "gulf courier") == "from line 3"
    assert found_where(draft, "2016-03-15") == ""
    assert found_where(draft, "2016-03") == ""
    assert found_where(draft, None) == ""


def test_encodings_and_zones_are_written_for_people():
    draft = PREVIEW.items[0].draft
    for name, words in (
        ("windows-1252", "Windows-1252"),
        ("cp1251", "Windows-1251"),
        ("utf-16-le", "UTF-16-LE"),
        (None, ""),
    ):
        changed = replace(draft, metadata=replace(draft.metadata, encoding=name))
        assert encoding_words(changed) == words
    assert zone_words(replace(draft, zones=())) == ()
