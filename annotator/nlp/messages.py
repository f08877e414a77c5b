"""What the program and its suggestion process say to one another: one JSON document a line."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from annotator import errors
from annotator.domain.article import Zone, ZoneKind
from annotator.domain.extent import Extent
from annotator.domain.learned import Example, LearnedModel, Lesson, Said
from annotator.domain.suggestion import Findings, FrameProposal, Proposal, ProposedFiller
from annotator.errors import AnnotatorError
from annotator.nlp.builtin.source import BUILTIN
from annotator.nlp.learned.model_file import from_plain, to_plain
from annotator.nlp.sources import SourceSettings


def write(message: Mapping[str, object]) -> bytes:
    """Return one line."""
    return orjson.dumps(message, option=orjson.OPT_APPEND_NEWLINE)


def read(line: bytes) -> dict[str, Any]:
    """Return what one line says.

    Raises:
        ValueError: It is no JSON.
        TypeError: It is no JSON object.
    """
    message = orjson.loads(line)
    if not isinstance(message, dict):
        raise TypeError("a message is a JSON object")
    return message


def request(source: str, text: str, zones: Sequence[Zone]) -> bytes:
    """Return the line that asks for suggestions."""
    return write(
        {
            "source": source,
            "text": text,
            "zones": _plain_zones(zones),
        }
    )


def _plain_zones(zones: Sequence[Zone]) -> list[list[str | int]]:
    return [[zone.kind.value, zone.extent.start, zone.extent.end] for zone in zones]


def zones_of(message: Mapping[str, Any]) -> tuple[Zone, ...]:
    """Return the zones of a request."""
    return tuple(Zone(ZoneKind(kind), Extent(start, end)) for kind, start, end in message["zones"])


def settings_line(settings: SourceSettings) -> bytes:
    """Return the line that a new process is told first."""
    return write(
        {
            "lists": [str(folder) for folder in settings.lists],
            "models": [str(folder) for folder in settings.models],
            "labels": dict(settings.labels),
            "model_labels": {name: dict(one) for name, one in settings.model_labels.items()},
            "known": list(settings.known),
            "off": {name: sorted(rules) for name, rules in settings.off.items()},
            "topics": [[name, *words] for name, words in settings.topics.items()],
            "names": dict(settings.names),
            "learned": None if settings.learned is None else to_plain(settings.learned),
            "parse": settings.parse,
        }
    )


def settings_of(message: Mapping[str, Any]) -> SourceSettings:
    """Return the settings of the first line."""
    return SourceSettings(
        lists=tuple(Path(folder) for folder in message["lists"]),
        models=tuple(Path(folder) for folder in message["models"]),
        labels=message["labels"],
        model_labels=message["model_labels"],
        known=tuple(message["known"]),
        off={name: frozenset(rules) for name, rules in message["off"].items()},
        topics={name: tuple(words) for name, *words in message["topics"]},
        names=message["names"],
        learned=None if message["learned"] is None else from_plain(message["learned"]),
        parse=message["parse"],
    )


def answer(found: Findings) -> bytes:
    """Return the line that brings suggestions."""
    return write(
        {
            "proposals": [
                [
                    proposal.extent.start,
                    proposal.extent.end,
                    proposal.label,
                    proposal.rule,
                    proposal.score,
                    proposal.reason,
                    proposal.attributes,
                ]
                for proposal in found.spans
            ],
            "frames": [
                [
                    frame.type,
                    [_plain_filler(filler) for filler in frame.fillers],
                    frame.rule,
                    frame.score,
                    frame.reason,
                    frame.implied,
                    frame.attributes,
                    frame.check,
                ]
                for frame in found.frames
            ],
            "doubt": found.doubt,
            "vetoed": [[extent.start, extent.end, label] for extent, label in found.vetoed],
        }
    )


def _plain_filler(filler: ProposedFiller) -> list[Any]:
    if filler.extent is None:
        return [filler.role, filler.frame]
    return [filler.role, filler.extent.start, filler.extent.end, filler.label]


def findings_of(message: Mapping[str, Any]) -> Findings:
    """Return the suggestions of an answer."""
    spans = [
        Proposal(Extent(start, end), label, rule, score, reason, attributes)
        for start, end, label, rule, score, reason, attributes in message["proposals"]
    ]
    frames = [
        FrameProposal(
            kind,
            tuple(_filler(*filler) for filler in fillers),
            rule,
            score,
            reason,
            tuple(implied),
            attributes,
            tuple(check),
        )
        for kind, fillers, rule, score, reason, implied, attributes, check in message["frames"]
    ]
    vetoed = tuple((Extent(start, end), label) for start, end, label in message["vetoed"])
    return Findings(tuple(spans), tuple(frames), message["doubt"], vetoed)


def _filler(role: str, *what: Any) -> ProposedFiller:
    if len(what) == 1:
        return ProposedFiller(role, frame=what[0])
    start, end, label = what
    return ProposedFiller(role, Extent(start, end), label)


def lesson(lesson: Lesson) -> bytes:
    """Return the line that asks to learn."""
    return write(
        {
            "source": BUILTIN,
            "learn": {
                "labels": lesson.labels,
                "by": lesson.by,
                "at": lesson.at,
                "seconds": lesson.seconds,
                "said": [[one.words, one.label, one.tagged, one.rejected] for one in lesson.said],
                "examples": [
                    {
                        "name": one.name,
                        "text": one.text,
                        "zones": _plain_zones(one.zones),
                        "spans": [[extent.start, extent.end, label] for extent, label in one.spans],
                    }
                    for one in lesson.examples
                ],
            },
        }
    )


def lesson_of(message: Mapping[str, Any]) -> Lesson:
    """Return what a request asks to learn from."""
    asked = message["learn"]
    return Lesson(
        examples=tuple(
            Example(
                one["name"],
                one["text"],
                zones_of(one),
                tuple((Extent(start, end), label) for start, end, label in one["spans"]),
            )
            for one in asked["examples"]
        ),
        labels=tuple(asked["labels"]),
        by=asked["by"],
        at=asked["at"],
        said=tuple(Said(*one) for one in asked["said"]),
        seconds=asked["seconds"],
    )


def model(learned: LearnedModel) -> bytes:
    """Return the line that brings what was learned."""
    return write({"model": to_plain(learned)})


def model_of(message: Mapping[str, Any]) -> LearnedModel:
    """Return what was learned."""
    return from_plain(message["model"])


def check(source: str) -> bytes:
    """Return the line that asks what is wrong with the user's own files."""
    return write({"source": source, "check": True})


def problems(found: Sequence[AnnotatorError]) -> bytes:
    """Return the line that says what is wrong with them."""
    return write({"problems": [_plain_error(error) for error in found]})


def problems_of(message: Mapping[str, Any]) -> list[AnnotatorError]:
    """Return what an answer says is wrong with them."""
    return [refusal_of(one) for one in message["problems"]]


def refusal(error: AnnotatorError) -> bytes:
    """Return the line that says that a request was refused."""
    return write(_plain_error(error))


def _plain_error(error: AnnotatorError) -> dict[str, Any]:
    values = {key: str(value) for key, value in error.values.items()}
    return {"refused": type(error).__name__, "values": values}


def refusal_of(message: Mapping[str, Any]) -> AnnotatorError:
    """Return the error that an answer stands for."""
    kind = getattr(errors, message["refused"])
    error = kind(**message["values"])
    if not isinstance(error, AnnotatorError):
        raise TypeError(message["refused"])
    return error
