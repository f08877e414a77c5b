"""The suggestion process, seen from the program."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread, active_count

import pytest

from annotator.domain.article import Zone, ZoneKind
from annotator.domain.extent import Extent
from annotator.errors import ModelMissingError, WorkerLostError
from annotator.jobs import Cancelled, Progress
from annotator.nlp import messages
from annotator.nlp.client import SuggestionWorker, WorkerBugError
from annotator.nlp.sources import SourceSettings

ROOT = Path(__file__).parents[2]
TEXT = "President Hassan Rouhani met “officials” in Tehran on Monday, February 1, 2016. 🤝 Done."
LONG = "President Hassan Rouhani met officials in Tehran on Monday.\n" * 60_000


PARENT = """
from annotator.nlp.client import SuggestionWorker
worker = SuggestionWorker()
worker.look("builtin", "Iran agreed.")
print(worker._process._process.pid, flush=True)
input()
"""


@pytest.fixture
def worker():
    with SuggestionWorker() as worker:
        yield worker


def wait_until_busy(worker):
    deadline = time.monotonic() + 30
    while not worker._busy and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.2)


def test_worker_proposes_what_the_source_proposes(worker, rules):
    zones = (Zone(ZoneKind.BOILERPLATE, Extent(80, 90)),)
    assert worker.look("builtin", TEXT, zones) == rules.look(TEXT, zones)


def test_worker_answers_from_any_thread_each_its_own_text(worker, rules):
    texts = [f"{TEXT} Ali Velayati left {place}." for place in ("Moscow", "Rome", "Beirut")] * 4
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda text: worker.look("builtin", text), texts))
    assert answers == [rules.look(text) for text in texts]


def test_several_workers_run_side_by_side(rules):
    with SuggestionWorker() as one, SuggestionWorker() as other:
        assert one.look("builtin", TEXT) == other.look("builtin", TEXT)


def test_missing_model_is_refused_and_the_worker_goes_on(worker):
    with pytest.raises(ModelMissingError) as caught:
        worker.look("xx_none_sm", TEXT)
    assert caught.value.values == {"name": "xx_none_sm"}
    assert worker.look("builtin", TEXT)


def test_own_lists_reach_the_worker(tmp_path):
    (tmp_path / "TREATY.txt").write_text("Astana process\n", encoding="utf-8")
    with SuggestionWorker(SourceSettings(lists=(tmp_path,))) as worker:
        [found] = worker.look("builtin", "the Astana process").spans
    assert found.label == "TREATY"


def test_settings_reach_the_worker_as_they_are(tmp_path):
    said = SourceSettings(
        lists=(tmp_path,),
        models=(tmp_path / "models",),
        labels={"CITY": "GPE"},
        model_labels={"en_tiny": {"CITY": ""}},
        known=("GPE",),
        off={"builtin": frozenset({"iso"})},
        topics={"ports": ("harbour", "port*"), "other": ()},
    )
    line = messages.read(messages.settings_line(said))
    assert messages.settings_of(line) == said
    assert list(messages.settings_of(line).topics) == ["ports", "other"]


def test_bug_in_a_source_is_no_lost_worker(worker):
    with pytest.raises(WorkerBugError, match="Traceback"):
        worker.look("builtin", None)
    assert worker.look("builtin", TEXT)


def test_dead_process_is_reported_and_replaced(worker):
    worker.look("builtin", TEXT)
    worker._process.kill()
    time.sleep(0.2)
    assert worker.look("builtin", TEXT)


def test_process_that_dies_at_work_is_reported(worker):
    def kill() -> None:
        wait_until_busy(worker)
        worker._process.kill()

    killer = Thread(target=kill)
    killer.start()
    with pytest.raises(WorkerLostError, match="exit code"):
        worker.look("builtin", LONG)
    killer.join()
    assert worker.look("builtin", TEXT)


def test_cancel_from_another_thread_stops_the_text_at_work(worker):
    def cancel() -> None:
        wait_until_busy(worker)
        worker.cancel()

    other = Thread(target=cancel)
    other.start()
    with pytest.raises(Cancelled):
        worker.look("builtin", LONG)
    other.join()
    assert worker.look("builtin", TEXT)


def test_cancelled_progress_stops_the_text_at_work(worker):
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        worker.look("builtin", LONG, (), progress)


def test_interrupted_wait_does_not_mix_up_answers(worker, rules):
    class Interrupting(Progress):
        @property
        def cancelled(self):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        worker.look("builtin", LONG, (), Interrupting())
    assert worker.look("builtin", TEXT) == rules.look(TEXT)


def test_worker_that_cannot_start_is_lost(worker, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    with pytest.raises(WorkerLostError):
        worker.look("builtin", TEXT)


def test_worker_that_fails_at_start_says_why(monkeypatch, tmp_path):
    (tmp_path / "orjson.py").write_text("raise ImportError('no orjson today')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr("annotator.nlp.client._environment", lambda: dict(os.environ))
    with SuggestionWorker() as worker, pytest.raises(WorkerLostError, match="exit code 1"):
        worker.look("builtin", TEXT)


def test_cancel_without_work_does_nothing(worker):
    worker.cancel()
    worker.look("builtin", TEXT)
    worker.cancel()
    assert worker.look("builtin", TEXT)


def test_close_ends_the_work_of_another_thread():
    worker = SuggestionWorker()

    def close() -> None:
        wait_until_busy(worker)
        worker.close()

    closer = Thread(target=close)
    closer.start()
    with pytest.raises(WorkerLostError, match="closed"):
        worker.look("builtin", LONG)
    closer.join()
    with pytest.raises(WorkerLostError, match="closed"):
        worker.look("builtin", TEXT)
    worker.close()


def test_close_leaves_no_thread_and_no_process():
    before = active_count()
    worker = SuggestionWorker()
    worker.look("builtin", TEXT)
    process = worker._process._process
    worker.close()
    assert process.poll() is not None
    assert active_count() == before


def start_process():
    return subprocess.Popen(
        [sys.executable, "-m", "annotator.nlp.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )


def test_process_speaks_json_lines_and_ends_with_its_input():
    with start_process() as process:
        process.stdin.write(messages.settings_line(SourceSettings()))
        process.stdin.write(messages.request("builtin", "Iran agreed.", ()))
        process.stdin.flush()
        answer = messages.read(process.stdout.readline())
        assert [item[:3] for item in answer["proposals"]] == [[0, 4, "GPE"]]
        process.stdin.close()
        assert process.wait(10) == 0


def test_process_ends_in_the_middle_of_a_text_when_its_input_ends():
    with start_process() as process:
        process.stdin.write(messages.settings_line(SourceSettings()))
        process.stdin.write(messages.request("builtin", LONG, ()))
        process.stdin.flush()
        time.sleep(1.5)
        process.stdin.close()
        assert process.wait(5) == 0


@pytest.mark.skipif(os.name != "posix", reason="looks at /proc")
def test_process_ends_when_its_parent_is_killed():
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            PARENT,
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    with parent:
        child = int(parent.stdout.readline())
        parent.kill()
        parent.wait()
    deadline = time.monotonic() + 5
    while Path(f"/proc/{child}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    state = Path(f"/proc/{child}/stat")
    assert not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z"


def test_importing_the_client_does_not_import_spacy():
    code = (
        "import sys; sys.modules['spacy'] = None; sys.modules['PySide6'] = None\n"
        "import annotator.nlp.client, annotator.nlp.sources\n"
        "assert annotator.nlp.sources.available_sources()[0] == 'builtin/3'"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_library_that_prints_does_not_disturb_the_answers():
    code = (
        "import sys\n"
        "from annotator.nlp.builtin import source\n"
        "source.STEPS = ((\"loud\", lambda page: print('noise')), *source.STEPS)\n"
        "from annotator.nlp.worker import main\n"
        "main()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
    ) as process:
        process.stdin.write(messages.settings_line(SourceSettings()))
        process.stdin.write(messages.request("builtin", "Iran agreed.", ()))
        process.stdin.flush()
        assert "proposals" in messages.read(process.stdout.readline())
        process.stdin.close()
