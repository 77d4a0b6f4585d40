"""How the page is served: connections to readers and to the database."""

import socket

from littrack.pipeline.desk import pool
from littrack.pipeline.serve import _listen
from littrack.triage.views import Filters
from triage_world import NOW, build


def test_an_answer_does_not_wait_for_an_acknowledgement():
    with _listen("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_the_pool_gives_a_connection_again(tmp_path):
    workspace = build(tmp_path)
    with pool(workspace) as opened:
        with opened(NOW) as one:
            pass
        with opened(NOW) as again, opened(NOW) as other:
            assert again._store is one._store is not other._store
            assert again.first(Filters()) == other.first(Filters())
