"""What reviewers decided on one's own tags, and said about them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from annotator.domain.article import ArticleId
from annotator.domain.comment import Thread, threads
from annotator.domain.extent import Extent
from annotator.domain.review import Choice, DecidedTag, Verdict
from annotator.ops.workspace import Workspace
from annotator.store import comments, compared, reader, verdicts
from annotator.store.database import Reading


@dataclass(frozen=True, slots=True)
class OwnReview:
    """One of one's own tags on which something was decided or said.

    Attributes:
        key: Of the tag, ``None`` for what was said of the article as a whole.
        place: Where it stands, ``None`` where it has no words.
        mine: What it said, in words: "Sagyndykov PERSON".
        became: What gold has instead, in words; "" where gold has it as it is.
        verdict: The verdict, ``None`` where something was only said.
    """

    article: ArticleId
    title: str
    key: str | None
    place: Extent | None
    mine: str
    label: str
    became: str
    verdict: Verdict | None = None
    thread: Thread | None = None

    @property
    def changed(self) -> bool:
        """Whether gold has something else, or nothing."""
        return bool(self.became)

    @property
    def asks(self) -> bool:
        """Whether something was said that is not settled."""
        return self.thread is not None and self.thread.open


def own_reviews(workspace: Workspace, annotator: str) -> list[OwnReview]:
    """Return what was decided on an annotator's tags and said of them, by article and place."""
    with workspace.read() as connection:
        return [
            row
            for article in compared.reviewed(connection, annotator)
            for row in _of_article(connection, article, annotator)
        ]


def _of_article(connection: Reading, key: ArticleId, annotator: str) -> list[OwnReview]:
    article = reader.article(connection, key)
    title = article.metadata.title or article.name
    given = {
        tag.key: verdict
        for verdict in verdicts.on_set(connection, key, annotator)
        if (tag := verdict.of.get(annotator)) is not None
    }
    said = {thread.on: thread for thread in threads(comments.of_set(connection, key, annotator))}
    tagged = reader.annotation_set(connection, key, annotator)
    rows = []
    for on in dict.fromkeys([*given, *said]):
        verdict = given.get(on) if on is not None else None
        tag = verdict.of[annotator] if verdict is not None else None
        values: Mapping[str, Any] = tag.said if tag is not None else _now(tagged, on)
        place = _place(values)
        rows.append(
            OwnReview(
                article=key,
                title=title,
                key=on,
                place=place,
                mine=_words(values, article.text) if values else "the article",
                label=str(values.get("label") or values.get("type") or ""),
                became=_became(verdict, annotator, article.text) if verdict is not None else "",
                verdict=verdict,
                thread=said.get(on),
            )
        )
    return sorted(rows, key=lambda row: (row.place is None, row.place or Extent(0, 1)))


def _now(tagged: Any, key: str | None) -> dict[str, Any]:
    """Return what a tag says now that only a comment stands on."""
    for span in tagged.spans:
        if span.key == key:
            return {"start": span.extent.start, "end": span.extent.end, "label": span.label}
    places = {span.id: span.extent for span in tagged.spans}
    for frame in tagged.frames:
        if frame.key == key:
            roles: dict[str, list[dict[str, int]]] = {}
            for filler in frame.fillers:
                extent = places.get(filler.span)
                if extent is not None:
                    filled = {"start": extent.start, "end": extent.end}
                    roles.setdefault(filler.role, []).append(filled)
            return {"type": frame.type, "roles": roles}
    return {}


def _place(values: Mapping[str, Any]) -> Extent | None:
    if "start" in values and "end" in values:
        return Extent(values["start"], values["end"])
    found = [
        (one["start"], one["end"])
        for fillers in (values.get("roles") or {}).values()
        for one in fillers
        if "start" in one
    ]
    return Extent(min(start for start, _ in found), max(end for _, end in found)) if found else None


def _words(values: Mapping[str, Any], text: str) -> str:
    """Return a tag in words: what it covers, else its type with its first words."""
    place = _place(values)
    covered = " ".join(text[place.start : place.end].split()) if place is not None else ""
    if "label" in values:
        return covered
    kind = str(values.get("type") or "tag").lower()
    return f"{kind} “{covered[:60].rstrip()}{'…' if len(covered) > 60 else ''}”"


def _became(verdict: Verdict, annotator: str, text: str) -> str:
    if verdict.choice is Choice.NEITHER:
        return "left out"
    if verdict.choice is Choice.EDITED:
        return f"written anew by {verdict.by}"
    if annotator in verdict.taken:
        return ""
    taken = [verdict.of.get(name) for name in verdict.taken]
    there = [tag for tag in taken if tag is not None]
    return _versions(there, verdict.of[annotator], text) if there else "left out"


def _versions(taken: Iterable[DecidedTag], mine: DecidedTag | None, text: str) -> str:
    made = []
    for tag in taken:
        words = _words(tag.said, text)
        if "label" in tag.said:
            made.append(f"{words} {tag.said['label']}")
        else:
            made.append(_differing(tag.said, mine.said if mine is not None else {}, text) or words)
    return " and ".join(made)


def _differing(taken: Mapping[str, Any], mine: Mapping[str, Any], text: str) -> str:
    """Return in words where a frame that was taken says something else than one's own."""
    parts = []
    for name, value in (taken.get("attributes") or {}).items():
        if (mine.get("attributes") or {}).get(name) != value:
            parts.append(f"{name}: {value}")
    for role, fillers in (taken.get("roles") or {}).items():
        if (mine.get("roles") or {}).get(role) != fillers:
            words = [
                " ".join(text[one["start"] : one["end"]].split())
                for one in fillers
                if "start" in one
            ]
            parts.append(f"{role}: {', '.join(words) or 'none'}")
    return " · ".join(parts)
