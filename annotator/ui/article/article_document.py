"""The text of an article as a QTextDocument, character for character."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QColor,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextOption,
)
from PySide6.QtWidgets import QTextEdit

from annotator.domain.article import Zone, ZoneKind
from annotator.domain.offsets import OffsetMap
from annotator.ui.article.inks import BlockKind, Sizes, TextStyle
from annotator.ui.theme import Theme

_UNFIT = re.compile("\r\n|[\x00\r\u2029\ufdd0\ufdd1\ufeff\ufffc\ufffe\ud800-\udfff]")
_FIT = {"\r\n": "\u200b\n", "\x00": "\u2400", "\r": "\n", "\u2029": "\n", "\ufeff": "\u2060"}
_LONGEST_WORD = 5_000
"""Qt looks for the end of a word anew on each of its lines: the square of its length in time."""
_FIXED = QTextBlockFormat.LineHeightTypes.FixedHeight.value


def display_text(text: str) -> str:
    """Return a copy for the widget in which no character changes its place.

    A QTextDocument swallows or moves some characters (a CR before an LF, noncharacters, lone
    surrogates), and the way to it swallows a byte order mark at the beginning; each is shown as
    another of the same length, in code points and in UTF-16.
    """
    return _UNFIT.sub(lambda match: _FIT.get(match[0], "\ufffd"), text)


class ArticleDocument:
    """One article as it is set: its words, their offsets, and the document that shows them.

    The document is filled before any view shows it, so that nothing is laid out twice. The words
    are never read back from it.
    """

    def __init__(
        self, text: str, zones: Sequence[Zone], direction: Qt.LayoutDirection, *, theme: Theme
    ) -> None:
        self.text = text
        self.offsets = OffsetMap(text)
        self.direction = direction
        self.zones = tuple(zones)
        self._theme = theme
        self._lines = display_text(text).split("\n")
        self.starts: list[int] = []
        at = 0
        for line in self._lines:
            self.starts.append(at)
            at += len(line) + 1
        self.kinds = self._kinds()
        self._spaced = any(kind is BlockKind.BLANK for kind in self.kinds[:-1])

    @property
    def right_to_left(self) -> bool:
        """Whether the gutter stands at the right."""
        return self.direction == Qt.LayoutDirection.RightToLeft

    def block_at(self, offset: int) -> int:
        """Return the number of the block that holds an offset."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def block_end(self, number: int) -> int:
        """Return the offset behind the last character of a block."""
        return self.starts[number] + len(self._lines[number])

    def make(self, parent: QTextEdit, sizes: Sizes) -> QTextDocument:
        """Return a new document; the caller owns it."""
        document = QTextDocument(parent)
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(0)
        document.setDefaultFont(sizes.body.font)
        option = document.defaultTextOption()
        option.setWrapMode(self.wrap_mode)
        document.setDefaultTextOption(option)
        set_frame(document, sizes, right_to_left=self.right_to_left)
        cursor = QTextCursor(document)
        cursor.setBlockFormat(self._block_format(BlockKind.BODY, sizes, gap=self._plain_gap(sizes)))
        cursor.insertText("\n".join(self._lines))
        self._set_blocks(document, sizes, range(len(self._lines)))
        return document

    @cached_property
    def wrap_mode(self) -> QTextOption.WrapMode:
        """How lines are broken: anywhere where a word fills pages, as no article's does."""
        for line in self._lines:
            if len(line) > _LONGEST_WORD and max(map(len, line.split(" "))) > _LONGEST_WORD:
                return QTextOption.WrapMode.WrapAnywhere
        return QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere

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
        self._set_blocks(document, sizes, sorted(touched), afresh=True)
        return sorted(touched)

    # --- formats --------------------------------------------------------------------------------

    def _kinds(self) -> list[BlockKind]:
        kinds = [BlockKind.BODY if line.strip() else BlockKind.BLANK for line in self._lines]
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
        line = self._lines[number]
        start = self.starts[number] + len(line) - len(line.lstrip())
        end = self.starts[number] + len(line.rstrip())
        return zone.extent.start <= start and end <= zone.extent.end

    def _plain_gap(self, sizes: Sizes) -> int:
        """Return the space after a paragraph that no empty line follows.

        Where paragraphs are set apart by empty lines, a single line end is a line of an address or
        a list, and stays close.
        """
        return 0 if self._spaced else sizes.gap

    def _gap(self, number: int, sizes: Sizes) -> int:
        kind = self.kinds[number]
        if number + 1 >= len(self.kinds) or kind is BlockKind.BLANK:
            return 0
        following = self.kinds[number + 1]
        if following is BlockKind.BLANK:
            return 0
        return sizes.gap if following is not kind else self._plain_gap(sizes)

    def _block_format(self, kind: BlockKind, sizes: Sizes, *, gap: int) -> QTextBlockFormat:
        made = QTextBlockFormat()
        made.setLineHeight(sizes.styles[kind].line, _FIXED)
        made.setBottomMargin(gap)
        made.setLayoutDirection(self.direction)
        return made

    def _set_blocks(
        self, document: QTextDocument, sizes: Sizes, numbers: Sequence[int], *, afresh: bool = False
    ) -> None:
        usual = self._plain_gap(sizes)
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        for number in numbers:
            kind, gap = self.kinds[number], self._gap(number, sizes)
            if not afresh and kind is BlockKind.BODY and gap == usual:
                continue
            block = document.findBlockByNumber(number)
            cursor.setPosition(block.position())
            if self._follows_blank(number):
                wanted = self._block_format(kind, sizes, gap=0)
                wanted.setLineHeight(4, _FIXED)
            else:
                wanted = self._block_format(kind, sizes, gap=gap)
            cursor.setBlockFormat(wanted)
            if afresh or kind is not BlockKind.BODY:
                self._set_block_words(cursor, block, self._char_format(kind, sizes.styles[kind]))
        self._set_parts(cursor, numbers)
        cursor.endEditBlock()

    def _follows_blank(self, number: int) -> bool:
        """Whether a block is a second empty line, which adds nothing to the gap."""
        blank = BlockKind.BLANK
        return number > 0 and self.kinds[number] is blank and self.kinds[number - 1] is blank

    def _set_block_words(
        self, cursor: QTextCursor, block: QTextBlock, wanted: QTextCharFormat
    ) -> None:
        cursor.setBlockCharFormat(wanted)
        if block.length() > 1:
            cursor.setPosition(block.position() + block.length() - 1, _KEEP)
            cursor.setCharFormat(wanted)

    def _set_parts(self, cursor: QTextCursor, numbers: Sequence[int]) -> None:
        """Colour zones that are a part of a paragraph: dateline, byline."""
        wanted = set(numbers)
        for zone in self.zones:
            if zone.extent.start >= len(self.text):
                continue
            first, last = self.block_at(zone.extent.start), self.block_at(zone.extent.end - 1)
            for number in range(first, last + 1):
                if number not in wanted:
                    continue
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


_KEEP = QTextCursor.MoveMode.KeepAnchor


def set_frame(document: QTextDocument, sizes: Sizes, *, right_to_left: bool) -> None:
    """Set the margins around the text: gutter at its beginning, air at its end."""
    frame = QTextFrameFormat()
    first, second = sizes.gutter, sizes.margin
    frame.setLeftMargin(second if right_to_left else first)
    frame.setRightMargin(first if right_to_left else second)
    frame.setTopMargin(sizes.top)
    frame.setBottomMargin(sizes.bottom)
    document.rootFrame().setFrameFormat(frame)
