"""What a search of the guideline found."""

from collections.abc import Sequence

from annotator.domain.guideline import Guideline, Hit
from annotator.ui.guideline.entry_view import Column
from annotator.ui.guideline.parts import EntryRow, Section
from annotator.ui.inspector.parts import Words
from annotator.ui.look import Look


class SearchView(Column):
    """The entries that hold the words, best first."""

    def __init__(self, look: Look, guideline: Guideline, words: str) -> None:
        super().__init__(look, guideline)
        self.hits: Sequence[Hit] = guideline.search(words)
        self.rows: list[EntryRow] = []
        count = len(self.hits)
        if not count:
            nothing = Words(
                look,
                self.tr("Nothing found for “{words}”. Clear the search.").format(words=words),
                ink="mute",
                wrap=True,
            )
            nothing.setContentsMargins(0, 12, 0, 0)
            self.column.addWidget(nothing)
        else:
            title = self.tr("1 found") if count == 1 else self.tr("{count} found")
            section = Section(look, title.format(count=count))
            for number, hit in enumerate(self.hits):
                row = self._row(hit.entry, hit.entry.title, hit.excerpt)
                section.add(row, above=0 if number else 2)
                self.rows.append(row)
            self.column.addWidget(section)
        self.column.addStretch(1)
        self.setAccessibleName(self.tr("Found"))
