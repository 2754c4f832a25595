"""An invocation as the Runtime API hands it out."""

from __future__ import annotations

import json
from typing import Any

from .failure import Fault


class Invocation:
    def __init__(self, headers: dict[str, str], event: bytes) -> None:
        self.headers = headers
        self.event = event
        self.id = headers["lambda-runtime-aws-request-id"]
        # Smyth's own header: whether the response goes to a client that takes it piece by piece.
        self.wants_stream = headers.get("smyth-response-mode") == "streaming"

    def json_header(self, name: str, title: str) -> Any:
        if not self.headers.get(name):
            return None
        try:
            return json.loads(self.headers[name])
        except ValueError as error:
            raise Fault("LambdaContextUnmarshalError", f"Unable to parse {title} JSON: {error}")
