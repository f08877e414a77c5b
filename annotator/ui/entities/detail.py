"""The middle of the entity desk: one entity, all that is known of it, and its mentions."""

from collections.abc import Sequence
from typing import Final

import orjson
from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from annotator.domain.annotation import EntityId, SpanId
from annotator.domain.office import offices_of
from annotator.domain.register import WIKIDATA, EntityDetail, MentionRow
from annotator.ui.chrome import FlatButton
from annotator.ui.command_actions import shown
from annotator.ui.entities.desk import EntityDesk
from annotator.ui.entities.figures import Runs
from annotator.ui.entities.mentions import MentionList, MentionModel
from annotator.ui.entities.parts import DetailRow, Flow, InlineEdit, NamePill, TypeChip
from annotator.ui.entities.wording import counted, figures_words, role_runs
from annotator.ui.inspector.parts import Button, Ground, SectionHead, Words
from annotator.ui.look import Look, set_ground

PILLS_MOST: Final = 24
PERIOD_ROOM: Final = 172


class DetailPane(QScrollArea):
    """Shows the entity of an :class:`EntityDesk` and hands on what is typed.

    Signals:
        split_requested: Mentions are to be split off.
        mention_opened: A :class:`MentionRow` is to be shown in its article.
        mention_ticked: The id of a mention whose tick was clicked.
        went_up: The up arrow in the first mention.
    """

    split_requested = Signal()
    mention_opened = Signal(object)
    mention_ticked = Signal(object)
    went_up = Signal()

    def __init__(self, look: Look, desk: EntityDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._desk = desk
        self.chip = TypeChip(look)
        self.chip.clicked.connect(self.choose_type)
        self.figures = Words(look, ink="mute", pixels=12)
        self.rename = Button(look, "Rename")
        self.split = Button(look, "Split …")
        self.name = InlineEdit(look, "name", desk.rename, pixels=22, bold=True, serif=True)
        self.pills = Flow(look)
        self.alias = InlineEdit(look, "alias", self._on_alias_typed, placeholder="another spelling")
        self.alias.hide()
        self.add_alias = FlatButton(look, icon_name="plus", name="Add an alias")
        self.more_pills = Words(look, ink="faint", pixels=12)
        self.wikidata = InlineEdit(
            look, "Wikidata id", desk.set_wikidata, placeholder="Q463065"
        )  # fmt: skip
        self.wikidata.emptied.connect(lambda: desk.set_wikidata(""))
        self.offices: list[InlineEdit] = []
        self.new_office = InlineEdit(
            look, "office", lambda text: desk.set_office(None, text),
            placeholder="foreign minister, Kazakhstan since Sep 2014",
        )  # fmt: skip
        self.new_office.show_text("", act="Add an office")
        self.roles = Runs(look)
        self.note = InlineEdit(look, "note", desk.set_note, placeholder="for whoever looks it up")
        self.note.emptied.connect(lambda: desk.set_note(""))
        self.mentions_head = SectionHead(look, above=24, below=8)
        self.mentions = MentionList(look, MentionModel(desk.mention_rows, self))
        self.empty = Words(look, ink="mute", wrap=True)
        self._body = Ground(look)
        self._office_column = QVBoxLayout()
        self._lay_out()
        self._connect()
        self._apply()
        look.changed.connect(self._apply)

    # --- building -----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.chip)
        top.addWidget(self.figures, 1)
        top.addWidget(self.rename)
        top.addWidget(self.split)
        aliases = QWidget()
        line = QVBoxLayout(aliases)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(self.pills)
        line.addWidget(self.alias)
        offices = QWidget()
        offices.setLayout(self._office_column)
        self._office_column.setContentsMargins(0, 0, 0, 0)
        self._office_column.setSpacing(0)
        self._office_column.addWidget(self.new_office)
        column = QVBoxLayout(self._body)
        column.setSpacing(0)
        column.addLayout(top)
        column.addSpacing(8)
        column.addWidget(self.name)
        column.addSpacing(10)
        for name, value in (
            ("also written", aliases),
            ("Wikidata", self.wikidata),
            ("offices", offices),
            ("in frames", self.roles),
            ("note", self.note),
        ):
            column.addWidget(DetailRow(self._look, name, value))
        column.addWidget(self.mentions_head)
        column.addWidget(self.mentions)
        column.addStretch(1)
        self._column = column
        nothing = QWidget()
        centred = QVBoxLayout(nothing)
        centred.addSpacing(120)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        centred.addWidget(self.empty)
        centred.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._body)
        self._stack.addWidget(nothing)
        self.setWidget(self._stack)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Entity")

    def _connect(self) -> None:
        self._desk.shown.connect(self._show)
        self.rename.clicked.connect(self.name.edit)
        self.split.clicked.connect(self.split_requested)
        self.add_alias.clicked.connect(self.edit_alias)
        self.alias.closed.connect(self.alias.hide)
        for edit in (self.name, self.alias, self.wikidata, self.new_office, self.note):
            edit.opened.connect(self._on_edit_opened)
        self.mentions.row_focused.connect(self._on_row_focused)
        self.mentions.opened.connect(self._on_opened)
        self.mentions.tick_clicked.connect(self._on_tick_clicked)
        self.mentions.went_up.connect(self.went_up)

    def _apply(self) -> None:
        for widget in (self, self.viewport(), self._stack, self._body):
            set_ground(widget, self._look, "paper")
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        side = self._look.scaled(32 if self.width() > self._look.scaled(620) else 16)
        self._column.setContentsMargins(side, self._look.scaled(22), side, self._look.scaled(24))

    # --- what is shown ------------------------------------------------------------------------

    def show_nothing(self, words: str) -> None:
        """Say why no entity is shown."""
        self.empty.setText(words)
        self._stack.setCurrentIndex(1)

    def _show(self) -> None:
        detail = self._desk.detail
        if detail is None:
            self.show_nothing("")
            return
        self._stack.setCurrentIndex(0)
        if detail.entity.id != self._shown:
            self._shown = detail.entity.id
            self._leave_fields()
            self.verticalScrollBar().setValue(0)
            self.mentions.setCurrentIndex(self.mentions.rows.index(-1))
        entity, figures = detail.entity, detail.figures
        self.chip.setText(entity.type)
        self.chip.setAccessibleName(f"Type {entity.type}")
        self.chip.updateGeometry()
        self.figures.setText(figures_words(figures))
        self.name.show_text(entity.name)
        self._show_pills(detail)
        self.wikidata.show_text(
            entity.links.get(WIKIDATA, ""), nothing="not linked", act="Set an id"
        )
        self._show_offices(entity.offices)
        self.roles.show_runs(role_runs(figures.roles, self._look.scheme))
        self.note.show_text(entity.note, act="Add a note")
        self.show_mentions(self._desk.mentions)

    _shown: EntityId | None = None

    def _leave_fields(self) -> None:
        """Another entity comes: what was typed for the old one was kept, or is given up."""
        for edit in self._edits:
            edit.leave()

    @property
    def _edits(self) -> list[InlineEdit]:
        return [self.name, self.alias, self.wikidata, self.new_office, self.note, *self.offices]

    def show_mentions(self, ids: Sequence[int]) -> None:
        """List mentions."""
        self.mentions_head.show_words("Mentions", f"{len(ids):,}")
        model = self.mentions.rows
        model.set_ids(ids)
        first = [SpanId(key) for key in ids[:200]]
        rows = self._desk.mention_rows(first) if first else {}
        model.several = len({row.annotator for row in rows.values()}) > 1
        self.mentions.fit()
        if ids and not self.mentions.currentIndex().isValid():
            self.mentions.setCurrentIndex(model.index(0))

    def _show_pills(self, detail: EntityDetail) -> None:
        entity = detail.entity
        times = dict(detail.written)
        known = [entity.name, *entity.aliases]
        words = sorted({*times, *known}, key=lambda one: (-times.get(one, 0), known.index(one)
                       if one in known else len(known), one))  # fmt: skip
        items: list[QWidget] = []
        for one in words[:PILLS_MOST]:
            own = one == entity.name
            if own and not times.get(one):
                continue
            pill = NamePill(
                self._look, one, times.get(one, 0), known=one in known, own=own
            )  # fmt: skip
            pill.clicked.connect(_Taker(self._desk.add_alias, one))
            pill.dropped.connect(_Taker(self._desk.drop_alias, one))
            items.append(pill)
        more = len(words) - PILLS_MOST
        self.more_pills.setText(f"and {more:,} more" if more > 0 else "")
        if more > 0:
            items.append(self.more_pills)
        else:
            self.more_pills.hide()
        focused: QWidget | None = QApplication.focusWidget()
        had_focus = focused is not None and self.pills.isAncestorOf(focused)
        self.pills.show_items([*items, self.add_alias])
        if had_focus:
            self.add_alias.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_offices(self, values: Sequence[object]) -> None:
        known = offices_of(values)
        places = {place for place, _ in known}
        rows: list[tuple[int, str, str, str]] = [
            (place, office.period, office.name, office.line) for place, office in known
        ]
        rows += [
            (place, "as imported", orjson.dumps(value).decode(), "")
            for place, value in enumerate(values)
            if place not in places
        ]
        while len(self.offices) < len(rows):
            self._add_office_row()
        for number, edit in enumerate(self.offices):
            edit.setVisible(number < len(rows))
            if number < len(rows):
                place, period, name, line = rows[number]
                edit.setProperty("place", place)
                edit.words.show_lead(period, PERIOD_ROOM)
                edit.show_text(name, edited=line or name)
                edit.words.setAccessibleName(f"office: {name} {period}")
                edit.setEnabled(bool(line))

    def _add_office_row(self) -> None:
        edit = InlineEdit(self._look, "office", lambda text: self._on_office(edit, text))
        edit.emptied.connect(lambda: self._on_office(edit, ""))
        edit.opened.connect(self._on_edit_opened)
        self._office_column.insertWidget(len(self.offices), edit)
        self.offices.append(edit)

    def _on_office(self, edit: InlineEdit, text: str) -> bool:
        return self._desk.set_office(int(edit.property("place")), text)

    # --- what is typed and chosen -------------------------------------------------------------

    def edit_alias(self) -> None:
        """Ask for another alias."""
        self.alias.show()
        self.alias.show_text("")
        self.alias.edit()

    def _on_alias_typed(self, text: str) -> bool:
        return not text.strip() or self._desk.add_alias(text)

    def choose_type(self) -> None:
        """Offer the types that an entity can have."""
        entity = self._desk.entity
        if entity is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for label in self._look.scheme.labels:
            if label.linked:
                action = QAction(shown(f"{label.chip}  {label.name}"), group)
                action.setCheckable(True)
                action.setChecked(label.name == entity.type)
                action.setData(label.name)
                menu.addAction(action)
        group.triggered.connect(lambda action: self._desk.retype(str(action.data())))
        menu.popup(self.chip.mapToGlobal(QPoint(0, self.chip.height() + 2)))

    @property
    def editing(self) -> bool:
        """Whether something is being typed."""
        return any(edit.editing for edit in self._edits)

    def current_mention(self) -> MentionRow | None:
        """Return the mention of the current row, else the first."""
        return self.mentions.rows.row_at(max(0, self.mentions.currentIndex().row()))

    def focus_first(self) -> None:
        """Give the keyboard to the first control."""
        self.chip.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_mentions(self) -> None:
        """Give the keyboard to the mentions."""
        self.mentions.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_edit_opened(self) -> None:
        self._column.activate()
        edit = self.sender()
        if isinstance(edit, QWidget):
            self.ensureWidgetVisible(edit, 0, 40)

    def _on_opened(self, row: int) -> None:
        mention = self.mentions.rows.row_at(row)
        if mention is not None:
            self.mention_opened.emit(mention)

    def _on_tick_clicked(self, row: int) -> None:
        self.mention_ticked.emit(self.mentions.rows.id_at(row))

    def _on_row_focused(self, rect: QRect) -> None:
        place = self.mentions.mapTo(self._stack, rect.center())
        self.ensureVisible(place.x(), place.y(), 0, rect.height() // 2 + 24)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        moved = super().focusNextPrevChild(next)
        focused: QWidget | None = QApplication.focusWidget()
        if focused is not None and focused is not self.mentions and self.isAncestorOf(focused):
            self.ensureWidgetVisible(focused, 0, 24)
        return moved

    def mention_words(self) -> str:
        """Return how many mentions there are."""
        return counted(self.mentions.rows.rowCount(), "mention")


class _Taker:
    """Hands one value on; ``clicked`` passes ``checked``, which means nothing here."""

    def __init__(self, act: object, value: str) -> None:
        self._act, self._value = act, value

    def __call__(self, *_checked: object) -> None:
        if callable(self._act):
            self._act(self._value)
