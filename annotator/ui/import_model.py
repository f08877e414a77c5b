"""What the import page shows: the files of a preview, their ticks and what was edited."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import PurePath
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from annotator.domain.article import ArticleDraft, Metadata, ZoneKind
from annotator.domain.intake import IntakeItem, IntakePreview, IntakeState

Index = QModelIndex | QPersistentModelIndex

ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)
# How a file was written; every other note of a draft asks for a look.
FORMAL_NOTES: Final = frozenset({"BOM", "CR LF", "CR"})
_INVALID: Final = QModelIndex()
_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905 - legible
_LONG_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_PERIOD: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_SEARCHED: Final = 6000


class Column(IntEnum):
    """The columns of the table."""

    TICK = 0
    TITLE = 1
    OUTLET = 2
    DATE = 3
    ENCODING = 4
    WORDS = 5
    ZONES = 6


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One file of the preview.

    Attributes:
        item: ``None`` for a JSONL file.
        lines: Of a JSONL file.
        metadata: As read, or as edited since.
        attention: Sentences about what should be looked at.
    """

    path: str
    item: IntakeItem | None
    lines: int
    metadata: Metadata
    ticked: bool
    attention: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether the same text is here already, so that nothing will be written."""
        return self.item is not None and self.item.state == IntakeState.KNOWN

    @property
    def title(self) -> str:
        """What the first line shows."""
        if self.item is None:
            return PurePath(self.path).name
        return self.metadata.title or self.item.draft.name

    @property
    def subtitle(self) -> str:
        """What the second line shows."""
        name = PurePath(self.path).name
        if self.item is None:
            return f"{self.lines:,} lines of annotations" if self.lines != 1 else "1 line"
        if self.known and self.item.known_as is not None:
            return f"{name} · already here as {self.item.known_as}"
        return name

    @property
    def words(self) -> str:
        """Everything it says, in reading order."""
        parts = [self.title, self.subtitle, self.metadata.outlet or "", date_words(self.metadata)]
        return ", ".join(part for part in (*parts, *self.attention) if part)


def date_words(metadata: Metadata) -> str:
    """Return the date as "14 Mar 2016", "Mar 2016" or "2016", "" where it is unknown."""
    return period_words(metadata.published or "")


def period_words(value: str) -> str:
    """Return a day, month or year of ISO 8601 as people write it; other text as it is."""
    match = _PERIOD.fullmatch(value)
    if match is None:
        return value
    month = int(match[2] or 0)
    parts = [
        str(int(match[3])) if match[3] else "",
        _MONTHS[month - 1] if 1 <= month <= len(_MONTHS) else "",
        match[1],
    ]
    return " ".join(part for part in parts if part)


def either_words(one: str, other: str) -> str:
    """Return two dates that contradict one another, the earlier first: "10 or 11 Mar"."""
    first, second = sorted((one, other))
    early, late = period_words(first).split(" "), period_words(second).split(" ")
    if early[1:] == late[1:] and len(late) == len(("day", "month", "year")):
        return f"{early[0]} or {late[0]} {late[1]}"
    if early[-1] == late[-1] and len(early) > 1:
        return f"{' '.join(early[:-1])} or {' '.join(late[:-1])}"
    return f"{' '.join(early)} or {' '.join(late)}"


def encoding_words(draft: ArticleDraft) -> str:
    """Return how a file was written: "UTF-8, BOM", "Windows-1252"."""
    name = draft.metadata.encoding or ""
    spoken = re.sub(r"^(?:windows-|cp)(?=\d)", "Windows-", name)
    if spoken == name:
        spoken = name.upper().replace("_", "-")
    formal = [note for note in draft.notes if note in FORMAL_NOTES]
    return ", ".join([spoken, *formal] if spoken else formal)


def zone_words(draft: ArticleDraft) -> tuple[str, ...]:
    """Return the zones as chips: each kind once, boilerplate with its number."""
    kinds = [zone.kind for zone in draft.zones]
    chips = [str(kind) for kind in ZoneKind if kind in kinds and kind != ZoneKind.BOILERPLATE]
    boilerplate = kinds.count(ZoneKind.BOILERPLATE)
    return (*chips, f"{boilerplate} boilerplate") if boilerplate else tuple(chips)


def found_where(draft: ArticleDraft, value: str | None) -> str:
    """Return in which line a value stands, "" where it does not stand there literally."""
    if not value:
        return ""
    head = draft.text[:_SEARCHED]
    for form in (value, *_written_dates(value)):
        place = head.casefold().find(form.casefold())
        if place >= 0:
            return f"from line {head.count(chr(10), 0, place) + 1}"
    return ""


def _written_dates(value: str) -> Iterable[str]:
    """Return how news writes a day: "March 14", "14 March", "Mar 14", "14 Mar"."""
    match = _PERIOD.fullmatch(value)
    if match is None or not match[3] or not 1 <= int(match[2]) <= len(_MONTHS):
        return ()
    month, day = int(match[2]) - 1, int(match[3])
    names = (_LONG_MONTHS[month], _MONTHS[month])
    return [form for name in names for form in (f"{name} {day}", f"{day} {name}")]


def _attention(draft: ArticleDraft) -> tuple[str, ...]:
    return tuple(note for note in draft.notes if note not in FORMAL_NOTES)


class ImportModel(QAbstractTableModel):
    """The files, readable ones first as the preview has them, then JSONL files.

    Ticks and edits are kept by path, so that another preview of the same files (with another
    encoding) shows them again.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        self._rows: list[ImportRow] = []
        self._places: dict[str, int] = {}
        self._unticked: set[str] = set()
        self._edits: dict[str, dict[str, str | None]] = {}
        super().__init__(parent)

    @property
    def rows(self) -> list[ImportRow]:
        """All rows, in order."""
        return self._rows

    def forget(self) -> None:
        """Drop ticks and edits: other files come."""
        self._unticked.clear()
        self._edits.clear()

    def show_preview(self, preview: IntakePreview) -> None:
        """Show what an import would do."""
        self.beginResetModel()
        rows = [self._row(item) for item in preview.items]
        for path, lines in preview.gold_lines.items():
            ticked = path not in self._unticked
            rows.append(ImportRow(path, None, lines, Metadata(), ticked))
        self._rows = rows
        self._places = {row.path: number for number, row in enumerate(rows)}
        self.endResetModel()

    def _row(self, item: IntakeItem) -> ImportRow:
        metadata = item.draft.metadata
        edits = self._edits.get(item.path)
        if edits:
            metadata = replace(metadata, **edits)  # type: ignore[arg-type]
        known = item.state == IntakeState.KNOWN
        return ImportRow(
            item.path,
            item,
            0,
            metadata,
            ticked=not known and item.path not in self._unticked,
            attention=_attention(item.draft),
        )

    # --- what it holds ------------------------------------------------------------------------

    def counts(self) -> Mapping[str, int]:
        """Return the numbers of rows: "new", "attention", "known", "ticked", "lines"."""
        articles = [row for row in self._rows if row.item is not None]
        return {
            "new": sum(row.ticked for row in articles),
            "attention": sum(self.needs_look(row) for row in articles if row.ticked),
            "known": sum(row.known for row in articles),
            "lines": sum(row.lines for row in self._rows if row.item is None and row.ticked),
        }

    def needs_look(self, row: ImportRow) -> bool:
        """Whether something about a file is not certain, or its outlet is missing."""
        if row.item is None or row.known:
            return False
        edited = self._edits.get(row.path, {})
        proposals = [key for key in row.item.draft.proposals if key not in edited]
        notes = row.attention if not edited else ()
        return bool(proposals or notes) or not row.metadata.outlet

    def date_state(self, row: ImportRow) -> tuple[str, bool]:
        """Return the words of the date column, and whether they ask for a look."""
        proposal = row.item.draft.proposals.get("published") if row.item is not None else None
        if proposal and "published" not in self._edits.get(row.path, {}):
            known = row.metadata.published
            if known is None or known == proposal:
                return f"{period_words(proposal)}?", True
            return either_words(known, proposal), True
        return date_words(row.metadata), False

    def chosen_items(self) -> list[IntakeItem]:
        """Return the ticked articles, their drafts with the edited metadata."""
        chosen: list[IntakeItem] = []
        for row in self._rows:
            if row.item is None or not row.ticked or row.known:
                continue
            item = row.item
            if row.metadata != item.draft.metadata:
                item = replace(item, draft=replace(item.draft, metadata=row.metadata))
            chosen.append(item)
        return chosen

    def chosen_gold(self) -> list[str]:
        """Return the ticked JSONL files."""
        return [row.path for row in self._rows if row.item is None and row.ticked]

    def ticked_all(self) -> Qt.CheckState:
        """Return the state of the tick in the head."""
        ticks = {row.ticked for row in self._rows if not row.known}
        if ticks == {True}:
            return Qt.CheckState.Checked
        return Qt.CheckState.PartiallyChecked if True in ticks else Qt.CheckState.Unchecked

    # --- what changes it ----------------------------------------------------------------------

    def set_ticked(self, rows: Iterable[int], *, ticked: bool) -> None:
        """Tick rows; one that is here already stays without."""
        changed: list[int] = []
        for number in rows:
            row = self._rows[number]
            if row.known or row.ticked == ticked:
                continue
            self._rows[number] = replace(row, ticked=ticked)
            (self._unticked.discard if ticked else self._unticked.add)(row.path)
            changed.append(number)
        self._changed(changed)

    def toggle(self, rows: list[int]) -> None:
        """Tick all of some rows, or none where all are ticked."""
        free = [number for number in rows if not self._rows[number].known]
        ticked = not all(self._rows[number].ticked for number in free)
        self.set_ticked(free, ticked=ticked)

    def edit(self, paths: Iterable[str], key: str, value: str | None) -> None:
        """Set "title", "outlet" or "published" of articles; ``None`` for unknown."""
        changed: list[int] = []
        for path in paths:
            number = self._places.get(path)
            if number is None or self._rows[number].item is None:
                continue
            row = self._rows[number]
            self._edits.setdefault(row.path, {})[key] = value
            metadata = replace(row.metadata, **{key: value})  # type: ignore[arg-type]
            self._rows[number] = replace(row, metadata=metadata)
            changed.append(number)
        self._changed(changed)

    def _changed(self, rows: list[int]) -> None:
        if rows:
            last = len(Column) - 1
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), last))

    # --- Qt -----------------------------------------------------------------------------------

    @override
    def rowCount(self, parent: Index = _INVALID) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = _INVALID) -> int:
        return 0 if parent.isValid() else len(Column)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(row, Column(index.column()))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.words
        return None

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.TICK: "",
            Column.TITLE: self.tr("Title"),
            Column.OUTLET: self.tr("Outlet"),
            Column.DATE: self.tr("Date"),
            Column.ENCODING: self.tr("Encoding"),
            Column.WORDS: self.tr("Words"),
            Column.ZONES: self.tr("Zones"),
        }[Column(section)]

    def _cell(self, row: ImportRow, column: Column) -> str:
        if column == Column.TITLE:
            return row.title
        if row.item is None:
            return self.tr("annotations") if column == Column.ZONES else ""
        return {
            Column.TICK: "",
            Column.OUTLET: row.metadata.outlet or "",
            Column.DATE: self.date_state(row)[0],
            Column.ENCODING: encoding_words(row.item.draft),
            Column.WORDS: f"{row.item.words:,}",
            Column.ZONES: ", ".join(zone_words(row.item.draft)),
        }[column]
