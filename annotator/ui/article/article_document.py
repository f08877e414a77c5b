"""The text of an article as a QTextDocument, character for character."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import (
    QColor,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from annotator.domain.article import Zone, ZoneKind
from annotator.ui.article.inks import BlockKind, Sizes, TextStyle
from annotator.ui.article.pieces import DocumentOffsets, split
from annotator.ui.theme import Theme

_UNFIT = re.compile("\r\n|[\x00\r\u2029\ufdd0\ufdd1\ufeff\ufffc\ufffe\ud800-\udfff]")
_KEEP = QTextCursor.MoveMode.KeepAnchor
_FIT = {"\r\n": "\u200b\n", "\x00": "\u2400", "\r": "\n", "\u2029": "\n", "\ufeff": "\u2060"}


def display_text(text: str) -> str:
    """Return a copy for the widget in which no character changes its place.

    A QTextDocument swallows or moves some characters (a CR before an LF, noncharacters, lone
    surrogates), and the way to it swallows a byte order mark at the beginning; each is shown as
    another of the same length, in code points and in UTF-16.
    """
    if text.isascii() and "\0" not in text and "\r" not in text:
        return text
    return _UNFIT.sub(lambda match: _FIT.get(match[0], "\ufffd"), text)


class ArticleDocument:
    """One article as it is set: its words, their offsets, and how they come into a document.

    The text is a row of pieces, each a block of the document: its paragraphs, the longest of which
    are cut, because a block is set at a stretch. The words are never read back.

    Attributes:
        pieces: What stands in each block.
        starts: The offsets where they begin.
        kinds: How they are set.
    """

    def __init__(
        self, text: str, zones: Sequence[Zone], direction: Qt.LayoutDirection, *, theme: Theme
    ) -> None:
        self.text = text
        self.direction = direction
        self.zones = tuple(zones)
        self._theme = theme
        self.pieces, self.starts, seams = split(display_text(text))
        self.offsets = DocumentOffsets(text, seams)
        self._seams = frozenset(seams)
        self.kinds = self._kinds()
        self._spaced = BlockKind.BLANK in self.kinds[:-1]

    @property
    def right_to_left(self) -> bool:
        """Whether the gutter stands at the right."""
        return self.direction == Qt.LayoutDirection.RightToLeft

    def block_at(self, offset: int) -> int:
        """Return the number of the block that holds an offset."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def block_end(self, number: int) -> int:
        """Return the offset behind the last character of a block."""
        return self.starts[number] + len(self.pieces[number])

    def words_beside(self, number: int, way: int) -> int:
        """Return the next block with words, downwards (1) or up (-1); else the last one."""
        end = len(self.kinds) if way > 0 else -1
        blank, kinds = BlockKind.BLANK, self.kinds
        return next((at for at in range(number, end, way) if kinds[at] is not blank), end - way)

    def new_document(self, parent: QObject, sizes: Sizes) -> QTextDocument:
        """Return an empty document for it; the caller owns it."""
        document = QTextDocument(parent)
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(0)
        document.setDefaultFont(sizes.body.font)
        made = QTextBlockFormat()
        made.setLayoutDirection(self.direction)
        QTextCursor(document).setBlockFormat(made)
        return document

    def append(self, document: QTextDocument, numbers: range, sizes: Sizes) -> None:
        """Put some pieces at the end of a document that has those before them."""
        cursor = QTextCursor(document)
        cursor.beginEditBlock()  # within it no cursor asks where it stands
        cursor.setPosition(document.characterCount() - 1)
        for kind, run in self._runs(numbers):
            words = "\n".join(self.pieces[run.start : run.stop])
            wanted = self._char_format(kind, sizes.styles[kind])
            if run.start == 0:
                cursor.setBlockCharFormat(wanted)
            cursor.insertText(f"\n{words}" if run.start else words, wanted)
        self._set_parts(cursor, numbers)
        cursor.endEditBlock()

    def set_zones(
        self, document: QTextDocument, zones: Sequence[Zone], sizes: Sizes, theme: Theme
    ) -> list[int]:
        """Set paragraphs as other zones want them; returns the blocks that changed."""
        changed = set(self.zones) ^ set(zones)
        if theme is not self._theme:
            changed |= set(zones)
        self._theme = theme
        self.zones = tuple(zones)
        before = self.kinds
        self.kinds = self._kinds()
        touched: set[int] = set()
        for zone in changed:
            last = self.block_at(zone.extent.end - 1)
            touched.update(range(self.block_at(zone.extent.start), last + 1))
        touched.update(n for n, kind in enumerate(self.kinds) if kind is not before[n])
        touched.update({number - 1 for number in touched if number})
        there = document.blockCount()
        self._set_blocks(document, sizes, sorted(n for n in touched if n < there))
        return sorted(touched)

    # --- formats --------------------------------------------------------------------------------

    def _kinds(self) -> list[BlockKind]:
        words = map(str.strip, self.pieces)  # without a step of Python's own for each line
        kinds = list(map((BlockKind.BLANK, BlockKind.BODY).__getitem__, map(bool, words)))
        for zone in self.zones:
            wanted = {
                ZoneKind.HEADLINE: BlockKind.HEADLINE,
                ZoneKind.BOILERPLATE: BlockKind.BOILERPLATE,
            }.get(zone.kind)
            if wanted is None or zone.extent.start >= len(self.text):
                continue
            last = self.block_at(zone.extent.end - 1)
            for number in range(self.block_at(zone.extent.start), last + 1):
                if kinds[number] is not BlockKind.BLANK and self._covers(zone, number):
                    kinds[number] = wanted
        return kinds

    def _covers(self, zone: Zone, number: int) -> bool:
        """Whether a zone holds all words of a block."""
        line = self.pieces[number]
        start = self.starts[number] + len(line) - len(line.lstrip())
        end = self.starts[number] + len(line.rstrip())
        return zone.extent.start <= start and end <= zone.extent.end

    def _plain_gap(self, sizes: Sizes) -> int:
        """Return the space after a paragraph that no empty line follows.

        Where paragraphs are set apart by empty lines, a single line end is a line of an address or
        a list, and stays close.
        """
        return 0 if self._spaced else sizes.gap

    def gap(self, number: int, sizes: Sizes) -> int:
        """Return the space below a block."""
        kind = self.kinds[number]
        if number + 1 >= len(self.kinds) or kind is BlockKind.BLANK:
            return 0
        following = self.kinds[number + 1]
        if following is BlockKind.BLANK or self.starts[number + 1] in self._seams:
            return 0
        return sizes.gap if following is not kind else self._plain_gap(sizes)

    def follows_blank(self, number: int) -> bool:
        """Whether a block is a second empty line, which adds nothing to the gap."""
        blank = BlockKind.BLANK
        return number > 0 and self.kinds[number] is blank and self.kinds[number - 1] is blank

    def _set_blocks(self, document: QTextDocument, sizes: Sizes, numbers: Sequence[int]) -> None:
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        for kind, run in self._runs(numbers):
            wanted = self._char_format(kind, sizes.styles[kind])
            block = document.findBlockByNumber(run.stop - 1)
            cursor.setPosition(document.findBlockByNumber(run.start).position())
            cursor.setPosition(block.position() + block.length() - 1, _KEEP)
            cursor.setBlockCharFormat(wanted)
            cursor.setCharFormat(wanted)
        self._set_parts(cursor, numbers)
        cursor.endEditBlock()

    def _runs(self, numbers: Sequence[int]) -> Iterator[tuple[BlockKind, range]]:
        """Yield stretches of blocks of one kind."""
        start = end = -1
        for number in numbers:
            if number != end or self.kinds[number] is not self.kinds[start]:
                if end > start:
                    yield self.kinds[start], range(start, end)
                start = number
            end = number + 1
        if end > start:
            yield self.kinds[start], range(start, end)

    def _set_parts(self, cursor: QTextCursor, numbers: Sequence[int]) -> None:
        """Colour zones that are a part of a paragraph: dateline, byline."""
        for zone in self.zones:
            if zone.extent.start >= len(self.text):
                continue
            first, last = self.block_at(zone.extent.start), self.block_at(zone.extent.end - 1)
            for number in numbers[bisect_left(numbers, first) : bisect_right(numbers, last)]:
                start = max(zone.extent.start, self.starts[number])
                end = min(zone.extent.end, self.block_end(number))
                if start < end:
                    cursor.setPosition(self.offsets.to_utf16(start))
                    cursor.setPosition(self.offsets.to_utf16(end), _KEEP)
                    cursor.mergeCharFormat(self._part_format(zone.kind))

    def _char_format(self, kind: BlockKind, style: TextStyle) -> QTextCharFormat:
        made = QTextCharFormat()
        if kind is not BlockKind.BODY:
            made.setFont(style.font)
        if kind is BlockKind.BOILERPLATE:
            made.setForeground(self._theme.faint)
        return made

    def _part_format(self, kind: ZoneKind) -> QTextCharFormat:
        made = QTextCharFormat()
        if kind is ZoneKind.HEADLINE:
            made.setFontWeight(700)
        else:
            colour = self._theme.faint if kind is ZoneKind.BOILERPLATE else self._theme.mute
            made.setForeground(QColor(colour))
        return made
