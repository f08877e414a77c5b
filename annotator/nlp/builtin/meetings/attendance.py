"""Who takes part in a meeting: beside its name, before its verb, behind a pronoun."""

from collections.abc import Mapping

from annotator.nlp.builtin.lexicon import word_set
from annotator.nlp.builtin.parties import HE, HIM, HIS, PREPOSITIONS, THEIR, THEY, Group, Parties
from annotator.nlp.builtin.statements.layout import Layout, Mention
from annotator.nlp.tokens import Kind

GATHERINGS = frozenset({"summit", "conference"})
_HOLDERS = word_set(
    "hold holds held holding have has had having give gives gave giving pay pays paid paying make "
    "makes made making begin begins began attend attends attended attending chair chairs chaired "
    "host hosts hosted hosting join joins joined address addressed addresses open opened opens "
    "wraps wrapped wrapping wind winds wound mark marked "
    "start starts started conclude concluded wrap end ended ends cancelled canceled postponed "
    "resume resumed continue continued presided closed closes close at in after during before "
    "into for to on told"
)
_WANTING = word_set(
    "propose proposes proposed offer offers offered seek seeks sought want wants wanted request "
    "requests requested refuse refuses refused arrange arranges arranged plan plans planned "
    "demand demands demanded cancel cancels postpone postpones rejected rejects sought secured"
)
_INTRODUCING = word_set("in at during after before following speaking addressing on")
_DID = word_set(
    "met flew left went took held gave made had has have was were is are will would did came sent "
    "spoke wrote won put set paid saw struck laid began"
)
_NONE: frozenset[str] = frozenset()
_REMEMBERED = 5  # meetings whose people "the three ministers" may be
_GATHERED = word_set(
    "attended brings bringing brought gathers gathered gathering including involving delegates "
    "delegations representatives ministers leaders envoys officials from joined"
)
_ATTENDED = word_set(
    "attended hosted mediated brokered facilitated moderated chaired co-chaired convened presided"
)
_THROUGH = frozenset({"by", "from", "of", "with"})
_NOT_YET = frozenset({"before", "for", "after"})  # who speaks of a summit need not be there
_AT_ITS_SIDE = word_set("at after during following")  # "left early, after talks with"
_SAME = word_set("ministers presidents envoys leaders diplomats officials premiers negotiators")
_REACH = 24  # tokens in which others are looked for
_NEAR = 5
_HELD = 7  # tokens: "wrapped up a two-day visit"


