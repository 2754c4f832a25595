"""The Lambda Runtime API, and Smyth's two calls beside it. https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html"""

from __future__ import annotations

import json
from typing import Any

from .connection import Connection
from .invocation import Invocation
from .payload import keeps_unicode
from .start import Start

INVOCATION = "/2018-06-01/runtime/invocation/"
INIT_ERROR = "/2018-06-01/runtime/init/error"
MAX_XRAY_CAUSE = 1 << 20  # AWS's client leaves a longer one out


class RuntimeApi:
    """Asking and reading the answer are calls of their own: a response and the request for the next event leave in one write."""

    def __init__(self, address: str) -> None:
        self.connection = Connection(address)
        self.verdicts = 0

    def start(self) -> Start | None:
        """Blocks until the init phase may begin. None when this worker is not needed any more."""
        try:
            status, _, body = self.ask("/smyth/start")
        except OSError:
            return None
        if status != 200:
            raise OSError(f"GET /smyth/start was answered {status}")
        return Start(body.decode("utf-8"))

    def ask_for_next(self) -> None:
        self.connection.send(self.next_request())

    def next(self) -> Invocation:
        """Blocks until there is an invocation."""
        while self.verdicts > 0:
            self.verdicts -= 1
            self.connection.receive()  # what was refused (too large, too late) the caller heard from the server already
        status, headers, event = self.connection.receive()
        if status != 200 or "lambda-runtime-aws-request-id" not in headers:
            raise OSError(f"next was answered {status}")
        return Invocation(headers, event)

    def request(self, request_id: str) -> dict[str, Any] | None:
        """The HTTP request behind an invocation; None for a direct invoke."""
        status, _, body = self.ask("/smyth/request/" + request_id)
        return json.loads(body) if status == 200 else None

    def respond(self, request_id: str, result: bytes, content_type: str) -> None:
        self.answer(INVOCATION + request_id + "/response", result, content_type, {})

    def error(self, request_id: str, error: dict[str, Any], cause: dict[str, Any]) -> None:
        text = json.dumps(cause)
        headers = {"Lambda-Runtime-Function-XRay-Error-Cause": text} if len(text) < MAX_XRAY_CAUSE else {}
        self.answer(INVOCATION + request_id + "/error", self.bytes_of(error), "application/json", headers)

    def init_error(self, error: dict[str, Any]) -> None:
        headers = {"Lambda-Runtime-Function-Error-Type": error["errorType"]}
        self.connection.send(self.post(INIT_ERROR, self.bytes_of(error), "application/json", headers))
        self.connection.receive()

    @staticmethod
    def bytes_of(error: dict[str, Any]) -> bytes:
        return json.dumps(error, ensure_ascii=not keeps_unicode()).encode("utf-8", "backslashreplace")

    def response_head(self, request_id: str, headers: dict[str, str]) -> bytes:
        return self.connection.post(INVOCATION + request_id + "/response", headers)

    def answer(self, path: str, body: bytes, content_type: str, headers: dict[str, str]) -> None:
        self.send_last(self.post(path, body, content_type, headers))

    def send_last(self, answer: bytes) -> None:
        """The end of what is said to an invocation, and with it the request for the next one."""
        self.connection.send(answer + self.next_request())
        self.verdicts += 1

    def ask(self, path: str) -> tuple[int, dict[str, str], bytes]:
        self.connection.send(self.connection.get(path))
        return self.connection.receive()

    def next_request(self) -> bytes:
        return self.connection.get(INVOCATION + "next")

    def post(self, path: str, body: bytes, content_type: str, headers: dict[str, str]) -> bytes:
        return self.connection.post(path, {"Content-Type": content_type, "Content-Length": str(len(body)), **headers}) + body
