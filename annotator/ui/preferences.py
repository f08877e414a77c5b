"""The settings while the program runs: read once, written when something changes."""

from dataclasses import replace
from typing import Any

from annotator.errors import AnnotatorError
from annotator.settings import Settings, SettingsFile
from annotator.ui.look import Look


class Preferences:
    """The settings in force and their file.

    Args:
        file: Where they are kept.
        look: Takes what concerns theme and fonts at once.
    """

    def __init__(self, file: SettingsFile, look: Look) -> None:
        self._file = file
        self._look = look
        self.settings: Settings = file.load()
        self.problem: AnnotatorError | None = None
        self.apply()

    def change(self, **values: Any) -> None:
        """Set some settings, apply and write them."""
        self.use(replace(self.settings, **values))

    def use(self, settings: Settings) -> None:
        """Take other settings, apply and write them."""
        if settings == self.settings:
            return
        self.settings = settings
        self.apply()
        try:
            self._file.save(settings)
        except AnnotatorError as error:
            self.problem = error

    def apply(self) -> None:
        """Give theme and fonts what the settings say."""
        settings = self.settings
        self._look.choose_serif(settings.serif_family)
        self._look.choose_sizes(settings.interface_px, settings.article_px)
        self._look.choose_theme(settings.theme)
