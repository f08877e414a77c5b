"""The guideline of a scheme: what there is to look up, what belongs together, what is found."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from annotator.domain.entry import Entry, Example, Subject, SubjectKind
from annotator.domain.scheme import ANY_LABEL, Attribute, FrameType, Scheme


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found.

    Attributes:
        excerpt: The piece of it in which the first of the words stands.
    """

    entry: Entry
    excerpt: str


def label_subject(name: str) -> Subject:
    """Return the subject of a label."""
    return Subject(SubjectKind.LABEL, (name,))


def frame_subject(name: str) -> Subject:
    """Return the subject of a frame type."""
    return Subject(SubjectKind.FRAME, (name,))


def role_subject(frame: str, role: str) -> Subject:
    """Return the subject of a role."""
    return Subject(SubjectKind.ROLE, (frame, role))


def attribute_subject(owner: str, attribute: str) -> Subject:
    """Return the subject of an attribute of a label or frame type."""
    return Subject(SubjectKind.ATTRIBUTE, (owner, attribute))


def value_subject(owner: str, attribute: str, value: str | int) -> Subject:
    """Return the subject of one value of an attribute."""
    return Subject(SubjectKind.VALUE, (owner, attribute, str(value)))


def first_sentence(definition: str) -> str:
    """Return what a definition says first, for tool tips and cards."""
    end = definition.find(". ")
    return definition if end < 0 else definition[: end + 1]


def _attributes(owner: str, attributes: Sequence[Attribute]) -> Iterator[tuple[Subject, str]]:
    for attribute in attributes:
        yield attribute_subject(owner, attribute.name), attribute.definition
        for value in attribute.values:
            yield value_subject(owner, attribute.name, value), ""


def _of_frame(kind: FrameType) -> Iterator[tuple[Subject, str]]:
    yield frame_subject(kind.name), kind.definition
    for role in kind.roles:
        yield role_subject(kind.name, role.name), role.definition
    yield from _attributes(kind.name, kind.attributes)


def subjects_of(scheme: Scheme) -> dict[Subject, str]:
    """Return all that a scheme's guideline speaks of, in order, with its definition there."""
    found: list[tuple[Subject, str]] = []
    for label in scheme.labels:
        found.append((label_subject(label.name), label.definition))
        found += _attributes(label.name, label.attributes)
    for kind in scheme.frame_types:
        found += _of_frame(kind)
    return dict(found)


def frame_type_of(subject: Subject, scheme: Scheme) -> FrameType | None:
    """Return the frame type whose roles examples of a subject may name.

    For a label that is the one that its spans serve.
    """
    owner = subject.path[0]
    label = scheme.label_by_name.get(owner)
    of_label = subject.kind is SubjectKind.LABEL or (
        label is not None and owner not in scheme.frame_type_by_name
    )
    if of_label:
        owner = label.family if label is not None else ""
    return scheme.frame_type_by_name.get(owner)


def value_words(subject: Subject, scheme: Scheme) -> str:
    """Return a value as cards show it: "3 strong", "direct"; "" for other subjects."""
    if subject.kind is not SubjectKind.VALUE:
        return ""
    owner, name, value = subject.path
    attribute = _attribute(owner, name, scheme)
    words = attribute.names.get(value, "") if attribute is not None else ""
    return f"{value} {words}".strip()


def _attribute(owner: str, name: str, scheme: Scheme) -> Attribute | None:
    holders = (scheme.frame_type_by_name.get(owner), scheme.label_by_name.get(owner))
    return next(
        (
            attribute
            for holder in holders
            if holder is not None
            for attribute in holder.attributes
            if attribute.name == name
        ),
        None,
    )


