"""The commands as actions of one window: keys, menus, what is enabled."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid
from typing_extensions import override

from annotator.domain.scheme import Scheme
from annotator.ui import icons
from annotator.ui.commands import (
    EVERYWHERE,
    GROUPS,
    Command,
    Context,
    all_commands,
    key_sequences,
)

OWN_KEYS: Final = "ownKeys"
"""Property of a widget: whether single keys are its own (``True``) or commands (``False``).

Without it, lists and buttons keep theirs, and all else leaves them to the commands.
"""
_ROLES: Final = {
    "file.settings": QAction.MenuRole.PreferencesRole,
    "file.quit": QAction.MenuRole.QuitRole,
    "help.about": QAction.MenuRole.AboutRole,
}
_MODIFIERS: Final = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.MetaModifier
    | Qt.KeyboardModifier.AltModifier
)


def shown(text: str) -> str:
    """Return plain text for an action: Qt would swallow a single "&"."""
    return text.replace("&", "&&")


def _is_field(widget: QObject) -> bool:
    """Return whether text is edited in a widget."""
    if isinstance(widget, QTextEdit | QPlainTextEdit):
        return not widget.isReadOnly()
    return isinstance(widget, QLineEdit | QAbstractSpinBox | QComboBox)


class CommandActions(QObject):
    """One action for each command that has a handler.

    Window-wide commands hang on ``owner``; all others on their pane, and their keys work only
    while the focus is in it, never in a field or list within it.

    Args:
        owner: The window.
        panes: The widget of each place but "everywhere".
        handlers: What runs, by command id; ``label.PERSON`` ... for the labels of the scheme.
        overrides: Keys chosen by the user, by command id; they replace those of the table.
    """

    def __init__(
        self,
        owner: QWidget,
        panes: Mapping[str, QWidget],
        handlers: Mapping[str, Callable[[], None]],
        scheme: Scheme,
        overrides: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        super().__init__(owner)
        self._owner = owner
        self._panes = panes
        self._context = Context()
        self._actions: dict[str, QAction] = {}
        chosen = overrides or {}
        self.commands = tuple(
            replace(command, shortcuts=chosen.get(command.id, command.shortcuts))
            for command in all_commands(scheme)
        )
        self.by_id = {command.id: command for command in self.commands}
        for command in self.commands:
            handler = handlers.get(command.id)
            if handler is not None and not command.native:
                self._actions[command.id] = self._action(command, handler)
        self._watched: QWidget | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)
            self._watch(application.focusWidget())
        self.update(self._context)

    @property
    def unhandled(self) -> tuple[str, ...]:
        """Commands that nobody handles; they have no action."""
        return tuple(
            command.id
            for command in self.commands
            if not command.native and command.id not in self._actions
        )

    @property
    def context(self) -> Context:
        """The context of the last :meth:`update`."""
        return self._context

    def action(self, identifier: str) -> QAction:
        """Return the action of a command."""
        return self._actions[identifier]

    def text(self, identifier: str) -> str:
        """Return the words of a command as they are now."""
        return self._actions[identifier].text().replace("&&", "&")

    def set_text(self, identifier: str, text: str = "") -> None:
        """Show other words, e.g. "Undo accept “Fars”"; without any, those of the table."""
        action = self._actions.get(identifier)
        if action is not None:
            action.setText(shown(text or _translated(self.by_id[identifier].text)))

    def update(self, context: Context) -> None:
        """Enable what can run now."""
        self._context = context
        for identifier, action in self._actions.items():
            action.setEnabled(self.by_id[identifier].enabled(context))

    def runnable(self) -> list[Command]:
        """Return the commands that can run now, with their words of the moment."""
        return [
            replace(command, text=self.text(command.id))
            for command in self.commands
            if command.id in self._actions and self._actions[command.id].isEnabled()
        ]

    def run(self, identifier: str) -> None:
        """Run a command as its key would: nothing happens where it is not enabled."""
        action = self._actions.get(identifier)
        if action is not None:
            action.trigger()

    def dispose(self) -> None:
        """Take all keys back: other actions replace these (another scheme, other panes)."""
        self._watch(None)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.disconnect(self._on_focus_changed)
        for action in self._actions.values():
            action.setShortcuts([])
            action.deleteLater()
        self._actions.clear()
        self.deleteLater()

    def build_menus(self, menu_bar: QMenuBar) -> None:
        """Fill a menu bar with the groups of the table; groups without a command are left out."""
        for old in menu_bar.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly):
            old.deleteLater()
        menu_bar.clear()
        for group in GROUPS:
            commands = [
                command
                for command in self.commands
                if command.group == group and command.id in self._actions
            ]
            if commands:
                self._fill(menu_bar.addMenu(f"&{_translated(group)}"), commands)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return self._decide(watched, event)
        return False

    def menu_of(self, groups: Sequence[Sequence[str]], parent: QWidget) -> QMenu:
        """Return a menu of what can run now, for a place in the window.

        Args:
            groups: Ids of commands; one that ends in a star stands for all that begin so.
            parent: What the menu belongs to.
        """
        menu = QMenu(parent)
        for group in groups:
            fitting = [
                action
                for wanted in group
                for identifier, action in self._actions.items()
                if (
                    identifier.startswith(wanted[:-1])
                    if wanted.endswith("*")
                    else identifier == wanted
                )
                and action.isEnabled()
            ]
            if fitting and not menu.isEmpty():
                menu.addSeparator()
            menu.addActions(fitting)
        return menu

    def _action(self, command: Command, handler: Callable[[], None]) -> QAction:
        action = QAction(shown(_translated(command.text)), self)
        action.setObjectName(command.id)
        if command.icon:
            action.setIcon(icons.icon(command.icon))
        action.setMenuRole(_ROLES.get(command.id, QAction.MenuRole.NoRole))
        action.setShortcuts(key_sequences(command.shortcuts))
        everywhere = command.place == EVERYWHERE
        action.setShortcutContext(
            Qt.ShortcutContext.WindowShortcut
            if everywhere
            else Qt.ShortcutContext.WidgetWithChildrenShortcut
        )

        def run(*_checked: object) -> None:
            handler()

        action.triggered.connect(run)
        pane = self._owner if everywhere else self._panes.get(command.place)
        if pane is not None:
            pane.addAction(action)
        return action

    def _fill(self, menu: QMenu, commands: list[Command]) -> None:
        submenus: dict[str, QMenu] = {}
        for command in commands:
            if command.first and (not command.submenu or command.submenu not in submenus):
                menu.addSeparator()
            target = menu
            if command.submenu:
                if command.submenu not in submenus:
                    submenus[command.submenu] = menu.addMenu(shown(_translated(command.submenu)))
                target = submenus[command.submenu]
            target.addAction(self._actions[command.id])
        menu.aboutToShow.connect(partial(self._show_fitting, menu))
        menu.aboutToHide.connect(partial(_show_all, menu))

    def _show_fitting(self, menu: QMenu) -> bool:
        """Leave out what belongs to a page that is not shown; whether anything is left.

        Only while the menu is open: an action that is not visible has no keys either.
        """
        left = False
        for action in menu.actions():
            submenu, command = action.menu(), self.by_id.get(action.objectName())
            if isinstance(submenu, QMenu):
                action.setVisible(self._show_fitting(submenu))
            elif command is not None and command.place != EVERYWHERE:
                pane = self._panes.get(command.place)
                action.setVisible(pane is None or pane.isVisible())
            left = left or (action.isVisible() and not action.isSeparator())
        return left

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._watch(new)

    def _watch(self, widget: QWidget | None) -> None:
        """Look at the keys of the one widget that has the focus, if it is in this window."""
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        inside = widget is not None and (widget is self._owner or self._owner.isAncestorOf(widget))
        self._watched = widget if inside else None
        if self._watched is not None:
            self._watched.installEventFilter(self)

    def _decide(self, widget: QObject, event: QKeyEvent) -> bool:
        """Give a key to its command or to the widget, before the widget's own opinion counts."""
        keys = _combination(event)
        plain = not event.modifiers() & _MODIFIERS and not _function_key(event.key())
        if plain and _keeps(widget, event):
            event.accept()
            return True
        if _is_field(widget) and _editing(event):
            return False
        if self._answers(widget, keys):
            event.ignore()
            return True
        return False

    def _answers(self, widget: QObject, keys: QKeySequence) -> bool:
        """Return whether an enabled command answers the keys while a widget has the focus."""
        for identifier, action in self._actions.items():
            if action.isEnabled() and keys in action.shortcuts():
                place = self.by_id[identifier].place
                pane = self._panes.get(place)
                if place == EVERYWHERE or _within(widget, pane):
                    return True
        return False


