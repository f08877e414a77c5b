"""What the register knows of the entities of an article, entered on the Entities page."""

from tests.typing_in.framer import Framer
from tests.typing_in.hands import CTRL, Key

WIKIDATA = "wikidata"


class Registrar(Framer):
    """Goes down the list of the Entities page and enters aliases, ids, notes and offices."""

    def enter_register(self):
        """Enter what the gold knows of the entities; the keyboard is in the text afterwards."""
        self.hands.begin("register")
        self.hands.press(Key.Key_3, CTRL)
        page = self.desk.window.pages.currentWidget()
        waiting = {(one["type"], one["name"]): one for one in self.entities.values()}
        for _ in range(page.register.model.rowCount()):
            shown = page.desk.entity
            gold = waiting.pop((shown.type, shown.name), None)
            if gold is not None:
                self._enter(page, gold)
            if waiting:
                self.hands.press(Key.Key_Down)
        self.expect(not waiting, f"not in the register: {list(waiting)}")
        self.hands.press(Key.Key_1, CTRL)
        self.expect(self.hands.in_text, "Ctrl+1 does not lead to the text")

    def _enter(self, page, gold):
        for alias in [one for one in page.desk.entity.aliases if one not in gold["aliases"]]:
            self._drop(page, alias)
        for alias in gold["aliases"]:
            if alias not in page.desk.entity.aliases:
                self._write("alias", Key.Key_A, alias)
        link = gold["links"].get(WIKIDATA, "")
        if link != page.desk.entity.links.get(WIKIDATA, ""):
            self._write("Wikidata id", Key.Key_W, link)
        if gold["note"] != page.desk.entity.note:
            self._write("note on an entity", Key.Key_N, gold["note"])
        for office in gold["offices"][len(page.desk.entity.offices) :]:
            self._write("office", Key.Key_O, office)

    def _write(self, task, key, words):
        self.hands.begin(task)
        self.hands.press(key)
        self.hands.type(words)
        self.hands.press(Key.Key_Return)
        self.hands.task = "register"

    def _drop(self, page, alias):
        """Take an alias away: Tab to its pill, Backspace."""
        self.hands.begin("wrong alias")
        self.hands.press(Key.Key_F6)
        for _ in range(40):
            if getattr(self.hands.focus, "words", "") == alias:
                break
            self.hands.press(Key.Key_Tab)
        self.hands.press(Key.Key_Backspace)
        self.expect(alias not in page.desk.entity.aliases, f"{alias} is an alias still")
        self.hands.press(Key.Key_Escape)
        self.hands.task = "register"
