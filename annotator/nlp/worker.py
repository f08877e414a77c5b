"""The suggestion process: ``python -m annotator.nlp.worker``.

It reads settings, then requests, one JSON document a line, from standard input and answers each on
standard output. It ends when its input ends, in the middle of a text too: that is how it learns
that its parent is gone.
"""

import os
import sys
import traceback
from collections.abc import Mapping
from queue import SimpleQueue
from threading import Thread
from typing import Any, BinaryIO

from annotator.domain.article import Zone
from annotator.domain.extent import Extent
from annotator.domain.learned import LEARNED, LearnedModel
from annotator.domain.suggestion import MOST_READ
from annotator.errors import AnnotatorError
from annotator.nlp import messages
from annotator.nlp.builtin.source import BUILTIN, RuleSource
from annotator.nlp.sources import Source, SourceSettings, load_source, look


class Worker:
    """Answers requests; loads each source when it is first asked for."""

    def __init__(self, settings: SourceSettings) -> None:
        self._settings = settings
        self._sources: dict[str, Source] = {}

    def answer(self, line: bytes) -> bytes:
        """Return the line that answers one request."""
        try:
            message = messages.read(line)
            source = self._source(message["source"])
            if "learn" in message:
                return messages.model(self._learned(message))
            if message.get("check"):
                return messages.problems(getattr(source, "problems", ()))
            text = message["text"][:MOST_READ]
            return messages.answer(look(source, text, zones_within(message, len(text))))
        except AnnotatorError as error:
            return messages.refusal(error)
        except Exception:  # noqa: BLE001 - a bug: it belongs to whoever asked
            return messages.write({"bug": traceback.format_exc(limit=-8)})

    def _source(self, name: str) -> Source:
        if name not in self._sources:
            builds_on_rules = name.partition("/")[0] in {LEARNED, BUILTIN.partition("/")[0]}
            rules = self._rules() if builds_on_rules and name != BUILTIN else None
            self._sources[name] = load_source(name, self._settings, rules)
        return self._sources[name]

    def _rules(self) -> RuleSource:
        rules = self._source(BUILTIN)
        if not isinstance(rules, RuleSource):
            raise TypeError(rules)
        return rules

    def _learned(self, message: Mapping[str, Any]) -> LearnedModel:
        from annotator.nlp.learned.training import train

        return train(self._rules(), messages.lesson_of(message), self._settings.names)


def zones_within(message: Mapping[str, Any], length: int) -> tuple[Zone, ...]:
    """Return the zones of a request in the part of its text that is read."""
    return tuple(
        Zone(zone.kind, Extent(zone.extent.start, min(zone.extent.end, length)))
        for zone in messages.zones_of(message)
        if zone.extent.start < length
    )


def _read_lines(stream: BinaryIO, lines: "SimpleQueue[bytes]") -> None:
    """Pass on what comes in; end the process, whatever it is doing, when nothing more can."""
    for line in stream:
        lines.put(line)
    os._exit(0)


def _take_output() -> BinaryIO:
    """Return standard output for our own use, and send what libraries print to standard error."""
    ours = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return ours


def main() -> None:
    """Answer until standard input ends."""
    output = _take_output()
    lines: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_read_lines, args=(sys.stdin.buffer, lines), daemon=True).start()
    worker = Worker(messages.settings_of(messages.read(lines.get())))
    while True:
        output.write(worker.answer(lines.get()))
        output.flush()


if __name__ == "__main__":
    main()
