"""What every widget needs to draw itself: the theme, the fonts, the scheme's colours."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from annotator.domain.scheme import FrameType, Label, Scheme
from annotator.ui.theme import DARK, LIGHT, Colours, Theme, palette

BASE_PX = 13
SERIF = (
    "Noto Serif",
    "Source Serif 4",
    "Charter",
    "Georgia",
    "DejaVu Serif",
    "Times New Roman",
)
SANS = ("Noto Sans", "Segoe UI", "SF Pro Text", "Helvetica Neue", "DejaVu Sans", "Arial")


class Look(QObject):
    """Theme and fonts in force. One is made by the application and handed to every widget.

    Signals:
        scheme_changed: Another scheme is in force; what it says may all be otherwise.
        changed: The theme, a font or the base size is another one; repaint and clear caches.
    """

    scheme_changed = Signal()
    changed = Signal()

    def __init__(self, scheme: Scheme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.scheme = scheme
        self.theme: Theme = LIGHT
        self.interface_px = BASE_PX
        self.article_px = 17
        self._choice = "system"
        known = set(QFontDatabase.families())
        self.sans_family = next((name for name in SANS if name in known), QFont().family())
        self._usual_serif = next((name for name in SERIF if name in known), self.sans_family)
        self.serif_family = self._usual_serif
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        self._apply()

    def choose_theme(self, choice: str) -> None:
        """Follow the system ("system"), or stay "light" or "dark"."""
        self._choice = choice
        schemes = Qt.ColorScheme
        wanted = {"light": schemes.Light, "dark": schemes.Dark}.get(choice, schemes.Unknown)
        QGuiApplication.styleHints().setColorScheme(wanted)
        self._apply()

    def choose_sizes(self, interface_px: int, article_px: int) -> None:
        """Set the sizes of the interface (12 to 20) and of article text (12 to 32), in pixels."""
        self.interface_px = max(12, min(20, interface_px))
        self.article_px = max(12, min(32, article_px))
        self._apply()

    def choose_serif(self, family: str) -> None:
        """Set the family of article text, "" for the usual one; an unknown one is ignored."""
        if not family or family in QFontDatabase.families():
            self.serif_family = family or self._usual_serif
            self._apply()

    def scaled(self, pixels: float) -> int:
        """Return a length of the drawings at the chosen base size."""
        return round(pixels * self.interface_px / BASE_PX)

    def font(self, pixels: float = BASE_PX, *, bold: bool = False, serif: bool = False) -> QFont:
        """Return an interface font; ``pixels`` is the size in the drawings, at base size 13."""
        font = QFont(self.serif_family if serif else self.sans_family)
        font.setPixelSize(max(9, self.scaled(pixels)))
        font.setBold(bold)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def caps_font(self, pixels: float = 11) -> QFont:
        """Return the font of section heads and chips: bold, letters 0.4 px apart."""
        font = self.font(pixels, bold=True)
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.4)
        return font

    def label(self, name: str) -> Colours:
        """Return the colours of a label in the current theme."""
        return self.theme.label(self.scheme.label_by_name.get(name) or Label(name, name))

    def frame(self, name: str) -> Colours:
        """Return the colours of a frame type in the current theme."""
        return self.theme.label(self.scheme.frame_type_by_name.get(name) or FrameType(name, ""))

    def use_scheme(self, scheme: Scheme) -> None:
        """Take another scheme; nothing is drawn anew where only its guideline is another."""
        before, self.scheme = self.scheme, scheme
        self.scheme_changed.emit()
        if (scheme.labels, scheme.frame_types) != (before.labels, before.frame_types):
            self.changed.emit()

    def _on_system_changed(self) -> None:
        if self._choice == "system":
            self._apply()

    def _apply(self) -> None:
        dark = self._choice == "dark" or (
            self._choice == "system"
            and QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        )
        self.theme = DARK if dark else LIGHT
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setPalette(palette(self.theme))
            application.setFont(self.font())
        self.changed.emit()


def set_ground(widget: QWidget, look: Look, token: str) -> None:
    """Fill a widget with one of the theme's grounds ("window", "pane", "paper", "card").

    Call it again when :attr:`Look.changed` is emitted.
    """
    colours = widget.palette()
    ground = getattr(look.theme, token)
    colours.setColor(widget.backgroundRole(), ground)
    colours.setColor(colours.ColorRole.Base, ground)
    colours.setColor(colours.ColorRole.Window, ground)
    widget.setPalette(colours)
    widget.setAutoFillBackground(True)
