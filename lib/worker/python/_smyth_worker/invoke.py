"""One invocation: the event in, the handler called, the result, the stream or the error out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

from .api import RuntimeApi
from .context import LambdaContext
from .debugger import explain_debugger
from .failure import failure_of
from .functions import UserFunctions
from .invocation import Invocation
from .log import log
from .payload import marshal, unmarshal
from .process import leave_if_forked

Failure = tuple[dict[str, Any], dict[str, Any]]


def invoke(api: RuntimeApi, handler: Callable[[Any, Any], Any], functions: UserFunctions, invocation: Invocation, pid: int) -> None:
    log.request_id = invocation.id
    log.tenant_id = invocation.headers.get("lambda-runtime-aws-tenant-id")
    show_trace_id(invocation.headers.get("lambda-runtime-trace-id"))
    try:
        context = LambdaContext(invocation)
        event = functions.apply(api, invocation, unmarshal(invocation.event), context)
        result = handler(event, context)
        streams = invocation.wants_stream and hasattr(result, "__next__")
        payload, content_type = (b"", "") if streams else marshal(result)
    except Exception as error:
        api.error(invocation.id, *report(error, invocation, pid))
        return
    leave_if_forked(pid)
    if streams:
        send_pieces(api, invocation, result, pid)
    else:
        api.respond(invocation.id, payload, content_type)


def send_pieces(api: RuntimeApi, invocation: Invocation, pieces: Iterator[Any], pid: int) -> None:
    """The handler goes on while its response is sent: a generator runs when its next piece is asked for."""
    from .stream import END, Stream  # here, because few handlers stream

    stream = Stream(api, invocation.id, pieces)
    while True:
        try:
            piece = stream.next()
        except Exception as error:
            failure, cause = report(error, invocation, pid)
            if stream.begun:
                stream.end(failure)
            else:
                api.error(invocation.id, failure, cause)
            return
        leave_if_forked(pid)
        if piece is END:
            stream.end()
            return
        stream.write(piece)


def report(error: Exception, invocation: Invocation, pid: int) -> Failure:
    """Prints the error, before it is answered: so it is printed by the time the invocation ends."""
    leave_if_forked(pid)
    explain_debugger(error)
    failure = failure_of(error, invocation.id)
    log.error(failure[0])
    return failure


def show_trace_id(trace_id: str | None) -> None:
    if trace_id is None:
        os.environ.pop("_X_AMZN_TRACE_ID", None)
    else:
        os.environ["_X_AMZN_TRACE_ID"] = trace_id