def _show_all(menu: QMenu) -> None:
    for action in menu.actions():
        action.setVisible(True)
        submenu = action.menu()
        if isinstance(submenu, QMenu):
            _show_all(submenu)


def _translated(text: str) -> str:
    return QCoreApplication.translate("Command", text)


def _within(widget: QObject, pane: QWidget | None) -> bool:
    return pane is not None and (
        widget is pane or (isinstance(widget, QWidget) and pane.isAncestorOf(widget))
    )


def _combination(event: QKeyEvent) -> QKeySequence:
    """Return the keys of an event as shortcuts name them."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = Qt.Key.Key_Tab if event.key() == Qt.Key.Key_Backtab else Qt.Key(event.key())
    return QKeySequence(modifiers | key)


def _function_key(key: int) -> bool:
    return Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35


def _keeps(widget: QObject, event: QKeyEvent) -> bool:
    """Return whether a single key belongs to the widget, whatever its pane would do with it."""
    if _is_field(widget):
        return True
    escape = event.key() == Qt.Key.Key_Escape
    own = widget.property(OWN_KEYS)
    if own is not None:
        return bool(own) and not escape
    return isinstance(widget, QAbstractItemView | QAbstractButton | QMenu) and not escape


def _editing(event: QKeyEvent) -> bool:
    """Return whether keys with Ctrl mean something within a field."""
    return any(
        event.matches(standard)
        for standard in (
            QKeySequence.StandardKey.Undo,
            QKeySequence.StandardKey.Redo,
            QKeySequence.StandardKey.SelectNextWord,
            QKeySequence.StandardKey.SelectPreviousWord,
        )
    )
