"""A connection on which requests go out as they are written, and answers are read as a proxy reads them."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from types import TracebackType
from typing import Self

PATIENCE_S = 20.0


class NotAnAnswer(Exception):
    """Bytes came where an answer should begin: a proxy would give them to somebody as theirs."""


@dataclass(frozen=True)
class Answer:
    """One answer: `headers` have lower-case names; `body` is what belongs to it by its own head."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def closes(self) -> bool:
        """Whether the server said that nothing follows on this connection."""
        return self.headers.get("connection", "").lower() == "close"


class Wire:
    """One connection to the server on a port of this machine."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE_S)
        self._read = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.socket.close()

    def send(self, *lines: str, body: bytes = b"", host: str = "") -> None:
        """Send a request: its first line, `Host`, the other lines, a body."""
        first, *others = lines
        head = [first, f"Host: {host or f'localhost:{self.port}'}", *others, "", ""]
        self.socket.sendall("\r\n".join(head).encode("latin-1") + body)

    def ask(self, *lines: str, body: bytes = b"", host: str = "") -> Answer:
        """Send a request and read its answer."""
        self.send(*lines, body=body, host=host)
        return self.answer(lines[0].partition(" ")[0])

    def answer(self, method: str = "GET") -> Answer:
        """The next answer, which is one to `method`. Raises NotAnAnswer, and EOFError when the connection ended."""
        head = self._until(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        if not first.startswith("HTTP/1."):
            raise NotAnAnswer(repr(head[:200]))
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        status = int(first.split()[1])
        return Answer(status, headers, self._body(method, status, headers))

    def rest(self) -> bytes:
        """Everything that still comes until the server ends the connection."""
        while self._more():
            pass
        found, self._read = self._read, b""
        return found

    def _body(self, method: str, status: int, headers: dict[str, str]) -> bytes:
        if method == "HEAD" or status < 200 or status in (204, 304):
            return b""
        if headers.get("transfer-encoding") == "chunked":
            whole = b""
            while length := int(self._until(b"\r\n"), 16):
                whole += self._exactly(length + 2)[:-2]
            self._exactly(2)
            return whole
        if "content-length" in headers:
            return self._exactly(int(headers["content-length"]))
        return self.rest()

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._read:
            if not self._more():
                raise EOFError(repr(self._read[:200]))
        found, _, self._read = self._read.partition(mark)
        return found

    def _exactly(self, length: int) -> bytes:
        while len(self._read) < length:
            if not self._more():
                raise EOFError(f"{len(self._read)} of {length} bytes")
        found, self._read = self._read[:length], self._read[length:]
        return found

    def _more(self) -> bool:
        try:
            more = self.socket.recv(65_536)
        except ConnectionResetError:
            more = b""
        self._read += more
        return bool(more)
