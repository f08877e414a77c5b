"""Every icon that is named exists, is drawn in one colour and fits its box."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from annotator import assets
from annotator.domain.scheme_file import read_scheme
from annotator.ui import commands, icons
from annotator.ui.corpus.marks import MARKS

NAMES = assets.names("icons", ".svg")
UI = Path(icons.__file__).parent
# icons.paint(painter, "x" if ... else "y", ...), icon_name="x", trailing="x", tinted_icon("x", ...)
CALLS = re.compile(
    r"(?:icons\.(?:paint|pixmap|icon)|it\.sign|tinted_icon|parts\.arrow|icon_name=|trailing=)[^\n]*"
)
NAME = re.compile(r'"([a-z]+(?:-[a-z]+)*)"')

pytestmark = pytest.mark.usefixtures("qapp")


def names_in_calls():
    found = set()
    for file in UI.rglob("*.py"):
        for call in CALLS.findall(file.read_text(encoding="utf-8")):
            found.update(NAME.findall(call))
    return found


def painted_pixels(image):
    side = image.width()
    return [(x, y) for x in range(side) for y in range(side) if image.pixelColor(x, y).alpha()]


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_is_16_by_16_and_takes_any_colour(name):
    source = assets.read_text(f"icons/{name}.svg")
    root = ElementTree.fromstring(source)
    assert root.get("viewBox") == "0 0 16 16"
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', source))
    assert colours <= {"none", "currentColor"}
    assert "currentColor" in colours


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_is_drawn_in_the_colour_asked_for_and_stays_in_its_box(name):
    image = icons.pixmap(name, "#2a5d8f", 16, 4.0).toImage()
    painted = painted_pixels(image)
    assert len(painted) > 60
    assert all(0 < x < 63 and 0 < y < 63 for x, y in painted)
    solid = [image.pixelColor(x, y) for x, y in painted if image.pixelColor(x, y).alpha() == 255]
    assert solid
    for colour in solid:
        assert abs(colour.red() - 0x2A) <= 1
        assert abs(colour.green() - 0x5D) <= 1
        assert abs(colour.blue() - 0x8F) <= 1


def test_every_icon_of_a_command_exists():
    assert {command.icon for command in commands.COMMANDS if command.icon} <= set(NAMES)


def test_every_icon_of_a_status_and_of_the_shipped_scheme_exists():
    scheme = read_scheme(assets.read_text("schemes/diplomatic-news.toml"))
    named = {name for name, _token in MARKS.values()}
    named |= {kind.icon for kind in scheme.frame_types if kind.icon}
    assert named <= set(NAMES)


def test_every_icon_named_in_a_call_exists():
    named = names_in_calls()
    assert {"search", "cross", "chevron-down"} <= named
    tokens = {"mute", "text", "accent", "faint", "ok", "bad", "warn", "ctl"}
    assert named - tokens <= set(NAMES)


def test_status_marks_differ_in_shape_and_not_only_in_colour():
    shapes = {name: icons.pixmap(name, "#000000", 16).toImage() for name, _token in MARKS.values()}
    assert len(shapes) == len(MARKS)
    images = list(shapes.values())
    assert all(one != other for index, one in enumerate(images) for other in images[index + 1 :])


def test_the_tick_of_the_filled_mark_is_cut_out():
    image = icons.pixmap("filled-check", "#00644a", 16, 4.0).toImage()
    assert image.pixelColor(29, 40).alpha() == 0
    assert image.pixelColor(32, 14).alpha() == 255


def test_an_icon_of_a_menu_follows_the_theme(look):
    icon = icons.icon("gear")
    look.choose_theme("dark")
    bright = icon.pixmap(32).toImage()
    look.choose_theme("light")
    dark = icon.pixmap(32).toImage()
    assert bright != dark
    off = icon.pixmap(32, QIcon.Mode.Disabled).toImage()
    faint = QApplication.palette().color(
        QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText
    )
    colours = {off.pixelColor(x, y).name() for x in range(32) for y in range(32)}
    assert QColor(faint).name() in colours
