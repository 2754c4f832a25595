"""The HTTP request as Python Smyth shows it to event and context functions: an object like Starlette's."""

from __future__ import annotations

import base64
import json
import types
import urllib.parse
from collections.abc import Mapping
from typing import Any

from .view import View


class Multi(dict[str, str]):
    """A mapping with one value for each name, which still knows all of them."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs

    def getlist(self, name: str) -> list[str]:
        return [value for key, value in self.pairs if key == name]

    def multi_items(self) -> list[tuple[str, str]]:
        return list(self.pairs)


class RequestHeaders(Multi):
    """Asked for in any case; the first value counts where there are several, as in Starlette."""

    def __init__(self, headers: Mapping[str, list[str]]) -> None:
        super().__init__([(name, value) for name, values in headers.items() for value in reversed(values)])

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.lower())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and super().__contains__(name.lower())

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(name.lower(), default)

    def getlist(self, name: str) -> list[str]:
        return super().getlist(name.lower())[::-1]


class Url(View):
    def __init__(self, scheme: str, netloc: str, raw_path: str, query: str) -> None:
        self.scheme = scheme
        self.netloc = netloc
        self.path = urllib.parse.unquote(raw_path)
        self.query = query
        self.fragment = ""
        split = urllib.parse.urlsplit("//" + netloc)
        self.hostname = split.hostname
        self.port = split.port
        self._text = f"{scheme}://{netloc}{raw_path}{'?' + query if query else ''}"

    def __str__(self) -> str:
        return self._text


class Request(View):
    """An HTTP request with the attributes of Starlette's that event and context functions use."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self._body = base64.b64decode(raw["body"]) if raw.get("isBase64Encoded") else str(raw.get("body") or "").encode("utf-8")
        self.method: str = raw["method"]
        self.headers = RequestHeaders(raw["headers"])
        self.url = Url("http", self.headers.get("host", "localhost"), raw["rawPath"], raw["rawQuery"])
        self.query_params = Multi(urllib.parse.parse_qsl(raw["rawQuery"], keep_blank_values=True))
        self.path_params: dict[str, str] = dict(raw["pathParameters"])
        self.client = types.SimpleNamespace(host=raw["sourceIp"], port=0)
        self.cookies = dict(pair.strip().split("=", 1) for line in self.headers.getlist("cookie") for pair in line.split(";") if "=" in pair)
        self.state = types.SimpleNamespace()

    async def body(self) -> bytes:
        return self._body

    async def json(self) -> Any:
        return json.loads(self._body)
