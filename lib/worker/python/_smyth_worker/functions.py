"""The user's event and context functions, in Smyth's form `(event, request)` and in those of Python Smyth."""

from __future__ import annotations

import types
from typing import Any

from .api import RuntimeApi
from .context import LambdaContext
from .failure import Fault
from .invocation import Invocation
from .lookup import load
from .payload import to_json, unmarshal
from .start import Start
from .view import NotServed, ProcessView


class UserFunctions:
    def __init__(self, start: Start) -> None:
        self.event = self.load("event", start.event_function)
        self.context = self.load("context", start.context_function)
        self.process = ProcessView(start.environment)
        self.handler = types.SimpleNamespace(**start.config)

    @staticmethod
    def load(kind: str, name: str | None) -> UserFunction | None:
        if name is None:
            return None
        try:
            return UserFunction(kind, name)
        except Fault as fault:
            raise Fault(fault.type[len("Runtime."):], f"{kind} function {name}: {fault}", fault.trace)

    def apply(self, api: RuntimeApi, invocation: Invocation, event: Any, context: LambdaContext) -> Any:
        """The event that the handler gets; what the context function returns becomes the context's."""
        config = vars(self.handler)
        context.smyth = {"process": self.process.as_dict(), "handler": {"name": config.get("name"), "smyth_handler_config": config}}
        if self.event is not None or self.context is not None:
            raw = api.request(invocation.id)
            if self.event is not None and raw is not None:
                event = unmarshal(to_json(self.event.call(event, raw, self.handler, self.process)).encode("utf-8"))
            if self.context is not None:
                values = self.context.call(event, raw, self.handler, self.process)
                for name, value in (values or {}).items():
                    setattr(context, name, value)
        self.process.used()
        return event


class UserFunction:
    def __init__(self, kind: str, name: str) -> None:
        self.title = f"{kind} function {name}"
        self.form = f"write it as def {name.rpartition('.')[2]}(event, request): return {{...}}"
        self.function = load(name)
        self.arguments = self.count()

    def count(self) -> int:
        """How many arguments it takes: 2 in our form, 1 or 3 in Python Smyth's."""
        import inspect  # here, because few need it and every start would pay for it

        try:
            signature = inspect.signature(self.function)
        except (TypeError, ValueError) as error:
            raise Fault("HandlerNotFound", "it cannot be called; " + self.form) from error
        for arguments in (2, 3, 1):
            try:
                signature.bind(*[None] * arguments)
                return arguments
            except TypeError:
                continue
        raise Fault("HandlerNotFound", f"it takes {signature}; {self.form}")

    @staticmethod
    def shown(raw: dict[str, Any]) -> Any:
        from .request import Request  # likewise

        return Request(raw)

    def call(self, event: Any, raw: dict[str, Any] | None, handler: Any, process: ProcessView) -> Any:
        request = None if raw is None else self.shown(raw)
        forms: dict[int, tuple[Any, ...]] = {1: (request,), 2: (event, raw), 3: (request, handler, process)}
        try:
            made = self.function(*forms[self.arguments])
            if isinstance(made, types.CoroutineType):
                import asyncio  # likewise

                made = asyncio.run(made)
        except NotServed as error:
            raise Fault("UserFunction", f"{self.title}: {error}; {self.form}")
        if made is None and self.title.startswith("event"):
            raise Fault("UserFunction", f"{self.title} returned None instead of an event")
        if self.title.startswith("context") and made is not None and not isinstance(made, dict):
            raise Fault("UserFunction", f"{self.title} returned {type(made).__name__}; it must be a dict")
        return made
