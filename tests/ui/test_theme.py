"""Colours: everything written can be read, in both themes, for every label of any scheme."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QPalette

from annotator import assets
from annotator.domain.scheme import FrameType, Label
from annotator.domain.scheme_file import read_scheme
from annotator.ui.theme import DARK, LIGHT, contrast, palette

SCHEME = read_scheme(assets.read_text("schemes/diplomatic-news.toml"))
COLOURED = {item.name: item for item in (*SCHEME.labels, *SCHEME.frame_types)}
THEMES = [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")]
BARE = ("window", "pane", "paper", "card")
GROUNDS = (*BARE, "hover", "key", "acctint")

both_themes = pytest.mark.parametrize("theme", THEMES)


def names_of(colours):
    return (colours.fill.name(), colours.line.name(), colours.ink.name())


def check_readable(theme, colours):
    """Words and chip on the fill, line and box on the paper."""
    assert contrast(theme.text, colours.fill) >= 4.5
    assert contrast(colours.ink, colours.fill) >= 4.5
    assert contrast(colours.line, theme.paper) >= 3


# --- contrast itself --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", 21),
        ("#777777", "#ffffff", 4.48),
        ("#0000ff", "#ffffff", 8.59),
        ("#ff0000", "#00ff00", 2.91),
        ("#123456", "#123456", 1),
    ],
)
def test_contrast_is_that_of_wcag(one, other, expected):
    assert contrast(QColor(one), QColor(other)) == pytest.approx(expected, abs=0.01)
    assert contrast(QColor(other), QColor(one)) == contrast(QColor(one), QColor(other))


# --- labels and frame types -------------------------------------------------------------------


@both_themes
@pytest.mark.parametrize("name", COLOURED)
def test_words_chip_and_line_of_every_label_and_frame_type_can_be_read(theme, name):
    colours = theme.label(COLOURED[name])
    check_readable(theme, colours)
    assert round(contrast(theme.text, colours.fill), 1) >= 6.7


@both_themes
@pytest.mark.parametrize("name", COLOURED)
def test_the_ink_of_a_label_can_be_read_on_paper_and_card(theme, name):
    """Names in the margin stand on paper, names of frames on cards."""
    ink = theme.label(COLOURED[name]).ink
    assert contrast(ink, theme.paper) >= 4.5
    assert contrast(ink, theme.card) >= 4.5


@both_themes
@pytest.mark.parametrize("name", COLOURED)
def test_the_scheme_s_own_colours_are_used_as_given(theme, name):
    given_colours = COLOURED[name].colours[theme.name]
    assert names_of(theme.label(COLOURED[name])) == tuple(
        given_colours[part] for part in ("fill", "line", "ink")
    )


@both_themes
def test_labels_of_a_frame_type_have_its_colours(theme):
    served = [label for label in SCHEME.labels if label.family != "entity"]
    assert len(served) == 4
    for label in served:
        kind = SCHEME.frame_type_by_name[label.family]
        assert names_of(theme.label(label)) == names_of(theme.label(kind))


@both_themes
def test_labels_that_are_grounds_differ_from_each_other(theme):
    entities = [label for label in SCHEME.labels if label.family == "entity"]
    assert len({theme.label(label).fill.name() for label in entities}) == len(entities) == 10


@both_themes
@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_whatever_hue_a_scheme_chooses_it_can_be_read(theme, parts):
    check_readable(theme, theme.derived(QColor(*parts)))


@both_themes
@pytest.mark.parametrize("hue", ["#000000", "#ffffff", "#ff0000", "#ffff00", "#0000ff", "#808080"])
def test_the_ends_of_the_colour_space_can_be_read_too(theme, hue):
    check_readable(theme, theme.derived(QColor(hue)))


@both_themes
@given(st.text(min_size=1, max_size=20))
def test_a_label_without_colours_gets_readable_ones_that_stay(theme, name):
    colours = theme.label(Label(name, name))
    check_readable(theme, colours)
    assert names_of(colours) == names_of(theme.label(Label(name, name)))
    assert names_of(colours) == names_of(theme.label(FrameType(name, "")))


@both_themes
def test_labels_without_colours_differ_by_name(theme):
    names = ("ACTOR", "SIZE", "SLOGAN", "DEMAND", "POLICE")
    assert len({theme.label(Label(name, name)).fill.name() for name in names}) == len(names)


@both_themes
def test_one_colour_of_a_label_is_enough(theme):
    label = Label("ACTOR", "ACTOR", colour="#bc8100")
    assert names_of(theme.label(label)) == names_of(theme.derived(QColor("#bc8100")))


def test_one_theme_of_a_label_is_enough():
    light = {"fill": "#f8ebce", "line": "#bc8100", "ink": "#845a00"}
    label = Label("ACTOR", "ACTOR", colours={"light": light})
    assert names_of(LIGHT.label(label)) == tuple(light.values())
    assert names_of(DARK.label(label)) == names_of(DARK.derived(QColor("#bc8100")))
    chosen = Label("ACTOR", "ACTOR", colours={"light": light}, colour="#0072b2")
    assert names_of(DARK.label(chosen)) == names_of(DARK.derived(QColor("#0072b2")))


@both_themes
@pytest.mark.parametrize("hue", ["#0072b2", "#009e73", "#d55e00", "#bc8100"])
def test_a_derived_fill_is_a_tint_of_its_hue_over_the_paper(theme, hue):
    share = 0.27 if theme.dark else 0.17
    fill, over, paper = theme.derived(QColor(hue)).fill, QColor(hue), theme.paper
    for part in ("red", "green", "blue"):
        mixed = getattr(over, part)() * share + getattr(paper, part)() * (1 - share)
        assert getattr(fill, part)() == round(mixed)


# --- tokens -----------------------------------------------------------------------------------


@both_themes
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_mute_and_accent_can_be_read_on_every_ground(theme, ground):
    place = getattr(theme, ground)
    assert contrast(theme.text, place) >= (8.4 if theme.dark else 11.3)
    assert round(contrast(theme.mute, place), 1) >= 5.2
    assert contrast(theme.accent, place) >= 5.5


@both_themes
def test_selected_words_can_be_read(theme):
    assert contrast(theme.text, theme.sel) >= (5.9 if theme.dark else 11.2)


@both_themes
@pytest.mark.parametrize("ground", BARE)
def test_faint_words_can_be_read_on_bare_grounds(theme, ground):
    assert contrast(theme.faint, getattr(theme, ground)) >= 4.5


@both_themes
@pytest.mark.parametrize("state", ["warn", "bad", "ok"])
@pytest.mark.parametrize("ground", [*BARE, "hover", "own"])
def test_states_can_be_read_on_bare_grounds_and_their_own(theme, state, ground):
    place = getattr(theme, f"{state}_ground" if ground == "own" else ground)
    assert contrast(getattr(theme, state), place) >= 5.5


@both_themes
@pytest.mark.parametrize("ground", ["warn_ground", "bad_ground", "ok_ground"])
def test_a_notice_can_be_read(theme, ground):
    assert contrast(theme.text, getattr(theme, ground)) >= 8.4
    assert contrast(theme.mute, getattr(theme, ground)) >= 4.5


@both_themes
def test_the_primary_button_can_be_read(theme):
    assert contrast(theme.acctext, theme.accent) >= 4.5


@both_themes
def test_borders_of_fields_and_ticks_can_be_seen(theme):
    assert contrast(theme.ctl, theme.window) >= 3
    for ground in ("pane", "paper", "card"):
        assert contrast(theme.ctl, getattr(theme, ground)) >= 3.3


@both_themes
def test_a_hairline_is_fainter_than_a_border_and_a_border_than_a_field(theme):
    seen = [contrast(getattr(theme, token), theme.paper) for token in ("line", "line2", "ctl")]
    assert seen == sorted(seen)
    assert seen[0] > 1.1


def test_only_the_dark_theme_is_dark():
    assert DARK.dark
    assert not LIGHT.dark
    assert contrast(LIGHT.text, DARK.text) > 5


def test_the_scrim_lets_the_window_shine_through():
    assert LIGHT.scrim.alphaF() == pytest.approx(0.18, abs=0.005)
    assert LIGHT.scrim.rgb() == LIGHT.text.rgb()
    assert DARK.scrim.alphaF() == pytest.approx(0.38, abs=0.005)
    assert DARK.scrim.rgb() == QColor("black").rgb()


# --- palettes ---------------------------------------------------------------------------------

Roles, Groups = QPalette.ColorRole, QPalette.ColorGroup
WRITING = ("WindowText", "Text", "ButtonText", "ToolTipText", "HighlightedText")
ROLES = {
    **dict.fromkeys(WRITING, "text"),
    "Window": "window",
    "AlternateBase": "pane",
    "ToolTipBase": "card",
    "Mid": "line",
    "Midlight": "line",
    "Dark": "line2",
    "Shadow": "ctl",
    "PlaceholderText": "faint",
    "Accent": "accent",
    "Link": "accent",
    "BrightText": "acctext",
    "Highlight": "acctint",
}


@both_themes
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("group", [Groups.Active, Groups.Inactive])
def test_roles_of_the_palette_are_tokens_of_the_theme(theme, group, role):
    assert palette(theme).color(group, Roles[role]) == getattr(theme, ROLES[role])


@both_themes
def test_what_is_disabled_is_written_faint_and_nothing_else_changes(theme):
    made = palette(theme)
    for role in ROLES:
        off = made.color(Groups.Disabled, Roles[role])
        faint = role in {"WindowText", "Text", "ButtonText"}
        assert off == (theme.faint if faint else made.color(Groups.Active, Roles[role])), role


@both_themes
def test_writing_of_the_palette_can_be_read_on_its_grounds(theme):
    made = palette(theme)
    for ink, ground in (
        (Roles.WindowText, Roles.Window),
        (Roles.Text, Roles.Base),
        (Roles.Text, Roles.AlternateBase),
        (Roles.ButtonText, Roles.Button),
        (Roles.ToolTipText, Roles.ToolTipBase),
        (Roles.HighlightedText, Roles.Highlight),
        (Roles.BrightText, Roles.Accent),
        (Roles.PlaceholderText, Roles.Base),
        (Roles.Link, Roles.Base),
        (Roles.LinkVisited, Roles.Base),
    ):
        assert contrast(made.color(ink), made.color(ground)) >= 4.5, ink
