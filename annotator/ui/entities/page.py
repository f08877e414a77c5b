"""The Entities page: the register at the left, one entity in the middle, previews at the right."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.domain.annotation import EntityId, SpanId
from annotator.domain.register import EntityOrder, EntityQuery, MentionRow
from annotator.ops.workspace import TakenBack
from annotator.store.changes import Changes
from annotator.ui.chrome import Hairline
from annotator.ui.commands import ENTITIES
from annotator.ui.entities.alikes import Alikes
from annotator.ui.entities.desk import EntityDesk
from annotator.ui.entities.detail import DetailPane
from annotator.ui.entities.merging import Merging, Splitting
from annotator.ui.entities.preview import PreviewPane
from annotator.ui.entities.register_pane import RegisterPane
from annotator.ui.entities.wording import counted
from annotator.ui.look import Look, set_ground
from annotator.ui.session import Session
from annotator.ui.status_line import Figure
from annotator.ui.work_page import WorkPage

LIST_WIDTH: Final = 304
PREVIEW_WIDTH: Final = 384
NARROW_PREVIEW: Final = 340
STACKED: Final = 1100
"""Below this width the detail is below the list."""
LIST_SHARE: Final = 0.36
_WRITTEN: Final = frozenset({"entity", "span", "filler", "article", "annotation_set"})


class EntitiesPage(WorkPage):
    """Assembles the panes around one :class:`EntityDesk`."""

    def __init__(self, look: Look, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._session = session
        self._count = 0
        self._stale = True
        self._wanted: EntityId | None = None
        self.desk = EntityDesk(session, self)
        self.register = RegisterPane(look, self.desk.rows)
        self.detail = DetailPane(look, self.desk)
        self.merging = Merging(look, self.desk, self)
        self.splitting = Splitting(look, session, self.desk, self)
        self.alikes = Alikes(session, self)
        self._preview: PreviewPane | None = None
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._right = QWidget()
        self._lay_out()
        self._connect()
        self._apply()
        look.changed.connect(self._apply)

    # --- building -----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        lower = QWidget()
        beside = QHBoxLayout(lower)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self.detail, 1)
        line = QHBoxLayout(self._right)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(Hairline(self._look, upright=True))
        column = QVBoxLayout()
        for pane in (self.merging.pane, self.splitting.pane):
            column.addWidget(pane)
            pane.hide()
        line.addLayout(column, 1)
        beside.addWidget(self._right)
        self._right.hide()
        self._splitter.addWidget(self.register)
        self._splitter.addWidget(lower)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setChildrenCollapsible(False)
        self.register.setMinimumWidth(240)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._splitter)

    def _connect(self) -> None:
        self.register.query_changed.connect(self._on_query)
        self.register.entity_chosen.connect(self._on_chosen)
        self.register.ticks_changed.connect(self._on_ticks)
        self.register.left.connect(self.register.focus_list)
        self.desk.shown.connect(self.state_changed)
        self.detail.split_requested.connect(self.split)
        self.detail.mention_opened.connect(self._open_mention)
        self.detail.mention_ticked.connect(self._tick_mention)
        self.detail.went_up.connect(self.register.focus_list)
        self.merging.closed.connect(self.close_preview)
        self.merging.merged.connect(self._on_merged)
        self.splitting.closed.connect(self.close_preview)
        self.splitting.changed.connect(self._show_mention_ticks)
        self.splitting.split.connect(self._on_split)
        self.alikes.found.connect(self._on_alikes)
        self._session.changed.connect(self._on_changed)

    def _apply(self) -> None:
        set_ground(self, self._look, "paper")
        self._adapt()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._adapt()

    def _adapt(self) -> None:
        """Put the detail below the list where there is no room beside it."""
        scaled = self._look.scaled
        stacked = self.width() < scaled(STACKED)
        wanted = Qt.Orientation.Vertical if stacked else Qt.Orientation.Horizontal
        self.register.setMaximumWidth(16_777_215 if stacked else scaled(420))
        if self._splitter.orientation() != wanted:
            self._splitter.setOrientation(wanted)
            self.register.lay_wide(wide=stacked)
            if not stacked:
                self._splitter.setSizes([scaled(LIST_WIDTH), self.width() - scaled(LIST_WIDTH)])
        if stacked:
            upper = round(self.height() * LIST_SHARE)
            self._splitter.setSizes([upper, self.height() - upper])
        self._right.setFixedWidth(scaled(NARROW_PREVIEW if stacked else PREVIEW_WIDTH))

    @override
    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        if self._splitter.orientation() == Qt.Orientation.Horizontal:
            width = self._look.scaled(LIST_WIDTH)
            self._splitter.setSizes([width, max(1, self.width() - width)])

    # --- a page of the window -----------------------------------------------------------------

    @property
    @override
    def panes(self) -> Mapping[str, QWidget]:
        return {ENTITIES: self}

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {
            "entity.open": self.open_mention,
            "entity.tick": self.tick,
            "entity.merge": self.merge,
            "entity.split": self.split,
            "entity.rename": self.detail.name.edit,
            "entity.alias": self.detail.edit_alias,
            "entity.type": self.detail.choose_type,
            "entity.wikidata": self.detail.wikidata.edit,
            "entity.office": self.detail.new_office.edit,
            "entity.note": self.detail.note.edit,
            "entity.delete": self.delete,
            "entity.search": self.register.focus_search,
            "entity.back": self.step_back,
        }

    @override
    def hints(self) -> Sequence[tuple[str, str]]:
        if self._preview is self.splitting.pane:
            return [("entity.tick", "tick mention"), ("entity.back", "cancel")]
        if self.desk.entity is None:
            return [("entity.search", "search"), ("view.annotate", "back to the text")]
        tick = ("entity.tick", "tick")
        if self.register.ticked:
            return [tick, ("entity.merge", "merge ticked"), ("entity.back", "untick")]
        return [tick, ("entity.rename", "rename"), ("entity.open", "open in its article")]

    @override
    def figures(self) -> Sequence[Figure]:
        word = "entity" if self._count == 1 else "entities"
        found = [Figure(self._count, word, word)]
        alike = self.alikes.count
        if alike:
            found.append(Figure(alike, "looks like another" if alike == 1 else "look like another"))
        return found

    @override
    def enter(self) -> None:
        if self._stale:
            self._read()
        self.register.focus_list()

    @override
    def next_pane(self, direction: int) -> None:
        order: list[Callable[[], None]] = [
            self.register.focus_list, self.detail.focus_first, self.detail.focus_mentions,
        ]  # fmt: skip
        parts: list[QWidget] = [self.register, self.detail, self.detail.mentions]
        if self._preview is not None:
            order.append(self._preview.apply.setFocus)
            parts.append(self._preview)
        focus: QWidget | None = QApplication.focusWidget()
        here = 0
        for number, part in enumerate(parts):
            if focus is not None and (focus is part or part.isAncestorOf(focus)):
                here = number
        order[(here + direction) % len(order)]()

    @override
    def show_taken_back(self, done: TakenBack) -> bool:
        if done.entity is None:
            return False
        self.show_entity(done.entity)
        return True

    # --- what is shown ------------------------------------------------------------------------

    @override
    def show_entity(self, key: EntityId) -> None:
        """Make an entity current, whatever is searched for."""
        self._wanted = key
        if self._stale:
            self._read()
        if not self.register.show_entity(key):
            self.register.show_all()
            self.register.show_entity(key)
        self._wanted = None

    def _read(self) -> None:
        self._stale = False
        self._count = self.desk.count()
        self.register.ask(again=True)
        self.alikes.begin(self._count)
        self.state_changed.emit()

    def _on_query(self, query: EntityQuery) -> None:
        ids = self.desk.find(query)
        if query.order == EntityOrder.ALIKE:
            ids = self.alikes.first(ids)
        self.register.show_ids(ids, any_entity=self._count > 0)

    def _on_chosen(self, key: EntityId | None) -> None:
        entity = self.desk.entity
        if self._preview is self.splitting.pane and (entity is None or key != entity.id):
            self.close_preview()
        self.desk.show(key)
        if key is None:
            self.detail.show_nothing(self.register.empty.text())
        self.state_changed.emit()

    def _on_alikes(self) -> None:
        self.register.show_alike(dict(self.alikes.names))
        if self.register.query.order == EntityOrder.ALIKE:
            self.register.ask(again=True)
        self.state_changed.emit()

    def _on_changed(self, changes: Changes) -> None:
        if not (changes.many or changes.tables & _WRITTEN):
            return
        self._stale = True
        if self.isVisible():
            self._read()
            self._refresh_preview()

    def _refresh_preview(self) -> None:
        if self._preview is self.merging.pane and not self.merging.refresh():
            self.close_preview()
        elif self._preview is self.splitting.pane:
            self.splitting.refresh()

    # --- what is done -------------------------------------------------------------------------

    def _in_mentions(self) -> bool:
        return self.detail.mentions.hasFocus()

    def tick(self) -> None:
        """Tick the current entity, or the current mention where the keyboard is there."""
        mention = self.detail.current_mention()
        if self._in_mentions() and mention is not None:
            self._tick_mention(mention.id)
        else:
            self.register.toggle_tick()

    def _tick_mention(self, key: SpanId) -> None:
        if self._preview is not self.splitting.pane:
            self.split()
        self.splitting.toggle(key)

    def _show_mention_ticks(self) -> None:
        model = self.detail.mentions.rows
        model.ticking = self._preview is self.splitting.pane
        model.ticked = set(self.splitting.ticked) if model.ticking else set()
        self.detail.mentions.viewport().update()

    def open_mention(self) -> None:
        """Show the current mention, else the first, in its article."""
        mention = self.detail.current_mention()
        if mention is None:
            self.said.emit("Nothing mentions it yet.")
        else:
            self._open_mention(mention)

    def _open_mention(self, mention: MentionRow) -> None:
        self.place_requested.emit(mention.article, mention.extent)

    def merge(self) -> None:
        """Show what merging the ticked entities would do; one alone goes with the current one."""
        keys = self.register.ticked
        current = self.register.current
        if len(keys) == 1 and current is not None and current not in keys:
            keys.append(current)
        if len(keys) < 2:
            self.said.emit("Space ticks entities. Tick two that are one, then press M.")
            return
        if self.merging.open(keys):
            self._show_preview(self.merging.pane)
            self.merging.pane.apply.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_ticks(self) -> None:
        if self._preview is self.merging.pane and not self.merging.open(self.register.ticked):
            self.close_preview()
        self.state_changed.emit()

    def _on_merged(self, kept: EntityId) -> None:
        self.close_preview()
        self.register.untick_all()
        self.show_entity(kept)
        self.done.emit(f"Merged: {self._name_words()}".rstrip(": "))

    def _name_words(self) -> str:
        detail = self.desk.detail
        if detail is None:
            return ""
        return f"{detail.entity.name} has {counted(detail.figures.mentions, 'mention')} now."

    def split(self) -> None:
        """Begin to split mentions off the entity."""
        if not len(self.desk.mentions):
            self.said.emit("There are no mentions to split off.")
            return
        self._show_preview(self.splitting.pane)
        self.splitting.open()
        self.detail.focus_mentions()

    def _on_split(self, key: EntityId) -> None:
        self.close_preview()
        self.show_entity(key)
        self.done.emit(f"Split off: {self._name_words()}".rstrip(": "))

    def delete(self) -> None:
        """Delete the entity, if nobody uses it."""
        entity = self.desk.entity
        if entity is not None and self.desk.delete():
            self.done.emit(f"“{entity.name}” is deleted.")

    def step_back(self) -> None:
        """Esc: the preview, the ticks, then back to the list, then to the text."""
        if self._preview is not None:
            self.close_preview()
        elif not self.register.list.hasFocus():
            self.register.focus_list()
        elif self.register.ticked:
            self.register.untick_all()
        else:
            self.left.emit()

    def _show_preview(self, pane: PreviewPane) -> None:
        self._preview = pane
        for other in (self.merging.pane, self.splitting.pane):
            other.setVisible(other is pane)
        self._right.show()
        self._show_mention_ticks()
        self.state_changed.emit()

    def close_preview(self) -> None:
        """Show no preview; the keyboard goes back to the list."""
        if self._preview is None:
            return
        focus: QWidget | None = QApplication.focusWidget()
        inside = focus is None or self._right.isAncestorOf(focus)
        self._preview = None
        self._right.hide()
        self._show_mention_ticks()
        if inside:
            self.register.focus_list()
        self.state_changed.emit()
