"""An HTTP connection to a given network address, with a time limit and a size limit for the whole exchange."""

import http.client
import io
import socket
import ssl
from collections.abc import Callable
from typing import Any

from common.public_addresses import WebAddress

# The seconds left; raises TimeoutError if there are none.
Left = Callable[[], float]
# Seconds to connect: another address of the same name may respond instead.
PATIENCE = 6.0


class TooMuch(Exception):
    """The server sent more bytes than allowed."""


class Wire:
    """A connected socket for http.client, with every step limited to the time that is left."""

    def __init__(self, connected: socket.socket, left: Left, most: int) -> None:
        self._socket, self._left, self._most = connected, left, most

    def sendall(self, data: Any) -> None:
        """Send everything, or raise TimeoutError."""
        self._socket.settimeout(self._left())
        self._socket.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Return a file to read the response from."""
        return io.BufferedReader(_Answer(self._socket, self._left, self._most))

    def close(self) -> None:
        """Do nothing: http.client closes the socket before it has read the body."""

    def hang_up(self) -> None:
        """Close the socket."""
        self._socket.close()


class _Answer(io.RawIOBase):
    """The bytes of a response as they arrive. A timeout per step alone would let a slow server send for ever."""

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
    """An HTTP connection over an existing socket: it never connects by itself, by name or through a proxy."""

    auto_open = 0

    def __init__(self, place: WebAddress, wire: Wire) -> None:
        super().__init__(place.host, place.port)
        self.wire = wire
        self.sock = wire

    def hang_up(self) -> None:
        """Close the connection."""
        self.wire.hang_up()


def connect(place: WebAddress, address: str, *, left: Left, most: int, context: ssl.SSLContext) -> Call:
    """Connect to exactly this address and request the place's host.

    The certificate is checked against the host's name. Raises OSError (including TimeoutError and ssl.SSLError).
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