class Guideline:
    """All entries of a scheme: every subject has one, if only with its name.

    Args:
        scheme: Definitions come from its labels, frame types, roles and attributes, all else from
            the entries that its file holds.
    """

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme

    @cached_property
    def _entries(self) -> Mapping[Subject, Entry]:
        written = {entry.subject: entry for entry in self.scheme.entries}
        return {
            subject: self._filled(written.get(subject, Entry(subject)), definition)
            for subject, definition in subjects_of(self.scheme).items()
        }

    def _filled(self, entry: Entry, definition: str) -> Entry:
        return replace(
            entry,
            title=entry.title or self._usual_title(entry.subject),
            definition=definition or entry.definition,
        )

    def _usual_title(self, subject: Subject) -> str:
        words = [part.replace("_", " ") for part in subject.path]
        if subject.kind is SubjectKind.VALUE:
            words[-1] = value_words(subject, self.scheme)
        return ": ".join((words[0], ", ".join(words[1:]))) if words[1:] else words[0]

    @property
    def entries(self) -> Sequence[Entry]:
        """All entries, labels first, each subject before what belongs to it."""
        return tuple(self._entries.values())

    def entry(self, subject: Subject | None) -> Entry | None:
        """Return the entry of a subject, ``None`` where the scheme has no such."""
        return self._entries.get(subject) if subject is not None else None

    def find(self, key: str) -> Entry | None:
        """Return the entry that a scheme file names so: "Statement.content"."""
        return next((entry for entry in self.entries if entry.subject.key == key), None)

    def parent(self, subject: Subject) -> Subject | None:
        """Return what a subject belongs to, ``None`` for labels and frame types."""
        if len(subject.path) == 1:
            return None
        outer = subject.path[:-1]
        kinds = (SubjectKind.ATTRIBUTE, SubjectKind.FRAME, SubjectKind.LABEL)
        found = (Subject(kind, outer) for kind in kinds)
        return next((item for item in found if item in self._entries), None)

    def children(self, subject: Subject) -> Sequence[Entry]:
        """Return the entries of what belongs to a subject: roles, attributes, values."""
        return tuple(
            entry
            for entry in self.entries
            if entry.subject.path[:-1] == subject.path and self.parent(entry.subject) == subject
        )

    def related(self, subject: Subject) -> Sequence[Entry]:
        """Return entries worth a look from here: labels of a role, roles of a label, siblings."""
        if subject.kind is SubjectKind.ROLE:
            found = [label_subject(name) for name in self._labels_of(subject)]
        elif subject.kind is SubjectKind.LABEL:
            found = self._roles_of(subject.name)
        else:
            found = []
        if subject.kind is SubjectKind.VALUE:
            outer = self.parent(subject)
            siblings = self.children(outer) if outer is not None else ()
            return tuple(entry for entry in siblings if entry.subject != subject)
        return tuple(entry for entry in map(self.entry, found) if entry is not None)

    def _labels_of(self, subject: Subject) -> Sequence[str]:
        kind = self.scheme.frame_type_by_name.get(subject.path[0])
        role = kind.role(subject.name) if kind is not None else None
        return () if role is None else tuple(name for name in role.labels if name != ANY_LABEL)

    def _roles_of(self, label: str) -> list[Subject]:
        return [
            role_subject(kind.name, role.name)
            for kind in self.scheme.frame_types
            for role in kind.roles
            if label in role.labels or label == role.new_label
        ]

    def search(self, words: str) -> list[Hit]:
        """Return the entries that hold all the words, those with them in their head first."""
        wanted = words.casefold().split()
        if not wanted:
            return []
        ranked: list[tuple[int, int, Hit]] = []
        for number, entry in enumerate(self.entries):
            pieces = _pieces(entry)
            low = [piece.casefold() for piece in pieces]
            if not all(any(word in piece for piece in low) for word in wanted):
                continue
            head = f"{entry.title} {entry.subject.key}".casefold()
            rank = 0 if all(word in head for word in wanted) else 1
            ranked.append((rank, number, Hit(entry, _excerpt(pieces, low, wanted))))
        return [hit for _, _, hit in sorted(ranked, key=lambda item: item[:2])]


def _pieces(entry: Entry) -> list[str]:
    """Return everything that an entry says, head first."""
    examples = (*entry.do, *entry.dont)
    return [
        entry.title,
        entry.subject.key,
        entry.definition,
        *(piece for example in examples for piece in (example.text, example.why) if piece),
        *entry.hard,
    ]


def _excerpt(pieces: Sequence[str], low: Sequence[str], wanted: Sequence[str]) -> str:
    """Return the best piece below the head: the most of the words, else the definition."""
    below = range(2, len(pieces))
    best = max(below, key=lambda at: (sum(word in low[at] for word in wanted), -at))
    return pieces[best]


def examples_of(entry: Entry) -> Sequence[Example]:
    """Return the examples and counter-examples of an entry."""
    return (*entry.do, *entry.dont)
