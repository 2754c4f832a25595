"""One execution environment: its init phase, then one invocation after another.

Ends with status 1 after a failed init phase and when the Runtime API is gone, with 0 when it was never needed.
"""

from __future__ import annotations

import os
import sys

from .api import RuntimeApi
from .debugger import prepare_debugger
from .failure import failure_of
from .functions import UserFunctions
from .invoke import invoke
from .log import log
from .lookup import load
from .process import prepare_process
from .sources import prepare_path
from .start import Start


def main() -> int:
    prepare_process()
    prepare_debugger(os.environ.pop("SMYTH_DEBUGPY", ""))
    address = os.environ.get("AWS_LAMBDA_RUNTIME_API", "")
    try:
        api = RuntimeApi(address)
    except (OSError, ValueError) as error:
        print(f"the Runtime API at {address} cannot be reached: {error}", file=sys.stderr)
        return 1
    try:
        start = api.start()
        return 0 if start is None else serve(api, start)
    except OSError as error:
        print(f"the Runtime API at {address} is gone: {error}", file=sys.stderr)
        return 1


def serve(api: RuntimeApi, start: Start) -> int:
    log.set_up(start.log_level)
    prepare_path(start.path)
    try:
        handler = load(start.handler)
        functions = UserFunctions(start)
    except Exception as error:
        failure, _ = failure_of(error)
        log.error(failure)
        api.init_error(failure)
        return 1
    pid = os.getpid()
    api.ask_for_next()
    while True:
        invoke(api, handler, functions, api.next(), pid)
