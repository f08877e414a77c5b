"""Theme, fonts and sizes in force."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from annotator import assets
from annotator.domain.scheme_file import read_scheme
from annotator.ui import look as look_module
from annotator.ui.look import BASE_PX, SANS, SERIF, Look, set_ground
from annotator.ui.theme import DARK, LIGHT

SMALL = """
name = "small"
version = 1
[[labels]]
name = "PERSON"
colour = "#b03060"
"""


class Hints(QObject):
    """The system's choice of light or dark, which the offscreen platform does not have."""

    changed = Signal()

    def __init__(self):
        super().__init__()
        self.system = Qt.ColorScheme.Light
        self.asked = Qt.ColorScheme.Unknown
        self.as_qt = SimpleNamespace(
            colorSchemeChanged=self.changed, colorScheme=self.scheme, setColorScheme=self.ask
        )

    def ask(self, scheme):
        self.asked = scheme

    def scheme(self):
        chosen = self.asked != Qt.ColorScheme.Unknown
        return self.asked if chosen else self.system

    def become(self, system):
        self.system = system
        self.changed.emit()


@pytest.fixture
def hints(look, monkeypatch):
    made = Hints()
    application = SimpleNamespace(styleHints=lambda: made.as_qt)
    monkeypatch.setattr(look_module, "QGuiApplication", application)
    return made


@pytest.fixture
def system_look(look, hints):
    """A look on a system that has light and dark; ``look`` puts the palette right afterwards."""
    made = Look(look.scheme)
    yield made
    made.deleteLater()
    look.choose_theme("light")


# --- fonts ------------------------------------------------------------------------------------


def first_installed(names):
    known = QFontDatabase.families()
    return next(name for name in names if name in known)


def test_families_are_the_first_good_ones_that_are_installed(look):
    assert look.sans_family == first_installed(SANS)
    assert look.serif_family == first_installed(SERIF)


def test_a_machine_without_any_of_them_gets_its_own_font(qapp, look, monkeypatch):
    monkeypatch.setattr(look_module, "SANS", ("Nowhere Sans",))
    monkeypatch.setattr(look_module, "SERIF", ("Nowhere Serif",))
    made = Look(look.scheme)
    assert made.sans_family == made.serif_family == QFont().family()
    made.deleteLater()


def test_a_font_has_the_size_weight_and_family_asked_for(look):
    font = look.font(16, bold=True, serif=True)
    assert (font.pixelSize(), font.bold(), font.family()) == (16, True, look.serif_family)
    font = look.font()
    assert (font.pixelSize(), font.bold(), font.family()) == (BASE_PX, False, look.sans_family)


def test_figures_stand_below_each_other(look):
    assert look.font(12).featureValue(QFont.Tag("tnum")) == 1


def test_capitals_are_bold_and_apart(look):
    font = look.caps_font()
    assert (font.pixelSize(), font.bold()) == (11, True)
    assert font.letterSpacing() == pytest.approx(0.4, abs=1 / 64)  # Qt's fixed point
    assert font.letterSpacingType() is QFont.SpacingType.AbsoluteSpacing


def test_no_font_is_too_small_to_read(look):
    assert look.font(4).pixelSize() == 9


def test_the_application_writes_in_the_interface_font(look):
    look.choose_sizes(18, 20)
    assert QApplication.font().pixelSize() == 18
    assert QApplication.font().family() == look.sans_family


def test_the_serif_of_article_text_can_be_chosen_and_given_up(qtbot, look):
    usual = look.serif_family
    other = next(name for name in QFontDatabase.families() if name != usual)
    with qtbot.waitSignal(look.changed):
        look.choose_serif(other)
    assert look.serif_family == other
    assert look.font(14, serif=True).family() == other
    assert look.sans_family == first_installed(SANS)
    with qtbot.waitSignal(look.changed):
        look.choose_serif("")
    assert look.serif_family == usual


def test_a_family_that_is_not_installed_is_ignored(qtbot, look):
    before = look.serif_family
    with qtbot.assertNotEmitted(look.changed):
        look.choose_serif("Nowhere Serif")
    assert look.serif_family == before


# --- sizes ------------------------------------------------------------------------------------


def test_sizes_start_as_in_the_drawings(look):
    assert (look.interface_px, look.article_px) == (13, 17)
    assert [look.scaled(pixels) for pixels in (0, 1, 8, 13, 56)] == [0, 1, 8, 13, 56]


@pytest.mark.parametrize(
    ("asked", "got"),
    [((13, 17), (13, 17)), ((12, 12), (12, 12)), ((20, 32), (20, 32)), ((0, -5), (12, 12)),
     ((11, 11), (12, 12)), ((21, 33), (20, 32)), ((999, 999), (20, 32))],
)  # fmt: skip
def test_sizes_are_kept_within_their_bounds(qtbot, look, asked, got):
    with qtbot.waitSignal(look.changed):
        look.choose_sizes(*asked)
    assert (look.interface_px, look.article_px) == got