class Attendance:
    """Answers for one page; every question looks at a bounded number of tokens."""

    def __init__(self, layout: Layout, parties: Parties, voices: Mapping[int, Mention]) -> None:
        """Begin a page; ``voices`` says who speaks, by the sentence in a quotation."""
        self._layout = layout
        self._parties = parties
        self._voices = voices
        self._recent: list[tuple[int, tuple[Mention, ...]]] = []

    def remember(self, index: int, people: tuple[Mention, ...]) -> None:
        """Keep who met: "the two ministers" may be they."""
        self._recent = [*self._recent[-_REMEMBERED:], (index, people)]

    def subject(self, index: int) -> tuple[Group | None, bool]:
        """Return who does what a verb says, and whether a pronoun had to be read."""
        subject, pronoun = self._parties.subject(index)
        if subject is not None and (count := self._numbered(subject)):
            return self.them(index, count) or subject, True
        if subject is not None or not pronoun:
            return subject, False
        if pronoun in HE:
            return self._parties.him(index, pronoun), True
        if pronoun == "i":
            speaker = self._voices.get(self._layout.unit_of[index])
            return (Group(index, index, (speaker,), "") if speaker else None), True
        return (self.them(index), True) if pronoun in THEY else (None, False)

    def _numbered(self, group: Group) -> int:
        """Return how many "the two ministers" are, who were named before; 0 for others."""
        office = len(group.parties) == 1 and group.parties[0].label == "ROLE"
        near = self._layout.low[max(0, group.first - 1) : group.parties[0].first + 1]
        if office and near[-2:-1] == ["the"] and near[-1] in _SAME:
            return 2 if self._recent and self._persons(self._recent[-1][1]) > 1 else 0
        if not office or {"two", "three", "both"}.isdisjoint(near):
            return 0
        return 3 if "three" in near else 2

    def them(self, index: int, count: int = 2) -> Group | None:
        """Return who is meant by "they": those of the last meeting, or those named together."""
        named = self._parties.them(index)
        if named is not None and (len(named.parties) < count or self._unlike(named)):
            named = None
        fitting = [one for one in self._recent if len(one[1]) >= count]
        if not fitting or (named is not None and named.first > fitting[-1][0]):
            return named
        first, people = fitting[-1]
        return Group(first, first, people, "")

    def _persons(self, people: tuple[Mention, ...]) -> int:
        return sum(one.label == "PERSON" for one in people)

    def _unlike(self, group: Group) -> bool:
        """Whether those listed are of several kinds, as persons and offices are."""
        return any(one.label == "ROLE" for one in group.parties) or (
            group.person and any(one.label != "PERSON" for one in group.parties)
        )

    def told(self, first: int, own: tuple[Mention, ...]) -> tuple[Mention, ...]:
        """Return who is told something in the sentence: "told Petrova in a call"."""
        layout = self._layout
        unit = layout.units[layout.unit_of[first]]
        for place in range(max(unit.first, first - _REACH), min(unit.last, first + _REACH)):
            if layout.word(place) == "told":
                group = self._parties.after(place + 1, through=_NONE)
                if group is not None and group.person:
                    return tuple(one for one in group.parties if one not in own)
        return ()

    def before(self, first: int) -> tuple[Mention, ...]:
        """Return the persons who were named last in the sentence before a noun."""
        begin = self._layout.units[self._layout.unit_of[first]].first
        groups = self._parties.between(max(begin, first - _REACH), first)
        return next((group.parties for group in reversed(groups) if group.person), ())

    def named_behind(self, last: int, kind: str) -> tuple[Mention, ...]:
        """Return who is said to be there: "which brings together A, B and C"."""
        layout = self._layout
        words = _GATHERED if kind in GATHERINGS else _ATTENDED
        end = layout.units[layout.unit_of[last - 1]].last
        for place in range(last, min(end, last + _REACH)):
            if (
                (layout.word(place) == "where" and kind in GATHERINGS)
                or layout.word(place) in words
                or (layout.word(place) in _ATTENDED and layout.word(place + 1) == "by")
            ):
                group = self._parties.starting(place)
                if layout.word(place) == "where":
                    group = self._parties.starting(place + 1)
                elif group is None or group.parties[0].label == "ROLE":
                    group = self._parties.after(place + 1, through=_THROUGH)
                if group is not None:
                    return group.parties
        return ()

    def beside(
        self, first: int, last: int, kind: str
    ) -> tuple[tuple[Mention, ...], bool, tuple[Mention, ...] | None]:
        """Return who is named with a noun: "talks with A", "talks between A and B", "A's talks"."""
        layout, parties = self._layout, self._parties
        found: list[Mention] = []
        apart = None
        guessed = False
        owner = self._owner(first, kind)
        if owner is not None:
            found += owner.parties
        body = layout.ending(first)
        if body is not None and body.label == "ORG" and kind in GATHERINGS:
            found.append(body)  # "the SCO summit"
        for place in range(last, last + 6):
            word = layout.word(place)
            beside = word == "of" and place == last
            given = word == "by" and place <= last + 1
            honoured = word == "of" and layout.word(place - 1) in {"honour", "honor"}
            given = given or (word == "for" and kind == "ceremony" and place == last)
            paid = word == "on" and place == last and layout.word(last - 1) == "call"
            if (
                word in {"with", "between", "among", "alongside"}
                or beside
                or given
                or paid
                or honoured
            ):
                group = parties.after(place + 1)
                if group is not None and (word != "of" or self._has(kind, group)):
                    found += [one for one in group.parties if one not in found]
                    if group.apart or (len(group.parties) > 2 and word == "with" and group.person):
                        apart = group.parties
                elif layout.word(place + 1) in HIM:
                    him = parties.him(place, layout.word(place + 1))
                    found += him.parties[:1] if him is not None else ()
                    guessed = True
                break
            if word in {",", ".", ";", "that", "who", "which"} or layout.stop(place):
                break
        return tuple(dict.fromkeys(found)), guessed, apart

    def _has(self, kind: str, group: Group) -> bool:
        """Whether a meeting "of" somebody is one that they take part in."""
        many = len(group.parties) > 1 or group.parties[0].label == "ORG"
        return kind in GATHERINGS or (kind in {"meeting", "event"} and many)

    def _owner(self, first: int, kind: str) -> Group | None:
        """Return whose meeting it is: "Kamau's talks", "his visit", "their meeting"."""
        layout, parties = self._layout, self._parties
        for place in range(first - 1, max(-1, first - 5), -1):
            word = layout.word(place)
            if layout.page.possessive(place):
                groups = [g for g in parties.between(max(0, place - 12), place) if g.last == place]
                whole = groups and (groups[-1].person or kind in GATHERINGS)
                return groups[-1] if whole else None
            if word in HIS or word in THEIR:
                people, _ = self.introduced(first)  # "During his stay, Petrova said"
                if people:
                    return Group(place, place, people, "")
            if word in HIS:
                return parties.him(place, word)
            if word in THEIR:
                return self.them(place)
            if layout.kind(place) is not Kind.WORD or word in PREPOSITIONS:
                return None
        return None

    def through(
        self, first: int, kind: str = "meeting", *, wanted: bool = False
    ) -> tuple[tuple[Mention, ...], bool]:
        """Return who holds, attends or leaves the meeting that a noun names.

        Args:
            first: The noun.
            kind: What it names.
            wanted: Whether those who only want it count: "proposed a summit with Petrova".
        """
        layout = self._layout
        for place in range(first - 1, max(-1, first - 1 - _HELD), -1):
            word = layout.word(place)
            holds = word in _HOLDERS and not (word in _NOT_YET and kind in GATHERINGS)
            if holds or (wanted and word in _WANTING):
                subject, guessed = self.subject(place)
                if subject is not None:
                    return self._not_who_told(subject).parties, guessed
            if word == "," and layout.word(place + 1) in _AT_ITS_SIDE and kind not in GATHERINGS:
                subject, guessed = self.subject(place)
                if subject is not None:
                    return subject.parties, guessed
            if layout.kind(place) is not Kind.WORD and layout.word(place) not in {"-", "'"}:
                break
        return self.introduced(first)

    def _not_who_told(self, group: Group) -> Group:
        """Return whom a sentence is about, not those who told of it: "…, officials said after"."""
        office = all(one.label == "ROLE" for one in group.parties)
        if not (office and self._layout.finite_cue(group.last) is not None):
            return group
        begin = self._layout.units[self._layout.unit_of[group.first]].first
        groups = self._parties.between(begin, group.first)
        named = [one for one in groups if not one.preposition and one.parties[0].label != "ROLE"]
        return named[0] if named and len(named[0].parties) > 1 else group

    def introduced(self, first: int) -> tuple[tuple[Mention, ...], bool]:
        """Return who did something "at a meeting with A, …" that a sentence begins with."""
        layout, parties = self._layout, self._parties
        unit = layout.units[layout.unit_of[first]]
        if layout.word(unit.first) not in _INTRODUCING or first - unit.first > _REACH:
            return (), False
        for place in range(first, min(unit.last, first + _REACH)):
            if layout.word(place) != ",":
                continue
            if layout.word(place + 1) in HE:
                him = parties.him(place + 1, layout.word(place + 1))
                return (him.parties[:1] if him is not None else ()), True
            group = parties.after(place + 1, through=_NONE)
            if group is not None and self._acts(group, unit.last):
                count = self._numbered(group)
                known = self.them(place, count) if count else None
                return (known or group).parties, known is not None
        return (), False

    def _acts(self, group: Group, end: int) -> bool:
        """Whether a verb that attributes, or another one in the past, follows a group."""
        layout = self._layout
        near = range(group.last, min(end, group.last + _NEAR))
        return any(
            layout.finite_cue(at) or layout.word(at).endswith("ed") or layout.word(at) in _DID
            for at in near
        )
