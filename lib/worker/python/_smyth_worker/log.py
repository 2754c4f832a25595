"""What logging and errors print, in AWS's text or JSON format. https://docs.aws.amazon.com/lambda/latest/dg/python-logging.html"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
import traceback
from typing import Any

from .payload import keeps_unicode


class Log:
    """What logging and errors print, in AWS's text or JSON format.

    https://docs.aws.amazon.com/lambda/latest/dg/python-logging.html
    """

    TIME = "%Y-%m-%dT%H:%M:%S"

    def __init__(self) -> None:
        self.request_id = ""
        self.tenant_id: str | None = None
        self.json = os.environ.get("AWS_LAMBDA_LOG_FORMAT", "").upper() == "JSON"

    def set_up(self, level: str) -> None:
        """AWS's own variable counts more than the level that the configuration gives the handler."""
        logging.Formatter.converter = time.gmtime
        handler = LogHandler()
        text = logging.Formatter("[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n", self.TIME)
        handler.setFormatter(JsonFormatter() if self.json else text)
        root = logging.getLogger()
        wanted = os.environ.get("AWS_LAMBDA_LOG_LEVEL", level).upper()
        wanted = {"TRACE": "DEBUG", "FATAL": "CRITICAL"}.get(wanted, wanted)
        if isinstance(logging.getLevelName(wanted), int):
            root.setLevel(wanted)
        root.addHandler(handler)

    def error(self, error: dict[str, Any]) -> None:
        if self.json:
            stamp = time.strftime(self.TIME, time.gmtime())
            sys.stdout.write(json.dumps({"timestamp": stamp, "level": "ERROR", **error}, ensure_ascii=not keeps_unicode()) + "\n")
            return
        reason = ": ".join(filter(None, (error["errorType"], error["errorMessage"])))
        trace = [line for entry in error["stackTrace"] for line in entry.splitlines() or [""]]
        sys.stdout.write("\n".join([f"[ERROR] {reason}", "Traceback (most recent call last):", *map(indented, trace)]) + "\n")


def indented(line: str) -> str:
    """With no-break spaces in front, which CloudWatch keeps."""
    text = line.lstrip(" ")
    return "\u00a0" * (len(line) - len(text)) + text


class LogHandler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        record.aws_request_id = log.request_id
        text = self.format(record)
        sys.stdout.write(text if text.endswith("\n") else text + "\n")


class JsonFormatter(logging.Formatter):
    KNOWN = frozenset(vars(logging.makeLogRecord({}))) | {"aws_request_id", "message", "asctime", "taskName"}

    def format(self, record: logging.LogRecord) -> str:
        info = record.exc_info if record.exc_info and record.exc_info[0] is not None else None
        values: dict[str, Any] = {
            "timestamp": time.strftime(Log.TIME, time.gmtime(record.created)) + f".{int(record.msecs):03d}Z",
            "level": logging.getLevelName(min(50, max(0, record.levelno)) // 10 * 10),
            "message": record.getMessage(),
            "logger": record.name,
            "stackTrace": traceback.format_tb(info[2]) if info else None,
            "errorType": info[0].__name__ if info and info[0] else None,
            "errorMessage": str(info[1]) if info else None,
            "requestId": log.request_id,
            "location": f"{record.pathname}:{record.funcName}:{record.lineno}" if info else None,
            "tenantId": log.tenant_id,
        }
        for name, value in vars(record).items():
            if name not in self.KNOWN:
                values.setdefault(name, value)
        return json.dumps({name: value for name, value in values.items() if value is not None}, ensure_ascii=False, default=str) + "\n"


log = Log()
