"""One HTTP connection to a given network address, with one time limit and one size limit over all of it."""

import http.client
import io
import socket
import ssl
from collections.abc import Callable
from typing import Any

from common.public_addresses import WebAddress

# How long is left, in seconds; raises TimeoutError when nothing is.
Left = Callable[[], float]
# Seconds for a server to take a connection: another address of the same name may be the one that lives.
PATIENCE = 6.0


class TooMuch(Exception):
    """The server sent more than was asked for."""


class Wire:
    """A connected socket that http.client writes to and reads from: every step within the time that is left."""

    def __init__(self, connected: socket.socket, left: Left, most: int) -> None:
        self._socket, self._left, self._most = connected, left, most

    def sendall(self, data: Any) -> None:
        """Send everything, or raise TimeoutError."""
        self._socket.settimeout(self._left())
        self._socket.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """What the server answers."""
        return io.BufferedReader(_Answer(self._socket, self._left, self._most))

    def close(self) -> None:
        """Nothing yet: http.client closes what it has asked on before the answer's body is read."""

    def hang_up(self) -> None:
        """Close the socket."""
        self._socket.close()


class _Answer(io.RawIOBase):
    """The bytes of an answer as they arrive. A limit for each step alone would let a slow server drip for ever."""

    def __init__(self, connected: socket.socket, left: Left, most: int) -> None:
        self._socket, self._left, self._room = connected, left, most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._room <= 0:
            raise TooMuch
        self._socket.settimeout(self._left())
        number = self._socket.recv_into(memoryview(buffer)[: self._room])
        self._room -= number
        return number


class Call(http.client.HTTPConnection):
    """Asks over a wire that is there already: it never connects by itself, to no name and over no proxy."""

    auto_open = 0

    def __init__(self, place: WebAddress, wire: Wire) -> None:
        super().__init__(place.host, place.port)
        self.wire = wire
        self.sock = wire

    def hang_up(self) -> None:
        """End the call."""
        self.wire.hang_up()


def connect(place: WebAddress, address: str, *, left: Left, most: int, context: ssl.SSLContext) -> Call:
    """A connection to this address and no other, on which the server is asked for the place's host.

    The certificate is checked against the host's name. Raises OSError (TimeoutError, ssl.SSLError among them).
    """
    connected = socket.create_connection((address, place.port), timeout=min(left(), PATIENCE))
    try:
        if place.scheme == "https":
            connected.settimeout(left())
            connected = context.wrap_socket(connected, server_hostname=place.host)
    except BaseException:
        connected.close()
        raise
    return Call(place, Wire(connected, left, most))
