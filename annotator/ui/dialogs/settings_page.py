"""Settings: built from one declaration, applied at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.domain.annotation import check_annotator_name
from annotator.errors import AnnotatorNameError
from annotator.i18n import QT_TRANSLATE_NOOP
from annotator.settings import ARTICLE_PX, INTERFACE_PX, Settings
from annotator.ui.dialogs.key_table import KeyRow, KeyTable
from annotator.ui.dialogs.panel import Panel
from annotator.ui.inspector.choice import Choice
from annotator.ui.inspector.label_grid import Segments
from annotator.ui.inspector.parts import Button, Field, Ground, SectionHead, Tick, Words
from annotator.ui.look import Look


@dataclass(frozen=True, slots=True)
class Option:
    """One setting as the panel shows it.

    Attributes:
        name: Field of :class:`Settings`.
        kind: "segments", "number", "family", "annotator", "sources" or "folder".
        values: What may be chosen, with its words; for a number its bounds.
    """

    section: str
    name: str
    words: str
    kind: str
    values: tuple[tuple[object, str], ...] = ()
    hint: str = ""


_APPEARANCE: Final = QT_TRANSLATE_NOOP("SettingsPanel", "Appearance")
_YOU: Final = QT_TRANSLATE_NOOP("SettingsPanel", "You")
_TAGGING: Final = QT_TRANSLATE_NOOP("SettingsPanel", "Tagging")
_SUGGESTIONS: Final = QT_TRANSLATE_NOOP("SettingsPanel", "Suggestions")

OPTIONS: Final = (
    Option(
        _APPEARANCE,
        "theme",
        QT_TRANSLATE_NOOP("SettingsPanel", "Theme"),
        "segments",
        (
            ("system", QT_TRANSLATE_NOOP("SettingsPanel", "as the system")),
            ("light", QT_TRANSLATE_NOOP("SettingsPanel", "light")),
            ("dark", QT_TRANSLATE_NOOP("SettingsPanel", "dark")),
        ),
    ),
    Option(
        _APPEARANCE,
        "interface_px",
        QT_TRANSLATE_NOOP("SettingsPanel", "Interface"),
        "number",
        tuple((bound, "") for bound in INTERFACE_PX),
    ),
    Option(
        _APPEARANCE,
        "article_px",
        QT_TRANSLATE_NOOP("SettingsPanel", "Article text"),
        "number",
        tuple((bound, "") for bound in ARTICLE_PX),
    ),
    Option(
        _APPEARANCE,
        "serif_family",
        QT_TRANSLATE_NOOP("SettingsPanel", "Article font"),
        "family",
    ),
    Option(
        _YOU,
        "annotator",
        QT_TRANSLATE_NOOP("SettingsPanel", "Annotator"),
        "annotator",
        hint=QT_TRANSLATE_NOOP("SettingsPanel", "Stands at every tag that you make from now on."),
    ),
    Option(
        _TAGGING,
        "link_at_once",
        QT_TRANSLATE_NOOP("SettingsPanel", "Link at once"),
        "segments",
        (
            (True, QT_TRANSLATE_NOOP("SettingsPanel", "on")),
            (False, QT_TRANSLATE_NOOP("SettingsPanel", "off")),
        ),
        hint=QT_TRANSLATE_NOOP(
            "SettingsPanel",
            "A name is linked as it is tagged where the article or the register leaves no doubt.",
        ),
    ),
    Option(
        _SUGGESTIONS,
        "sources",
        QT_TRANSLATE_NOOP("SettingsPanel", "Sources"),
        "sources",
    ),
    Option(
        _SUGGESTIONS,
        "learn",
        QT_TRANSLATE_NOOP("SettingsPanel", "Learn from me"),
        "segments",
        (
            (True, QT_TRANSLATE_NOOP("SettingsPanel", "on")),
            (False, QT_TRANSLATE_NOOP("SettingsPanel", "off")),
        ),
        hint=QT_TRANSLATE_NOOP(
            "SettingsPanel",
            "After every five completed articles, from your own tags and gold; nothing is sent.",
        ),
    ),
    Option(
        _SUGGESTIONS,
        "gazetteer_folder",
        QT_TRANSLATE_NOOP("SettingsPanel", "Own sources"),
        "folder",
        hint=QT_TRANSLATE_NOOP(
            "SettingsPanel",
            "A folder with lists (ORG.txt, one name a line), rules (.jsonl) and language models.",
        ),
    ),
)


# Grounds that draw rings around their controls have a margin of their own.
_GAPS: Final = {"number": 4, "sources": 2}


@dataclass(frozen=True, slots=True)
class SettingsFacts:
    """What can be chosen on this machine.

    Attributes:
        families: Serif families that are installed.
        sources: Suggestion sources: name and what it is called.
        keys: All commands with their keys.
    """

    families: Sequence[str] = ()
    sources: Sequence[tuple[str, str]] = ()
    keys: Sequence[KeyRow] = ()


class _Stepper(Ground):
    """A whole number with less and more; the arrow keys work as well."""

    stepped = Signal(int)

    def __init__(self, look: Look, bounds: tuple[int, int], name: str) -> None:
        super().__init__(look)
        self._bounds = bounds
        self._value = bounds[0]
        self.less = Button(look, "", icon_name="minus")
        self.more = Button(look, "", icon_name="plus")
        self.less.setAccessibleName(self.tr("{name}: smaller").format(name=name))
        self.more.setAccessibleName(self.tr("{name}: larger").format(name=name))
        self.less.clicked.connect(self._on_less)
        self.more.clicked.connect(self._on_more)
        self._words = Words(look)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._fit()
        look.changed.connect(self._fit)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 2, 4, 2)
        row.setSpacing(4)
        for widget in (self.less, self._words, self.more):
            row.addWidget(widget)

    def show_value(self, value: int) -> None:
        """Show a number, without a signal."""
        self._value = value
        self._words.setText(f"{value} px")
        self.less.setEnabled(value > self._bounds[0])
        self.more.setEnabled(value < self._bounds[1])

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        step = {keys.Key_Left: -1, keys.Key_Down: -1, keys.Key_Right: 1, keys.Key_Up: 1}.get(
            keys(event.key())
        )
        if step is None:
            super().keyPressEvent(event)
        else:
            self._step(step)

    def _fit(self) -> None:
        self._words.setFixedWidth(self.look.scaled(52))

    def _on_less(self) -> None:
        self._step(-1)

    def _on_more(self) -> None:
        self._step(1)

    def _step(self, step: int) -> None:
        value = max(self._bounds[0], min(self._bounds[1], self._value + step))
        if value != self._value:
            self.show_value(value)
            self.stepped.emit(value)


class _Editor:
    """One option's control: how to show a value, and the widget to place."""

    def __init__(self, widget: QWidget, show: Callable[[Settings], None]) -> None:
        self.widget = widget
        self.show = show


