"""What event and context functions are shown in Python Smyth's forms: objects that say what they do not have."""

from __future__ import annotations

import time
from typing import Any


class NotServed(AttributeError):
    """Something of Starlette or Python Smyth that a function asked for and that is not here."""


class View:
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise NotServed(f"{type(self).__name__}.{name} is not served here")


class ProcessView(View):
    """The execution environment, as Python Smyth shows a process to a function."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.state = "cold"
        self.task_counter = 0
        self.last_used_timestamp = 0.0

    def as_dict(self) -> dict[str, Any]:
        return dict(vars(self))

    def used(self) -> None:
        self.state = "warm"
        self.task_counter += 1
        self.last_used_timestamp = time.time()
