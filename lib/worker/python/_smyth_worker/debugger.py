"""Debuggers: debugpy, when Smyth asks for it, and what to say when pdb cannot work."""

from __future__ import annotations

import importlib
import sys
from typing import Any


def prepare_debugger(how: str) -> None:
    """Listens for a debugger, and names the port, or connects to one: `listen 127.0.0.1:0`, `connect host:port`."""
    if not how:
        return
    debugpy: Any = importlib.import_module("debugpy")
    verb, _, address = how.partition(" ")
    host, _, port = address.rpartition(":")
    try:
        if verb == "connect":
            debugpy.connect((host, int(port)))
        else:
            print(f"debugpy listens on {host}:{debugpy.listen((host, int(port)))[1]}", file=sys.stderr)
    except Exception as error:
        print(f"no debugger: {error}", file=sys.stderr)


def explain_debugger(error: Exception) -> None:
    """pdb ends the handler when there is nothing to read, as on AWS, and does not say why."""
    if type(error).__name__ == "BdbQuit" and not sys.stdin.isatty():
        print("breakpoint() has no terminal to read from: Smyth lends its own when it runs in one and a single worker can run (one handler, concurrency 1)", file=sys.stderr)
