"""Zones, tags, links, notes and dates of an article, entered by keys."""

from annotator.domain.article import ZoneKind
from annotator.ui.article_header import KEYS
from annotator.ui.inspector.values import NewChoice, NoChoice
from annotator.ui.inspector.zone_popup import CHOICES
from tests.typing_in.chooser import Chooser, extent_of
from tests.typing_in.hands import CTRL, SHIFT, Key


class Tagger(Chooser):
    """Enters zones and spans; those without a label key only where nothing else makes them."""

    def __init__(self, desk, line):
        super().__init__(desk, line)
        self.entities = {one["id"]: one for one in line["entities"]}

    # --- what is known of the article ---------------------------------------------------------

    def enter_metadata(self):
        """Correct outlet, date and address in the head of the article, one after the other."""
        metadata, wanted = self.desk.desk.article.metadata, self.line["meta"]
        wrong = [key for key in KEYS if getattr(metadata, key) != wanted[key]]
        if not wrong:
            return
        self.hands.begin("metadata")
        self.hands.press(Key.Key_F2)
        while wrong:
            key = self.desk.page.header.editing
            if key in wrong:
                wrong.remove(key)
                self.hands.press(Key.Key_A, CTRL)
                self.hands.type(wanted[key] or "")
            self.hands.press(Key.Key_Tab if wrong else Key.Key_Return)
        self.expect(self.hands.in_text, "Enter does not lead back from the head")

    # --- zones --------------------------------------------------------------------------------

    def enter_zones(self):
        """Correct what the program found: first what is none, then what is one."""
        wanted = [(zone["kind"], extent_of(zone)) for zone in self.line["zones"]]
        zones = [(str(zone.kind), zone.extent) for zone in self.desk.desk.article.zones]
        for kind, extent in [*zones, *wanted]:
            now = [(str(zone.kind), zone.extent) for zone in self.desk.desk.article.zones]
            if (kind, extent) not in wanted and (kind, extent) in now:
                self._set_zone(None, extent)
            elif (kind, extent) in wanted and (kind, extent) not in now:
                self._set_zone(ZoneKind(kind), extent)

    def _set_zone(self, kind, extent):
        self.hands.begin("zone")
        paragraph = [
            (cost, act)
            for offset in range(extent.start, extent.end)
            if self.view.paragraph_extent(offset) == extent
            for cost, act in [self._way_to([offset])]
        ]
        self.take([*paragraph, *self.ways_to_words(extent)])
        self.hands.press(Key.Key_Z)
        self.hands.press(digit(str(CHOICES.index(kind) + 1)))

    # --- tags ---------------------------------------------------------------------------------

    def enter_span(self, gold):
        """Label words by the key of their label; one without a key is found by the palette."""
        label = self.scheme.label_by_name[gold["label"]]
        extent = extent_of(gold)
        self.hands.begin("tag" if label.key else "tag without a key")
        self.take([*self.ways_to_word(extent), *self.ways_to_words(extent)])
        if label.key:
            self.hands.press(digit(label.key))
        else:
            self.hands.press(Key.Key_K, CTRL)
            self.hands.type(f"as {label.name}".lower())
            self.hands.press(Key.Key_Return)
        self.expect(self.tag(gold) is not None, f"“{gold['text']}” is no {label.name}")
        self.enter_details(gold)

    def enter_details(self, gold):
        """Enter what else the gold says of a tag that was made just now and is current."""
        if self.meant(gold) != self.wanted(gold):
            self.link(gold)
        for name, value in gold["attributes"].items():
            if self.tag(gold).attributes.get(name) != value:
                self.date(gold, name, value)
        if self.tag(gold).note != gold["note"]:
            self.note(gold["note"])
            self.expect(self.tag(gold).note == gold["note"], f"no note on “{gold['text']}”")

    def note(self, words):
        """Write the note of the current tag or of the selected frame."""
        self.hands.begin("note")
        self.hands.press(Key.Key_C)
        self.hands.type(words)
        self.hands.press(Key.Key_Return)
        self.expect(self.hands.in_text, "Enter does not lead back from the note")

    def date(self, gold, name, value):
        """Give a date its value: V takes what its words say, or opens the field."""
        self.hands.begin("date")
        self.hands.press(Key.Key_V)
        if self.hands.in_text and self.tag(gold).attributes.get(name) != value:
            self.hands.press(Key.Key_V)  # it says something else: its field
        if not self.hands.in_text:
            self.hands.press(Key.Key_A, CTRL)
            self.hands.type(value)
            self.hands.press(Key.Key_Return)
        self.expect(self.hands.in_text, "Enter does not lead back from the date")
        found = self.tag(gold).attributes.get(name)
        self.expect(found == value, f"“{gold['text']}” is {found}, not {value}")

    # --- links --------------------------------------------------------------------------------

    def wanted(self, gold):
        """Type and name of what a span of the gold means."""
        entity = self.entities.get(gold["entity"])
        return (entity["type"], entity["name"]) if entity is not None else None

    def meant(self, gold):
        """Type and name of what its tag is linked to."""
        entity = self.tags.entities.get(self.tag(gold).entity)
        return (entity.type, entity.name) if entity is not None else None

    def link(self, gold):
        """Link the current tag by the fewest keys: Y where the right one is proposed, else L."""
        self.hands.begin("link")
        wanted = self.wanted(gold)
        offered = self.desk.page.linking.proposal(self.tag(gold))
        if wanted is None:
            self.hands.press(Key.Key_L)
            self.hands.press(Key.Key_Backspace)
        elif offered is not None and (offered.type, offered.name) == wanted:
            self.hands.press(Key.Key_Y)
        else:
            self.hands.press(Key.Key_L)
            self._choose(self.desk.page.linking.popup, *wanted)
        self.expect(self.meant(gold) == wanted, f"“{gold['text']}” means {self.meant(gold)}")

    def _choose(self, popup, kind, name):
        """Choose an entity in the list, or make it, by the fewest keys."""
        row = self._row(popup, kind, name)
        if row is None:
            self.hands.type(name)
            row = self._row(popup, kind, name)
        if row is None:
            self.hands.press(digit(self.scheme.label_by_name[kind].key), CTRL)
            row = self._row(popup, kind, name)
        self.expect(row is not None, f"{kind} “{name}” is not offered")
        if isinstance(row, NewChoice):
            self.hands.press(Key.Key_Return, SHIFT)
            return
        away = popup.rows.index(row) - popup.list.currentIndex().row()
        self.hands.press(Key.Key_Down if away > 0 else Key.Key_Up, times=abs(away))
        if (
            popup.certain.isVisible()
            and popup.certain.isChecked()
            and self._some_differ(kind, name)
        ):
            self.hands.press(Key.Key_Tab)
        self.hands.press(Key.Key_Return)

    @staticmethod
    def _row(popup, kind, name):
        rows = [row for row in popup.rows if not isinstance(row, NoChoice)]
        return next((row for row in rows if (row.type, row.name) == (kind, name)), None)

    def _some_differ(self, kind, name):
        """Whether some of the mentions marked in the text mean another entity."""
        right = {extent_of(s) for s in self.line["spans"] if self.wanted(s) == (kind, name)}
        return not set(self.view.shown.hits) <= right


def digit(key):
    """Return the key of a digit."""
    return getattr(Key, f"Key_{key}")