def test_lengths_and_fonts_grow_with_the_base_size(look):
    look.choose_sizes(20, 17)
    assert look.scaled(13) == 20
    assert look.scaled(56) == round(56 * 20 / 13) == 86
    assert look.font(16).pixelSize() == 25
    assert look.caps_font(11).pixelSize() == 17
    look.choose_sizes(12, 17)
    assert look.scaled(13) == 12
    assert look.font(10).pixelSize() == 9


def test_the_size_of_article_text_leaves_the_interface_alone(look):
    look.choose_sizes(13, 30)
    assert look.scaled(100) == 100
    assert look.font().pixelSize() == 13


# --- theme ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("choice", "theme"), [("light", LIGHT), ("dark", DARK)])
def test_a_chosen_theme_is_that_of_every_widget(qtbot, look, choice, theme):
    with qtbot.waitSignal(look.changed):
        look.choose_theme(choice)
    assert look.theme is theme
    assert QApplication.palette().color(QPalette.ColorRole.Window) == theme.window
    assert QApplication.palette().color(QPalette.ColorRole.WindowText) == theme.text


def test_the_theme_is_known_when_changed_is_emitted(look):
    seen = []
    look.changed.connect(lambda: seen.append((look.theme.name, look.interface_px)))
    look.choose_theme("dark")
    look.choose_sizes(15, 17)
    assert seen[0] == ("dark", 13)
    assert seen[-1] == ("dark", 15)


def test_it_follows_the_system_until_a_theme_is_chosen(qtbot, hints, system_look):
    assert system_look.theme is LIGHT
    with qtbot.waitSignal(system_look.changed):
        hints.become(Qt.ColorScheme.Dark)
    assert system_look.theme is DARK
    assert QApplication.palette().color(QPalette.ColorRole.Window) == DARK.window


@pytest.mark.parametrize(("choice", "theme"), [("light", LIGHT), ("dark", DARK)])
def test_a_chosen_theme_stays_whatever_the_system_does(qtbot, hints, system_look, choice, theme):
    system_look.choose_theme(choice)
    with qtbot.assertNotEmitted(system_look.changed):
        hints.become(Qt.ColorScheme.Dark)
        hints.become(Qt.ColorScheme.Light)
    assert system_look.theme is theme


def test_the_system_draws_its_own_parts_in_the_chosen_theme(hints, system_look):
    asked = []
    for choice in ("dark", "light", "system"):
        system_look.choose_theme(choice)
        asked.append(hints.asked)
    schemes = Qt.ColorScheme
    assert asked == [schemes.Dark, schemes.Light, schemes.Unknown]


def test_choosing_the_system_takes_its_theme_at_once(hints, system_look):
    system_look.choose_theme("light")
    hints.system = Qt.ColorScheme.Dark
    system_look.choose_theme("system")
    assert system_look.theme is DARK


# --- colours of the scheme --------------------------------------------------------------------


def fills(colours):
    return (colours.fill.name(), colours.line.name(), colours.ink.name())


def test_colours_of_labels_and_frame_types_follow_the_theme(look):
    assert fills(look.label("PERSON")) == ("#d1e4ec", "#0072b2", "#005d91")
    assert fills(look.frame("Meeting")) == ("#e6f2f6", "#4692be", "#316685")
    look.choose_theme("dark")
    assert fills(look.label("PERSON")) == ("#17384c", "#338ec1", "#6faac9")
    assert fills(look.frame("Meeting")) == ("#283945", "#78c3ed", "#96cae5")


def test_a_label_that_the_scheme_does_not_know_has_colours_all_the_same(look):
    assert fills(look.label("FORMER")) == fills(look.frame("FORMER"))
    assert look.label("FORMER").fill.isValid()


def test_another_scheme_brings_its_colours(qtbot, look):
    small = read_scheme(SMALL)
    with qtbot.waitSignal(look.changed):
        look.use_scheme(small)
    assert look.scheme is small
    assert fills(look.label("PERSON")) == fills(look.theme.label(small.labels[0]))
    look.use_scheme(read_scheme(assets.read_text("schemes/diplomatic-news.toml")))
    assert look.label("PERSON").line.name() == "#0072b2"


@pytest.mark.parametrize("token", ["window", "pane", "paper", "card"])
@pytest.mark.parametrize("choice", ["light", "dark"])
def test_a_widget_is_filled_with_the_ground_asked_for(qtbot, look, choice, token):
    look.choose_theme(choice)
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(8, 8)
    set_ground(widget, look, token)
    assert widget.grab().toImage().pixelColor(4, 4) == getattr(look.theme, token)
    assert widget.palette().color(QPalette.ColorRole.Base) == getattr(look.theme, token)
