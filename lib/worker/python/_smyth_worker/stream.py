"""A streamed response: what a handler's generator yields is sent piece by piece. AWS's Python runtime does not have this; the form is Smyth's own.

    def handler(event, context):
        yield {"statusCode": 200, "headers": {"content-type": "text/plain"}}  # may be left out
        yield "first line\\n"
        yield b"second line\\n"

What goes over the wire is AWS's: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html#runtimes-custom-response-streaming
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

from .api import RuntimeApi
from .failure import Fault
from .payload import to_json

HTTP_INTEGRATION = "application/vnd.awslambda.http-integration-response"
END = object()


class Stream:
    """The response to one invocation, as far as the handler has made it. Every call may raise OSError: the server is gone."""

    def __init__(self, api: RuntimeApi, request_id: str, pieces: Iterator[Any]) -> None:
        self.api = api
        self.request_id = request_id
        self.pieces = pieces
        self.begun = False

    def next(self) -> Any:
        """Bytes, a prelude, or END. Raises what the handler raises, and Fault for what cannot be sent."""
        piece = next(self.pieces, END)
        if piece is END or isinstance(piece, (bytes, bytearray, memoryview)):
            return piece
        try:
            if isinstance(piece, str):
                return piece.encode("utf-8")
            if isinstance(piece, dict) and not self.begun:
                return Prelude(piece)
            raise TypeError(f"a streamed response is made of bytes and str, not of {type(piece).__name__}")
        except Exception as error:
            raise Fault("MarshalError", f"Unable to marshal response: {error}")

    def write(self, piece: Any) -> None:
        """Sends it at once; blocks while the server does not read."""
        head = b""
        if not self.begun:
            head = self.begin(HTTP_INTEGRATION if isinstance(piece, Prelude) else "application/octet-stream")
        data = memoryview(piece.data if isinstance(piece, Prelude) else piece).cast("B")
        # An empty chunk would end the response.
        chunk: tuple[Any, ...] = (b"%x\r\n" % len(data), data, b"\r\n") if len(data) else ()
        self.api.connection.send(b"".join((head, *chunk)))

    def end(self, error: dict[str, Any] | None = None) -> None:
        """The end of the response, in the middle where there is an error, and the request for the next event."""
        head = b"" if self.begun else self.begin("application/octet-stream")
        trailers = b""
        if error is not None:
            body = base64.b64encode(self.api.bytes_of(error)).decode("ascii")
            trailers = (f"Lambda-Runtime-Function-Error-Type: {error['errorType']}\r\n"
                        f"Lambda-Runtime-Function-Error-Body: {body}\r\n").encode("utf-8")
        self.api.send_last(head + b"0\r\n" + trailers + b"\r\n")

    def begin(self, content_type: str) -> bytes:
        self.begun = True
        return self.api.response_head(self.request_id, {
            "Lambda-Runtime-Function-Response-Mode": "streaming",
            "Trailer": "Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body",
            "Content-Type": content_type,
            "Transfer-Encoding": "chunked",
        })


class Prelude:
    """Status, headers and cookies of an HTTP response: JSON and eight NUL bytes, before its body."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.data = to_json(values).encode("utf-8") + bytes(8)
