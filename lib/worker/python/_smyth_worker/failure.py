"""What is reported of an error: AWS's JSON, with the user's stack frames only, and its cause for X-Ray."""

from __future__ import annotations

import os
import traceback
import types
from typing import Any

Frames = list[traceback.FrameSummary]

OWN_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "")


class Fault(Exception):
    """What AWS's runtime reports in its own words: a handler that cannot be found, an event or a result that is not JSON."""

    def __init__(self, kind: str, message: str, trace: list[str] | None = None) -> None:
        super().__init__(message)
        self.type = "Runtime." + kind
        self.trace = trace or []


def failure_of(error: Exception, request_id: str = "") -> tuple[dict[str, Any], dict[str, Any]]:
    """What is reported of an error, and its cause for X-Ray."""
    if isinstance(error, Fault):
        kind, frames, trace, cause = error.type, [], error.trace, "LambdaValidationError"
    else:
        kind, frames = type(error).__name__, user_frames(error.__traceback__)
        trace, cause = traceback.format_list(frames), kind
    reported = {"errorMessage": str(error), "errorType": kind, "requestId": request_id, "stackTrace": trace}
    return reported, xray_cause(cause, str(error), frames)


def user_frames(trace: types.TracebackType | None) -> Frames:
    """The frames below ours, without columns: newer Pythons would print markers under a line, which AWS's runtime does not."""
    frames = [traceback.FrameSummary(frame.filename, frame.lineno or 0, frame.name, line=frame.line) for frame in traceback.extract_tb(trace)]
    while frames and frames[0].filename.startswith(OWN_FOLDER):
        del frames[0]
    return frames


def xray_cause(kind: str, message: str, frames: Frames) -> dict[str, Any]:
    stack = [{"label": frame.name, "path": frame.filename, "line": frame.lineno} for frame in frames]
    return {
        "working_directory": os.getcwd(),
        "exceptions": [{"message": message, "type": kind, "stack": stack}],
        "paths": sorted({frame.filename for frame in frames}),
    }
