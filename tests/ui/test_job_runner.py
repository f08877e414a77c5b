"""Background jobs: results arrive in the thread of the window, whatever happened meanwhile."""

import logging
from threading import Event, current_thread, main_thread

import pytest
from PySide6.QtCore import QObject

from annotator.errors import WorkspaceLockedError
from annotator.ui.job_runner import Job, JobRunner


@pytest.fixture
def runner(qtbot):
    made = JobRunner()
    yield made
    made.shut_down()


def test_a_result_arrives_in_the_thread_of_the_window(qtbot, runner):
    threads = []

    def work(progress):
        threads.append(current_thread())
        return 42

    job = Job(work)
    job.succeeded.connect(lambda result: threads.append((result, current_thread())))
    with qtbot.waitSignal(job.succeeded) as caught:
        runner.start(job)
    assert caught.args == [42]
    assert threads[0] is not main_thread()
    assert threads[1] == (42, main_thread())


def test_progress_is_reported_and_not_flooded(qtbot, runner):
    seen = []

    def work(progress):
        for done in range(10_001):
            progress.step(done, 10_000)

    job = Job(work)
    job.progressed.connect(lambda done, total: seen.append(done))
    with qtbot.waitSignal(job.ended):
        runner.start(job)
    assert seen[-1] == 10_000
    assert len(seen) < 100


def test_a_refusal_is_no_crash(qtbot, runner):
    def work(progress):
        raise WorkspaceLockedError

    job = Job(work)
    with qtbot.waitSignal(job.refused) as caught, qtbot.assertNotEmitted(job.crashed):
        runner.start(job)
    assert isinstance(caught.args[0], WorkspaceLockedError)


def test_a_bug_is_logged_and_reported(qtbot, runner, caplog):
    def work(progress):
        raise KeyError("x")

    job = Job(work, "Making suggestions")
    with caplog.at_level(logging.ERROR), qtbot.waitSignal(runner.crashed) as caught:
        runner.start(job)
    assert isinstance(caught.args[1], KeyError)
    assert "Making suggestions" in caplog.text
    caplog.clear()


def test_a_job_stops_when_it_is_cancelled(qtbot, runner):
    begun = Event()

    def work(progress):
        begun.set()
        while True:
            progress.step(0, 0)

    job = Job(work)
    runner.start(job)
    assert begun.wait(5)
    with qtbot.waitSignal(job.cancelled):
        job.cancel()
    qtbot.waitUntil(lambda: not runner.running)


def test_jobs_run_one_after_the_other_in_order(qtbot, runner):
    order = []
    jobs = [Job(lambda progress, number=number: order.append(number)) for number in range(5)]
    with qtbot.waitSignal(runner.idle):
        for job in jobs:
            runner.start(job)
    assert order == [0, 1, 2, 3, 4]


def test_a_waiting_job_that_is_cancelled_never_starts(qtbot, runner):
    go = Event()
    ran = []
    first = Job(lambda progress: go.wait(5))
    second = Job(lambda progress: ran.append(1))
    runner.start(first)
    runner.start(second)
    second.cancel()
    with qtbot.waitSignal(second.cancelled):
        go.set()
    assert ran == []


def test_a_result_is_not_lost_when_the_starter_is_destroyed(qtbot, runner):
    go = Event()
    starter = QObject()
    heard = []
    job = Job(lambda progress: go.wait(5) and "done", parent=starter)
    job.succeeded.connect(heard.append)
    with qtbot.waitSignal(runner.idle):
        runner.start(job)
        starter.deleteLater()
        del starter
        go.set()
    assert heard == ["done"]


def test_shutting_down_cancels_waits_and_delivers(qtbot):
    runner = JobRunner()
    begun = Event()

    def work(progress):
        begun.set()
        while True:
            progress.step(0, 0)

    ended = []
    for number in range(3):
        job = Job(work)
        job.cancelled.connect(lambda number=number: ended.append(number))
        runner.start(job)
    assert begun.wait(5)
    runner.shut_down()
    assert ended == [0, 1, 2]
    assert not runner.running


def test_a_job_after_the_end_is_cancelled(qtbot):
    runner = JobRunner()
    runner.shut_down()
    job = Job(lambda progress: None)
    with qtbot.waitSignal(job.cancelled):
        runner.start(job)
