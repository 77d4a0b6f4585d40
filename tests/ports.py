"""Ports of the loopback that nobody else takes in the meantime."""

import random
import socket


def bind(port=0):
    """A socket with a port of its own, on which nobody listens yet: who connects is refused."""
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind(("127.0.0.1", port))
    return bound


def free_port():
    """A free port for another process, not one of those (32768 and above) that the system gives to whoever asks next."""
    for port in random.sample(range(20_000, 32_000), 100):
        try:
            bind(port).close()
        except OSError:
            continue
        return port
    raise OSError("no port is free")
