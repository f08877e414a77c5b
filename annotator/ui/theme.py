"""Colours of the two themes, and the palettes made from them.

The tokens and their contrasts are a design decision: every text colour reaches 4.5:1 on the grounds
that it is used on, every line 3:1.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from PySide6.QtGui import QColor, QPalette

from annotator.domain.scheme import FrameType, Label


@dataclass(frozen=True, slots=True)
class Colours:
    """The three colours of a label or frame type: ground, edge and writing."""

    fill: QColor
    line: QColor
    ink: QColor


@dataclass(frozen=True, slots=True)
class Theme:
    """All colours of one theme, by token.

    Attributes:
        window: Bars: top bar, status line, footers.
        pane: Side lists, the inspector's ground.
        paper: The article and tables.
        card: Cards, fields, palette, tool tips.
        line: Hairlines. ``line2``: borders of buttons. ``ctl``: borders of fields and ticks.
        text, mute, faint: Writing, from main to least.
        accent, acctext, acctint: The one blue, writing on it, its tint.
        sel: Selected words of the article.
        hover, key: Row under the mouse, key caps.
        warn, warn_ground, warn_edge, bad, bad_ground, ok, ok_ground: States.
        scrim: Laid over the window behind the palette.
    """

    name: str
    window: QColor
    pane: QColor
    paper: QColor
    card: QColor
    line: QColor
    line2: QColor
    ctl: QColor
    text: QColor
    mute: QColor
    faint: QColor
    accent: QColor
    acctext: QColor
    acctint: QColor
    sel: QColor
    hover: QColor
    key: QColor
    warn: QColor
    warn_ground: QColor
    warn_edge: QColor
    bad: QColor
    bad_ground: QColor
    ok: QColor
    ok_ground: QColor
    scrim: QColor

    @property
    def dark(self) -> bool:
        """Whether the paper is dark."""
        return self.name == "dark"

    def label(self, label: Label | FrameType) -> Colours:
        """Return the colours of a label or frame type in this theme.

        What the scheme leaves out is made from its one colour, from the line that it gives for the
        other theme, or from the name.
        """
        given = label.colours.get(self.name)
        if given is not None:
            return _given(given)
        other = next((colours["line"] for colours in label.colours.values()), "")
        hue = label.colour or other
        return self.derived(QColor(hue) if hue else _hue_of(label.name))

    def derived(self, hue: QColor) -> Colours:
        """Return the colours made from one hue by the rule that the scheme's own colours follow."""
        share = 0.27 if self.dark else 0.17
        fill = _mixed(hue, self.paper, share)
        line = hue.lighter(120) if self.dark else QColor(hue)
        least = 4.0 if self.dark else 3.1
        while contrast(line, self.paper) < least:
            line = _mixed(line, self.text, 0.95)
        ink = _mixed(line, self.text, 0.7) if self.dark else QColor(line)
        least = 4.6 if self.dark else 5.0
        while contrast(ink, fill) < least:
            ink = _mixed(ink, self.text, 0.95)
        return Colours(fill, line, ink)


def _given(colours: Mapping[str, str]) -> Colours:
    return Colours(QColor(colours["fill"]), QColor(colours["line"]), QColor(colours["ink"]))


def _hue_of(name: str) -> QColor:
    """Return a stable hue for a label whose scheme names no colours."""
    return QColor.fromHsv(sum(ord(letter) * 37 for letter in name) % 360, 170, 180)


def _mixed(over: QColor, under: QColor, share: float) -> QColor:
    rest = 1 - share
    return QColor(
        round(over.red() * share + under.red() * rest),
        round(over.green() * share + under.green() * rest),
        round(over.blue() * share + under.blue() * rest),
    )


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    first, second = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def _luminance(colour: QColor) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _theme(name: str, values: Mapping[str, str], scrim: QColor) -> Theme:
    colours = {
        field.name: QColor(values[field.name])
        for field in fields(Theme)
        if field.name not in {"name", "scrim"}
    }
    return Theme(name=name, scrim=scrim, **colours)


LIGHT: Final = _theme(
    "light",
    {
        "window": "#f1efea", "pane": "#f7f5f1", "paper": "#fcfbf8", "card": "#ffffff",
        "line": "#dfdbd3", "line2": "#cdc8be", "ctl": "#8a867e",
        "text": "#24262a", "mute": "#5a5e65", "faint": "#686c73",
        "accent": "#2a5d8f", "acctext": "#ffffff", "acctint": "#dde8f3", "sel": "#cfe0f3",
        "hover": "#ebe8e1", "key": "#f4f2ee",
        "warn": "#7d5200", "warn_ground": "#faf0da", "warn_edge": "#b98a2e",
        "bad": "#a03a00", "bad_ground": "#fbeae1", "ok": "#00644a", "ok_ground": "#def0e9",
    },
    QColor(36, 38, 42, 46),
)  # fmt: skip
DARK: Final = _theme(
    "dark",
    {
        "window": "#191b1f", "pane": "#1c1f23", "paper": "#1f2226", "card": "#272b30",
        "line": "#343940", "line2": "#434950", "ctl": "#7d848e",
        "text": "#dcd9d2", "mute": "#a8acb3", "faint": "#949aa2",
        "accent": "#8ab8e6", "acctext": "#10161c", "acctint": "#27394b", "sel": "#34506b",
        "hover": "#24282d", "key": "#30353b",
        "warn": "#e8bd5c", "warn_ground": "#373022", "warn_edge": "#a5843c",
        "bad": "#f09a6a", "bad_ground": "#3e2c23", "ok": "#6cc9a8", "ok_ground": "#1f3831",
    },
    QColor(0, 0, 0, 97),
)  # fmt: skip


def palette(theme: Theme) -> QPalette:
    """Return the application palette of a theme; panes choose their own grounds from it by role."""
    roles = QPalette.ColorRole
    made = QPalette()
    for role, colour in (
        (roles.Window, theme.window), (roles.Button, theme.card), (roles.AlternateBase, theme.pane),
        (roles.Base, theme.card), (roles.ToolTipBase, theme.card), (roles.Mid, theme.line),
        (roles.Midlight, theme.line), (roles.Light, theme.card), (roles.Dark, theme.line2),
        (roles.Shadow, theme.ctl), (roles.WindowText, theme.text), (roles.Text, theme.text),
        (roles.ButtonText, theme.text), (roles.ToolTipText, theme.text),
        (roles.HighlightedText, theme.text), (roles.PlaceholderText, theme.faint),
        (roles.Accent, theme.accent), (roles.Link, theme.accent), (roles.LinkVisited, theme.accent),
        (roles.BrightText, theme.acctext), (roles.Highlight, theme.acctint),
    ):  # fmt: skip
        made.setColor(role, colour)
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, theme.faint)
    return made
