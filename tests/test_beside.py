"""Work done beside the rest: the same results and errors as without, and nothing left running."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from geo.beside import beside, helper, shared

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def two_processors(monkeypatch):
    """Whatever the machine has, and whatever threads other tests have left."""
    monkeypatch.setattr("geo.beside.processors", lambda: 2)
    monkeypatch.setattr("threading.active_count", lambda: 1)


def test_work_is_done_in_another_process_at_the_same_time():
    """What the work sees is what stood when it began; of what it does only its result is seen."""
    state = ["before"]

    def work():
        state.append("there")
        return os.getpid(), list(state), "a long answer" * 100_000

    with beside(work) as answer:
        state.append("here")
        process, seen, long = answer()
    assert process != os.getpid()
    assert (seen, state) == (["before", "there"], ["before", "here"])
    assert len(long) == 1_300_000


@pytest.mark.parametrize("end", [os.getpid, lambda: os.kill(os.getpid(), signal.SIGKILL)])
def test_work_that_comes_to_nothing_is_done_here(end):
    """Ended from outside, or its result cannot be handed over: nobody notices."""
    here = os.getpid()

    def work():
        if os.getpid() != here:
            end()
            return threading.Lock()  # cannot be pickled
        return "done here"

    with beside(work) as answer:
        assert answer() == "done here"


def test_what_goes_wrong_is_raised_where_it_is_asked_for():
    """As if there were no other process; and what goes wrong meanwhile is not covered by it."""
    with pytest.raises(ZeroDivisionError), beside(lambda: 1 / 0) as answer:
        answer()
    with pytest.raises(KeyError), beside(lambda: 1 / 0):
        raise KeyError


def test_what_is_no_longer_wanted_is_ended(tmp_path):
    """An error or an interrupt in the block leaves no process behind."""
    mark = tmp_path / "process"

    def work():
        mark.write_text(str(os.getpid()))
        time.sleep(30)

    def interrupt():
        while not (mark.exists() and mark.read_text()):
            time.sleep(0.01)
        raise KeyboardInterrupt

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt), beside(work):
        interrupt()
    assert time.monotonic() - began < 20
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text()), 0)


def test_an_interrupt_from_the_keyboard_reaches_both_and_is_told_once():
    """The shell sends it to every process of a command."""
    script = (
        "import geo.beside, signal, time\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # in the background, too
        "geo.beside.processors = lambda: 2\n"
        "with geo.beside.beside(lambda: time.sleep(60)):\n"
        "    print('begun', flush=True)\n"
        "    time.sleep(60)\n"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert run.stdout.readline() == "begun\n"
    os.killpg(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=20)  # ends only when no process holds the pipe any more
    assert said.count("Traceback") == 1


@pytest.mark.parametrize("lack", ["processors", "threads", "pipe", "fork"])
def test_where_no_process_is_to_be_had_the_work_is_done_all_the_same(monkeypatch, lack):
    """One processor, other threads with their locks, too many files open."""

    def refuse():
        raise OSError(24, "Too many open files")

    lacking = {
        "processors": ("geo.beside.processors", lambda: 1),
        "threads": ("threading.active_count", lambda: 2),
        "pipe": ("os.pipe", refuse),
        "fork": ("os.fork", refuse),
    }
    monkeypatch.setattr(*lacking[lack])
    with beside(os.getpid) as answer:
        assert answer() == os.getpid()


@pytest.mark.parametrize("first", [dict, lambda: 1 / 0])
@pytest.mark.parametrize("given", ["short", "long" * 100_000, threading.Lock()])
def test_a_helper_is_told_later_what_its_work_needs(first, given):
    """Whatever comes of its first steps, and whether or not it can be told."""
    with helper(lambda what: (what, os.getpid()), first=first) as begin:
        done, process = begin(given)()
    assert done is given or done == given
    assert (process != os.getpid()) == (first is dict and isinstance(given, str))


def test_a_helper_outlives_nobody():
    """One that waits for its work ends with the process that would have told it."""
    script = (
        "import geo.beside, os, sys\n"
        "geo.beside.processors = lambda: 2\n"
        "with geo.beside.helper(sum, first=lambda: print(os.getpid(), flush=True)):\n"
        "    sys.stdin.read()\n"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, **pipes) as run:
        assert int(run.stdout.readline())
        run.kill()
        assert run.stdout.read() == b""  # which ends when no process holds the pipe any more


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_things_are_shared_out_and_come_back_in_order(monkeypatch, count):
    """However many there are, and processors."""
    for hands in (1, 2, 3):
        monkeypatch.setattr("geo.beside.processors", lambda hands=hands: hands)
        assert shared(lambda n: n * n, range(count)) == [n * n for n in range(count)]


def test_shared_work_goes_wrong_as_if_it_were_done_in_turn():
    """The first that goes wrong is told, whoever met it, and nobody begins what comes after."""
    begun = []

    def work(n):
        begun.append(n)
        if n in (3, 4, 5):
            raise ValueError(n)
        return n

    with pytest.raises(ValueError, match="3"):
        shared(work, range(1000))
    assert max(begun) < 10


def test_what_a_lost_process_had_taken_is_done_here():
    """Ended from outside in the middle of its work, among more than there are tickets."""
    here = os.getpid()

    def work(n):
        if os.getpid() != here and n > 100:
            os.kill(os.getpid(), signal.SIGKILL)
        return n

    begun = []
    assert shared(work, range(3000), told=lambda done, _: begun.append(done)) == list(range(3000))
    assert set(begun) <= set(range(1, 3001))
