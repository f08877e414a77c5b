"""The program's end of the suggestion process."""

import os
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import IO, Any

from annotator.domain.article import Zone
from annotator.domain.learned import LearnedModel, Lesson
from annotator.domain.suggestion import Findings
from annotator.errors import AnnotatorError, WorkerLostError
from annotator.jobs import Cancelled, Progress
from annotator.nlp import messages
from annotator.nlp.sources import SourceSettings

POLL_SECONDS = 0.05
CLOSING_SECONDS = 2.0


class WorkerBugError(RuntimeError):
    """A source broke on a text. No expected error: it carries the process's traceback."""


def _environment() -> dict[str, str]:
    """Return an environment in which the process finds this very package."""
    home = Path(__file__).parents[2]
    if home == Path(sysconfig.get_path("purelib")):
        return dict(os.environ)
    before = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([str(home), before] if before else [str(home)])
    return {**os.environ, "PYTHONPATH": path}


def _start(log: IO[bytes]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "annotator.nlp.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        env=_environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


class _Process:
    """One running process with the thread that reads its answers."""

    def __init__(self, settings: SourceSettings) -> None:
        self._log: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in end()
        try:
            self._process = _start(self._log)
        except OSError:
            self._log.close()
            raise
        self._answers: SimpleQueue[bytes] = SimpleQueue()
        self._reader = Thread(target=self._read, name="suggestions", daemon=True)
        self._reader.start()
        self._unsent = messages.settings_line(settings)

    def _read(self) -> None:
        output = self._process.stdout
        if output is not None:
            for line in output:
                self._answers.put(line)
        self._answers.put(b"")

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def send(self, line: bytes) -> None:
        entry = self._process.stdin
        if entry is None:
            raise BrokenPipeError
        entry.write(self._unsent + line)
        entry.flush()
        self._unsent = b""

    def receive(self) -> bytes | None:
        """Return the next answer, ``b""`` when the process is gone, ``None`` to ask again."""
        try:
            return self._answers.get(timeout=POLL_SECONDS)
        except Empty:
            return None

    def kill(self) -> None:
        self._process.kill()

    def end(self) -> str:
        """Close the process's input, wait for its end, and return in words how it ended."""
        try:
            if self._process.stdin is not None:
                self._process.stdin.close()
        except OSError:
            pass  # what was still to be written is of no use to a dead process
        try:
            code = self._process.wait(CLOSING_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        self._reader.join()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._log.seek(0)
        said = self._log.read().decode(errors="replace").strip().splitlines()
        self._log.close()
        return f"exit code {code}, {said[-1][:200]}" if said else f"exit code {code}"


class SuggestionWorker:
    """A process that makes suggestions, started when it is first needed.

    It may be used from any thread; one text is worked on at a time, so several workers run side by
    side for several jobs. Close it, or use it in a ``with`` block.
    """

    def __init__(self, settings: SourceSettings | None = None) -> None:
        self._settings = settings or SourceSettings()
        self._turn = Lock()  # held while a text is worked on
        self._state = Lock()  # held while the fields below are read or changed
        self._process: _Process | None = None
        self._busy = False
        self._stopped = False
        self._closed = False

    def __enter__(self) -> "SuggestionWorker":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def look(
        self,
        source: str,
        text: str,
        zones: Sequence[Zone] = (),
        progress: Progress | None = None,
    ) -> Findings:
        """Return the spans and frames that a source proposes for one text.

        Args:
            source: See :func:`annotator.nlp.sources.load_source`.
            text: The article, canonical.
            zones: Where it is no running text.
            progress: Asked ten times a second whether to go on; the process is killed if not.

        Raises:
            ModelMissingError: The source is not on this machine.
            WorkerLostError: The process ended by itself, was killed by somebody else, or was
                closed. The next call starts a new one, unless it was closed.
            Cancelled: :meth:`cancel` was called, or ``progress`` was cancelled.
        """
        return messages.findings_of(self._ask(messages.request(source, text, zones), progress))

    def learn(self, lesson: Lesson, progress: Progress | None = None) -> LearnedModel:
        """Learn from complete articles: up to :attr:`Lesson.seconds` of the process's time.

        Raises:
            TooFewToLearnError: There are too few of them.
            WorkerLostError, Cancelled: As :meth:`look` does.
        """
        return messages.model_of(self._ask(messages.lesson(lesson), progress))

    def problems(self, source: str, progress: Progress | None = None) -> list[AnnotatorError]:
        """Return what is wrong with the user's own files that a source reads.

        Raises:
            ModelMissingError, WorkerLostError, Cancelled: As :meth:`look` does.
        """
        return messages.problems_of(self._ask(messages.check(source), progress))

    def _ask(self, request: bytes, progress: Progress | None) -> dict[str, Any]:
        """Send one request and return its answer."""
        with self._turn:
            process = self._begin()
            try:
                process.send(request)
                line = self._wait(process, progress)
            except OSError:
                line = b""
            except BaseException:
                process.kill()
                self._end_process()  # its answer must not be taken for the next text's
                raise
            finally:
                with self._state:
                    self._busy = False
            if not line:
                raise self._lost()
        return self._read(messages.read(line))

    def cancel(self) -> None:
        """Stop the text that is being worked on by killing the process. Safe from any thread."""
        with self._state:
            if self._busy and self._process is not None:
                self._stopped = True
                self._process.kill()

    def close(self) -> None:
        """End the process for good, also in the middle of a text. Safe to call twice."""
        with self._state:
            self._closed = True
            if self._process is not None:
                self._process.kill()
        with self._turn:
            self._end_process()

    def _begin(self) -> _Process:
        """Return a running process, from now on busy."""
        if self._process is not None and not self._process.running:
            self._end_process()
        with self._state:
            if self._closed:
                raise WorkerLostError(reason="it was closed")
            if self._process is None:
                try:
                    self._process = _Process(self._settings)
                except OSError as error:
                    raise WorkerLostError(reason=str(error)) from error
            self._busy, self._stopped = True, False
            return self._process

    def _end_process(self) -> str:
        """End the process, if there is one, and forget it; return how it ended."""
        with self._state:
            process, self._process = self._process, None
        return process.end() if process is not None else ""

    def _wait(self, process: _Process, progress: Progress | None) -> bytes:
        while True:
            line = process.receive()
            if line is not None:
                return line
            if progress is not None and progress.cancelled:
                self.cancel()

    def _lost(self) -> Exception:
        """Return why there is no answer."""
        reason = self._end_process()
        if self._closed:
            return WorkerLostError(reason="it was closed")
        return Cancelled() if self._stopped else WorkerLostError(reason=reason)

    @staticmethod
    def _read(message: dict[str, Any]) -> dict[str, Any]:
        if "refused" in message:
            raise messages.refusal_of(message)
        if "bug" in message:
            raise WorkerBugError(message["bug"])
        return message
