"""Large lists are read by several processes, with the same result as by one, whatever becomes of the others."""

import multiprocessing
import os
import sys
import threading

import pytest
from bench import lists as forms

from littrack.lists import ahead, read
from littrack.lists.ahead import Ahead, reading_ahead

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="large lists are read by one process here")
LIST = b"".join(
    [
        forms.styles(20_000),
        b"## Links\n[a]: https://arxiv.org/abs/2401.00077\n\n- [A study of reference links][a] by Ann Lee\n\n",
        "- ———, “Beams in dashes,” *IEEE Network*, 2023.\n- [x] Pruning boxes, Bo Chen, ICML 2021\n\n".encode(),
        forms.html_table(5_000),
        forms.pipe_table(5_000),
        forms.nested_lists(3_000),
        b"\n**Learning to Listen Under Water**\n- Paper: https://arxiv.org/abs/2402.00001\n\n",
        forms.ordinary(5_000),
    ]
)


@pytest.fixture
def cores(monkeypatch):
    """Read with so many processes, from the first line on."""
    monkeypatch.setattr(ahead, "LARGE", 1)
    return lambda n: monkeypatch.setattr(ahead, "_cores", lambda: n)


@pytest.fixture(scope="module")
def alone():
    return read(LIST, "list")


@pytest.mark.parametrize("n", [2, 3, 4])
def test_several_processes_read_what_one_reads(cores, alone, n):
    cores(n)
    assert read(LIST, "list") == alone
    assert len(alone.entries) > 250
    assert not multiprocessing.active_children()


def test_what_was_read_ahead_is_taken_over(cores, monkeypatch):
    taken = []
    received = ahead._Helper.received
    monkeypatch.setattr(ahead._Helper, "received", lambda helper, _: taken.append(received(helper, 60)) or taken[-1])
    cores(3)
    read(LIST, "list")
    assert len(taken) == 2
    assert all(len(known) > 30 for known in taken)


@pytest.mark.parametrize("n", [1, 2, 20_000])
def test_a_document_of_few_lines_is_read(cores, n):
    data = forms.ordinary(1000)[:n]
    alone = read(data, "list")
    cores(4)
    assert read(data, "list") == alone


def _dies(read, share, received, sent):
    os._exit(1)


def _sleeps(read, share, received, sent):
    threading.Event().wait()


def _breaks_off(read, share, received, sent):
    os.write(sent.fileno(), b"\0\0\1\0half")


@pytest.mark.parametrize("way", [_dies, _sleeps, _breaks_off])
def test_a_process_that_fails_costs_nothing_but_time(cores, alone, monkeypatch, way):
    monkeypatch.setattr(ahead, "_read", way)
    monkeypatch.setattr(ahead, "_PATIENCE", 0.01)
    cores(2)
    assert read(LIST, "list") == alone
    assert not multiprocessing.active_children()


def test_without_processes_one_reads_all(cores, alone, monkeypatch):
    def none(*_):
        raise OSError("no more processes")

    monkeypatch.setattr(ahead, "_started", none)
    cores(4)
    assert read(LIST, "list") == alone


def _interrupted():
    with reading_ahead(10, lambda share: {}):
        assert len(multiprocessing.active_children()) == 2
        raise KeyboardInterrupt


def test_the_others_end_with_the_reading(cores, monkeypatch):
    monkeypatch.setattr(ahead, "_read", _sleeps)
    cores(3)
    with pytest.raises(KeyboardInterrupt):
        _interrupted()
    assert not multiprocessing.active_children()


def test_beside_threads_one_process_reads():
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert ahead._cores() == 1
    finally:
        stop.set()
        thread.join()


def test_nobody_reads_ahead_in_a_small_list():
    with reading_ahead(ahead.LARGE - 1, lambda share: {}) as nobody:
        assert not nobody.helpers
    assert Ahead().at(5) == {}
