"""Frames entered by keys: made of words, slots filled, values chosen, notes written."""

from annotator.domain.extent import Extent
from annotator.domain.framing import anchor_of, frame_that_fits, role_for, takes_any
from annotator.ui.inspector.label_grid import KEY_ORDER
from tests.typing_in.chooser import extent_of
from tests.typing_in.hands import CTRL, SHIFT, Key
from tests.typing_in.tagger import Tagger, digit


class Framer(Tagger):
    """Enters frames one after the other; each needs the frames that fill it to be there."""

    def __init__(self, desk, line):
        super().__init__(desk, line)
        self.spans = {one["id"]: one for one in line["spans"]}
        self.frames = {one["id"]: one for one in line["frames"]}
        self.made = {}

    @property
    def frame(self):
        """The selected frame."""
        return self.desk.page.frame_desk.frame

    @property
    def armed(self):
        return self.desk.page.frame_desk.armed

    # --- in which order -----------------------------------------------------------------------

    def in_order(self):
        """Yield the frames in text order, each after those that fill it."""
        waiting = sorted(self.frames.values(), key=self._place)
        while waiting:
            ready = [one for one in waiting if self._is_ready(one)]
            self.expect(ready, "frames fill one another")
            yield ready[0]
            waiting.remove(ready[0])

    def _place(self, frame):
        words = [self.spans[one] for one in self._fillers(frame) if one in self.spans]
        return min((span["start"] for span in words), default=0)

    @staticmethod
    def _fillers(frame):
        return [one for fillers in frame["roles"].values() for one in fillers]

    def _is_ready(self, frame):
        """Whether what fills it is there, but for words that its own slots make tags of."""
        fillers = self._fillers(frame)
        frames_there = all(one in self.made for one in fillers if one in self.frames)
        return frames_there and all(
            self.tag(self.spans[one]) is not None
            for one in fillers
            if one in self.spans and one not in self.made_by(frame)
        )

    def made_by(self, frame):
        """Return the spans that a frame makes of words: those in a slot of their label."""
        kind = self.scheme.frame_type_by_name[frame["type"]]
        return {
            one
            for name, fillers in frame["roles"].items()
            for one in fillers
            if one in self.spans and self.spans[one]["label"] == kind.role(name).new_label
        }

    # --- one frame ----------------------------------------------------------------------------

    def enter_frame(self, gold):
        """Make a frame, fill its slots, choose its values and write its note."""
        self.hands.begin(gold["type"])
        kind = self.scheme.frame_type_by_name[gold["type"]]
        need = {name: list(gold["roles"].get(name, ())) for name in (r.name for r in kind.roles)}
        self._start(kind, need)
        self.made[gold["id"]] = self.frame.id
        anchor = anchor_of(kind)
        if need[anchor] and gold["roles"][anchor][0] != need[anchor][0]:
            self._add_fragments(kind.role(anchor), need)
        while any(need.values()) or set(gold["implied"]) - set(self.frame.implied):
            self._arm([*(name for name in need if need[name]),
                       *(name for name in gold["implied"] if name not in self.frame.implied)],
                      kind)  # fmt: skip
            if need[self.armed]:
                self._fill(kind.role(self.armed), need[self.armed].pop(0))
            else:
                self.hands.press(Key.Key_I)
        self._choose_values(gold, kind)
        if gold["note"]:
            task = self.hands.task
            self.note(gold["note"])
            self.hands.task = task
        self._check(gold)

    def _start(self, kind, need):
        """Press the key of the frame type on the words or tag that cost least."""
        ways = []
        for name, fillers in need.items():
            gold = self.spans.get(fillers[0]) if fillers else None
            if gold is not None:
                ways += [(cost, act, name) for cost, act in self._ways_to_start(kind, name, gold)]
        _, act, name = min(ways, key=lambda way: way[0])
        first = need[name].pop(0)
        act()
        before = {frame.id for frame in self.tags.frames}
        self.hands.press(getattr(Key, f"Key_{kind.key}"))
        self.expect(self.frame is not None and self.frame.id not in before,
                    f"no {kind.name} of “{self.spans[first]['text']}”")  # fmt: skip

    def _ways_to_start(self, kind, name, gold):
        tag = self.tag(gold)
        if tag is not None and role_for(kind, gold["label"]).name == name:
            yield from self.ways_to_tag(tag)
        role = kind.role(name)
        if role.anchor and gold["label"] == role.new_label:
            yield from self.ways_to_quotation(extent_of(gold))
            yield from self.ways_to_words(extent_of(gold))

    def _add_fragments(self, role, need):
        """Add the further words of the role that anchors the frame, whatever is armed."""
        while need[role.name]:
            gold = self.spans.get(need[role.name][0])
            if gold is None or (self.tag(gold) is None and gold["label"] != role.new_label):
                return
            ways = list(self.ways_to_tag(self.tag(gold))) if self.tag(gold) is not None else []
            if gold["label"] == role.new_label:
                ways += [*self.ways_to_quotation(extent_of(gold)),
                         *self.ways_to_words(extent_of(gold))]  # fmt: skip
            self.take(ways)
            self.hands.press(Key.Key_F)
            need[role.name].pop(0)

    def _arm(self, wanted, kind):
        """Arm one of some roles, the nearest."""
        if self.armed in wanted:
            return
        names = [role.name for role in kind.roles]
        here = names.index(self.armed) if self.armed else None
        ahead = {(n - here) % len(names) if here is not None else n + 1: n for n in
                 map(names.index, wanted)}  # fmt: skip
        behind = {(here - n) % len(names) if here is not None else len(names) - n: n for n in
                  map(names.index, wanted)}  # fmt: skip
        if min(ahead) <= min(behind):
            self.hands.press(Key.Key_R, times=min(ahead))
        else:
            self.hands.press(Key.Key_R, SHIFT, times=min(behind))
        self.expect(self.armed in wanted, f"“{self.armed}” is armed, not one of {wanted}")

    # --- what fills a slot --------------------------------------------------------------------

    def _fill(self, role, filler):
        held = len(self._held(role.name))
        if filler in self.spans:
            self._fill_with_span(role, self.spans[filler])
        elif filler in self.entities:
            self._fill_with_entity(self.entities[filler])
        else:
            self._fill_with_frame(role, self.made[filler])
        self.expect(len(self._held(role.name)) == held + 1, f"{filler} is no {role.name}")

    def _held(self, role):
        return [one for one in self.frame.fillers if one.role == role]

    def _fill_with_span(self, role, gold):
        tag, extent = self.tag(gold), extent_of(gold)
        label = self.scheme.label_by_name[gold["label"]]
        ways = []
        if tag is not None:
            at = None if takes_any(role) else lambda offset: self._taken_at(role, offset, tag)
            ways += [(cost, act, Key.Key_Return) for cost, act in self.ways_to_tag(tag, at)]
        if gold["label"] == role.new_label:
            ways += [(c, act, Key.Key_Return) for c, act in self.ways_to_words(extent)]
        if label.key:
            found = [*self.ways_to_word(extent), *self.ways_to_words(extent)]
            ways += [(cost, act, digit(label.key)) for cost, act in found]
        self.expect(ways, f"nothing brings “{gold['text']}” into {role.name}")
        _, act, key = min(ways, key=lambda way: way[0])
        act()
        self.hands.press(key)

    def _taken_at(self, role, offset, tag):
        """Whether Enter takes a tag into the armed slot when the caret is at an offset."""
        marks = (mark for mark in self.view.marks_at(offset) if mark.label in role.labels)
        return next((mark.id for mark in marks), None) == ("span", tag.id)

    def _fill_with_entity(self, entity):
        """Fill the armed slot with an entity by its name."""
        if self.busy:
            self.go(self.view.caret)
        self.hands.press(Key.Key_L)
        popup = self.desk.page.slot_filling.popup
        self.expect(popup.isVisible(), "L asks for no name")
        wanted = (entity["type"], entity["name"])
        self.hands.type(entity["name"])
        numbers = [n for n, row in enumerate(popup.rows) if (row.type, row.name) == wanted]
        self.expect(numbers, f"{wanted} is not offered")
        self.hands.press(Key.Key_Down, times=numbers[0] - popup.list.currentIndex().row())
        self.hands.press(Key.Key_Return)

    def _fill_with_frame(self, role, key):
        """Fill the armed slot with the frame that a tag leads to."""
        other = next(frame for frame in self.tags.frames if frame.id == key)
        ways = []
        for span in {one.span for one in other.fillers if one.span is not None}:
            found = frame_that_fits(self.tags.frames, role, span, self.frame)
            if found is not None and found.id == key:
                tag = self.desk.desk.span(span)
                ways += self.ways_to_tag(tag, lambda offset, tag=tag: self._is_first(offset, tag))
        self.expect(ways, f"no tag leads to the {other.type}")
        self.take(ways)
        self.hands.press(Key.Key_Return)

    def _is_first(self, offset, tag):
        marks = self.view.marks_at(offset)
        return bool(marks) and marks[0].id == ("span", tag.id)

    # --- values -------------------------------------------------------------------------------

    def _choose_values(self, gold, kind):
        """Choose on the card what differs from the gold."""
        wrong = [
            attribute
            for attribute in kind.attributes
            if self.frame.attributes.get(attribute.name) != gold["attributes"].get(attribute.name)
        ]
        if not wrong:
            return
        self.hands.press(Key.Key_D)
        for attribute in wrong:
            self._choose_value(attribute, gold["attributes"].get(attribute.name))
        self.hands.press(Key.Key_Escape)
        self.expect(self.hands.in_text, "Esc does not lead back from the card")

    def _choose_value(self, attribute, value):
        control = self.desk.page.inspector.frame.row(attribute.name).control
        for _ in range(20):
            if control.hasFocus():
                break
            self.hands.press(Key.Key_Tab)
        self.expect(control.hasFocus(), f"Tab does not lead to {attribute.name}")
        if attribute.values and value is not None:
            self.hands.press(digit(KEY_ORDER[attribute.values.index(value)]))
        elif attribute.values:
            self.hands.press(Key.Key_Backspace)
        else:
            self.hands.press(Key.Key_A, CTRL)
            self.hands.press(Key.Key_Backspace)
            self.hands.type(value or "")
            self.hands.press(Key.Key_Tab)
        found = self.frame.attributes.get(attribute.name)
        self.expect(found == value, f"{attribute.name} is {found}, not {value}")

    # --- looking back -------------------------------------------------------------------------

    def _check(self, gold):
        """Compare the frame on the screen with the gold."""
        frame, found = self.frame, {}
        for filler in frame.fillers:
            found.setdefault(filler.role, []).append(self._shown(filler))
        wanted = {
            role: [self._meaning(one) for one in fillers]
            for role, fillers in gold["roles"].items()
            if fillers
        }
        self.expect(found == wanted, f"{gold['id']}: {found} is not {wanted}")
        self.expect(set(frame.implied) == set(gold["implied"]), f"implied: {frame.implied}")
        self.expect(dict(frame.attributes) == gold["attributes"], f"{frame.attributes}")
        self.expect(frame.note == gold["note"], f"note {frame.note!r}")

    def _shown(self, filler):
        if filler.span is not None:
            tag = self.desk.desk.span(filler.span)
            return (tag.extent, tag.label)
        if filler.frame is not None:
            return filler.frame
        entity = self.tags.entities[filler.entity]
        return (entity.type, entity.name)

    def _meaning(self, filler):
        if filler in self.spans:
            gold = self.spans[filler]
            return (Extent(gold["start"], gold["end"]), gold["label"])
        if filler in self.made:
            return self.made[filler]
        entity = self.entities[filler]
        return (entity["type"], entity["name"])
