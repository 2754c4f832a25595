"""The process itself: what is set up before anything is printed, and how it ends together with Smyth."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading


def prepare_process() -> None:
    """UTF-8 whatever the terminal, and every line out as soon as it is printed. Ctrl-C reaches workers too, and needs no stack trace."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    if sys.platform == "win32":
        threading.Thread(target=end_with_parent, name="parent watch", daemon=True).start()
    else:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def end_with_parent() -> None:
    """On Windows a process survives the one that started it; elsewhere Smyth's guard sees to that."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        parent = kernel.OpenProcess(0x00100000, False, os.getppid())  # SYNCHRONIZE
        if parent:
            kernel.WaitForSingleObject(parent, 0xFFFFFFFF)
            os._exit(1)


def leave_if_forked(pid: int) -> None:
    """Ends a child that the handler forked and that came back into our code: it must not talk on its parent's connection."""
    sys.stdout.flush()
    if os.getpid() != pid:
        os._exit(0)
