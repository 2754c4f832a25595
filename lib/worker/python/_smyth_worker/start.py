"""What Smyth tells a worker when its init phase may begin."""

from __future__ import annotations

import json
from typing import Any


class Start:
    """What to run, told when the init phase may begin: lines of name=value. Lines of a later Smyth are passed over."""

    def __init__(self, lines: str) -> None:
        pairs = [line.split("=", 1) for line in lines.split("\n") if "=" in line]
        values = dict(pairs)
        self.handler: str = values.get("handler", "")
        self.path = [value for name, value in pairs if name == "classpath"]
        self.event_function: str | None = values.get("event_function")
        self.context_function: str | None = values.get("context_function")
        self.log_level: str = values.get("log_level", "")
        self.environment: str = values.get("environment", "")
        self.config: dict[str, Any] = json.loads(values.get("config", "{}"))
