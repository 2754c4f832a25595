"""The connection to the Runtime API, on which requests are written and answers read as bytes: HTTP/1.1, kept open."""

from __future__ import annotations

import socket
from collections.abc import Iterator

Headers = dict[str, str]


class Connection:
    def __init__(self, address: str) -> None:
        """Connects to `host:port`. Raises ValueError when the address has another form, OSError when nobody is there."""
        host, colon, port = address.rpartition(":")
        if not colon:
            raise ValueError("AWS_LAMBDA_RUNTIME_API must be host:port")
        self.host = address
        self.socket = socket.create_connection((host, int(port)))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.reader = self.socket.makefile("rb")

    def send(self, request: bytes) -> None:
        """Blocks while the server does not read."""
        self.socket.sendall(request)

    def get(self, path: str) -> bytes:
        return f"GET {path} HTTP/1.1\r\nHost: {self.host}\r\n\r\n".encode("ascii")

    def post(self, path: str, headers: Headers) -> bytes:
        lines = [f"POST {path} HTTP/1.1", "Host: " + self.host, *(f"{name}: {value}" for name, value in headers.items())]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8")

    def receive(self) -> tuple[int, Headers, bytes]:
        """The next answer: status, headers with names in lower case, body. Blocks."""
        try:
            lines = list(self.head())
            headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
            body = self.reader.read(int(headers.get("content-length", "0")))
        except ValueError as error:  # the handler closed the file
            raise OSError(str(error))
        return int(lines[0].split(" ")[1]), headers, body

    def head(self) -> Iterator[str]:
        while True:
            line = self.reader.readline()
            if not line:
                raise OSError("it closed the connection")
            if line in (b"\r\n", b"\n"):
                return
            yield line.decode("utf-8")
