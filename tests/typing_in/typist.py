"""A typist who enters a whole line of gold into the window and touches nothing but keys.

What is on the screen (caret, current tag, armed slot, cards, lists) is looked at as a person would;
everything done is a key pressed on the widget that has the focus. Of several ways to do a thing the
one with the fewest keys is taken.
"""

from tests.typing_in.hands import CTRL, Key
from tests.typing_in.registrar import Registrar


class Typist(Registrar):
    """Enters one line of gold into the open article."""

    def enter(self):
        """Enter everything, from the head to what the register knows; complete the article."""
        self.enter_metadata()
        self.enter_zones()
        made_by_frames = self._made_by_frames()
        for gold in self.line["spans"]:
            if gold["id"] not in made_by_frames:
                self.enter_span(gold)
        for gold in self.in_order():
            self.enter_frame(gold)
        self.enter_register()
        self.hands.begin("complete")
        self.hands.press(Key.Key_Return, CTRL)

    def _made_by_frames(self):
        """Return the spans without a label key that frames make."""
        found = set().union(*map(self.made_by, self.frames.values()))
        return {one for one in found if not self.scheme.label_by_name[self.spans[one]["label"]].key}