class SettingsPanel(Panel):
    """Laid over the window; what is chosen holds at once, so there is nothing to confirm.

    Signals:
        setting_changed: Name of a field of :class:`Settings` and its new value.
    """

    setting_changed = Signal(str, object)

    def __init__(self, look: Look, host: QWidget, facts: SettingsFacts) -> None:
        super().__init__(look, host, "", width=640)
        self.title.setText(self.tr("Settings"))
        self._facts = facts
        self._settings = Settings()
        self._problem = Words(look, ink="warn", pixels=12, wrap=True)
        self._problem.setVisible(False)
        self.editors: dict[str, _Editor] = {}
        self._build()
        self.keys = KeyTable(look)
        self.keys.show_rows(facts.keys)
        self.keys.remapped.connect(self._on_remapped)
        self.keys.row_focused.connect(self._on_row_focused)
        self._add_head(self.tr("Keys"))
        self.column.addWidget(self.keys)
        self.buttons.addWidget(Words(look, self.tr("Holds at once."), ink="mute", pixels=12), 1)
        self._close = Button(look, self.tr("Close"), shortcut="Esc")
        self._close.clicked.connect(self.dismiss)
        self.buttons.addWidget(self._close)
        self.show_settings(self._settings)

    @property
    def problem(self) -> str:
        """What is wrong with a typed value."""
        return self._problem.text()

    def show_settings(self, settings: Settings) -> None:
        """Show the settings in force."""
        self._settings = settings
        for editor in self.editors.values():
            editor.show(settings)

    def show_keys(self, rows: Sequence[KeyRow]) -> None:
        """Show the keys in force."""
        self.keys.show_rows(rows)

    @override
    def first_focus(self) -> QWidget:
        return self.editors[OPTIONS[0].name].widget

    # --- inside -------------------------------------------------------------------------------

    def _build(self) -> None:
        section = ""
        for option in OPTIONS:
            if option.section != section:
                section = option.section
                self._add_head(self.tr(section))
            self._add_row(option)

    def _add_head(self, words: str) -> None:
        head = SectionHead(self.look, above=0 if self.column.count() == 0 else 12, below=2)
        head.show_words(words)
        self.column.addWidget(head)

    def _add_row(self, option: Option) -> None:
        row = QHBoxLayout()
        row.setSpacing(0)
        name = Words(self.look, self.tr(option.words), ink="mute")
        self.keep_width(name, 120)
        row.addWidget(name)
        row.addSpacing(_GAPS.get(option.kind, 8))
        editor = self._editor(option)
        self.editors[option.name] = editor
        editor.widget.setAccessibleName(self.tr(option.words))
        row.addWidget(editor.widget, 1 if option.kind in {"annotator", "folder", "sources"} else 0)
        row.addStretch(0 if option.kind in {"annotator", "folder", "sources"} else 1)
        self.column.addLayout(row)
        if option.hint:
            hint = QHBoxLayout()
            indent = QWidget()
            self.keep_width(indent, 128)
            hint.setSpacing(0)
            hint.addWidget(indent)
            hint.addWidget(
                Words(self.look, self.tr(option.hint), ink="faint", pixels=12, wrap=True)
            )
            self.column.addLayout(hint)
        if option.kind == "annotator":
            self.column.addWidget(self._problem)

    def _editor(self, option: Option) -> _Editor:
        makers: Mapping[str, Callable[[Option], _Editor]] = {
            "segments": self._segments,
            "number": self._number,
            "family": self._family,
            "annotator": self._annotator,
            "sources": self._sources,
            "folder": self._folder,
        }
        return makers[option.kind](option)

    def _segments(self, option: Option) -> _Editor:
        choices = [(value, self.tr(words)) for value, words in option.values]
        control = Segments(self.look, choices, keys=False, clearable=False)
        control.chosen.connect(_Setter(self, option.name))
        return _Editor(control, lambda now: control.show_value(getattr(now, option.name)))

    def _number(self, option: Option) -> _Editor:
        least, most = (int(str(bound)) for bound, _ in option.values)
        control = _Stepper(self.look, (least, most), self.tr(option.words))
        control.stepped.connect(_Setter(self, option.name))
        return _Editor(control, lambda now: control.show_value(getattr(now, option.name)))

    def _family(self, option: Option) -> _Editor:
        choices: list[tuple[object, str]] = [("", self.tr("the first that is installed"))]
        choices += [(family, family) for family in self._facts.families]
        control = Choice(self.look, choices, name=self.tr(option.words))
        control.chosen.connect(_Setter(self, option.name))
        return _Editor(control, lambda now: control.show_value(getattr(now, option.name)))

    def _annotator(self, option: Option) -> _Editor:
        control = Field(self.look, self.tr("the login name"))

        def finish() -> None:
            if control.isModified():
                self._take_name(control)

        control.editingFinished.connect(finish)
        return _Editor(control, lambda now: control.show_text(getattr(now, option.name)))

    def _sources(self, _option: Option) -> _Editor:
        holder = Ground(self.look)
        column = QVBoxLayout(holder)
        column.setContentsMargins(4, 2, 4, 2)
        column.setSpacing(4)
        ticks: dict[str, Tick] = {}
        for name, words in self._facts.sources:
            tick = Tick(self.look, words)
            tick.clicked.connect(_SourceSetter(self, name, tick))
            ticks[name] = tick
            column.addWidget(tick)
        if not ticks:
            column.addWidget(Words(self.look, self.tr("none installed"), ink="faint"))

        def show(now: Settings) -> None:
            for name, tick in ticks.items():
                tick.setChecked(name in now.sources)

        return _Editor(holder, show)

    def _folder(self, option: Option) -> _Editor:
        holder = Ground(self.look)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 2, 4, 2)
        row.setSpacing(8)
        field = Field(self.look, self.tr("none"))
        field.setAccessibleName(self.tr(option.words))
        browse = Button(self.look, self.tr("Browse"))
        row.addWidget(field, 1)
        row.addWidget(browse)

        def finish() -> None:
            if field.isModified():
                field.setModified(False)
                self.change(option.name, field.text().strip())

        def take(folder: str) -> None:
            field.show_text(folder)
            self.change(option.name, folder)

        def ask() -> None:
            dialog = QFileDialog(self, self.tr(option.words), field.text())
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
            dialog.fileSelected.connect(take)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        field.editingFinished.connect(finish)
        browse.clicked.connect(ask)
        return _Editor(holder, lambda now: field.show_text(getattr(now, option.name)))

    def change(self, name: str, value: object) -> None:
        """Hand out one setting that was changed here."""
        if value != getattr(self._settings, name):
            self._settings = replace(self._settings, **{name: value})  # type: ignore[arg-type]
            self.setting_changed.emit(name, value)

    def switch_source(self, name: str, *, on: bool) -> None:
        """Switch a suggestion source on or off."""
        sources = [known for known, _ in self._facts.sources]
        wanted = {*self._settings.sources, name} if on else {*self._settings.sources} - {name}
        others = [one for one in self._settings.sources if one not in sources and one in wanted]
        self.change("sources", (*(one for one in sources if one in wanted), *others))

    def _take_name(self, control: Field) -> None:
        text = control.text().strip()
        try:
            name = check_annotator_name(text) if text else ""
        except AnnotatorNameError as error:
            self._problem.show_text(f"{error.problem_text} {error.remedy_text}")
            return
        self._problem.show_text("")
        control.setModified(False)
        self.change("annotator", name)

    def _on_remapped(self, shortcuts: object) -> None:
        self.change("shortcuts", shortcuts)

    def _on_row_focused(self, top: int, height: int) -> None:
        place = self.keys.y() + top + height // 2
        self.scroll_area.ensureVisible(0, place, 0, height)


class _Setter:
    """Takes a control's value as one setting."""

    def __init__(self, panel: SettingsPanel, name: str) -> None:
        self._panel, self._name = panel, name

    def __call__(self, value: object) -> None:
        self._panel.change(self._name, value)


class _SourceSetter:
    """Takes a tick as one source on or off."""

    def __init__(self, panel: SettingsPanel, name: str, tick: Tick) -> None:
        self._panel, self._name, self._tick = panel, name, tick

    def __call__(self, *_checked: object) -> None:
        self._panel.switch_source(self._name, on=self._tick.isChecked())
