"""One Python execution environment: asks the Lambda Runtime API for invocations and calls the handler, as AWS's own Python runtime does.

It differs in what surrounds the handler: the standard library only, one connection that is kept, and two calls that Smyth alone serves:
/smyth/start, which waits until the init phase may begin, and /smyth/request/{id}, the raw HTTP request for the user's event and
context functions.

Ends with status 1 after a failed init phase and when the Runtime API is gone, with 0 when it was never needed.
https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

from __future__ import annotations

import base64
import decimal
import importlib
import importlib.machinery
import io
import json
import logging
import os
import re
import signal
import socket
import sys
import threading
import time
import traceback
import types
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NoReturn

Headers = dict[str, str]
Frames = list[traceback.FrameSummary]

INVOCATION = "/2018-06-01/runtime/invocation/"
INIT_ERROR = "/2018-06-01/runtime/init/error"
MAX_XRAY_CAUSE = 1 << 20  # AWS's client leaves a longer one out


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


def prepare_process() -> None:
    """UTF-8 whatever the terminal, and every line out as soon as it is printed. Ctrl-C reaches workers too, and needs no stack trace."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    if sys.platform == "win32":
        threading.Thread(target=end_with_parent, name="parent watch", daemon=True).start()
    else:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def prepare_debugger(how: str) -> None:
    """Listens for a debugger, and names the port, or connects to one: `listen 127.0.0.1:0`, `connect host:port`."""
    if not how:
        return
    import debugpy  # type: ignore[import]

    verb, _, address = how.partition(" ")
    host, _, port = address.rpartition(":")
    try:
        if verb == "connect":
            debugpy.connect((host, int(port)))
        else:
            print(f"debugpy listens on {host}:{debugpy.listen((host, int(port)))[1]}", file=sys.stderr)
    except Exception as error:
        print(f"no debugger: {error}", file=sys.stderr)


def end_with_parent() -> None:
    """On Windows a process survives the one that started it; elsewhere Smyth's guard sees to that."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        parent = kernel.OpenProcess(0x00100000, False, os.getppid())  # SYNCHRONIZE
        if parent:
            kernel.WaitForSingleObject(parent, 0xFFFFFFFF)
            os._exit(1)


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


# --- an invocation ---


def invoke(api: RuntimeApi, handler: Callable[[Any, Any], Any], functions: UserFunctions, invocation: Invocation, pid: int) -> None:
    log.request_id = invocation.id
    log.tenant_id = invocation.headers.get("lambda-runtime-aws-tenant-id")
    trace_id = invocation.headers.get("lambda-runtime-trace-id")
    if trace_id is None:
        os.environ.pop("_X_AMZN_TRACE_ID", None)
    else:
        os.environ["_X_AMZN_TRACE_ID"] = trace_id
    try:
        context = LambdaContext(invocation)
        event = functions.apply(api, invocation, unmarshal(invocation.event), context)
        result, content_type = marshal(handler(event, context))
    except Exception as error:
        leave_if_forked(pid)
        explain_debugger(error)
        failure, cause = failure_of(error, invocation.id)
        log.error(failure)  # before the answer, so that it is printed by the time the invocation ends
        api.error(invocation.id, failure, cause)
    else:
        leave_if_forked(pid)
        api.respond(invocation.id, result, content_type)


def explain_debugger(error: Exception) -> None:
    """pdb ends the handler when there is nothing to read, as on AWS, and does not say why."""
    if type(error).__name__ == "BdbQuit" and not sys.stdin.isatty():
        print("breakpoint() has no terminal to read from: Smyth lends its own when it runs in one and a single worker can run (one handler, concurrency 1)", file=sys.stderr)


def leave_if_forked(pid: int) -> None:
    """A child that the handler forked and that came back here must not talk on its parent's connection."""
    sys.stdout.flush()
    if os.getpid() != pid:
        os._exit(0)


# --- the handler ---


class Fault(Exception):
    """What AWS's runtime reports in its own words: a handler that cannot be found, an event or result that is no JSON."""

    def __init__(self, kind: str, message: str, trace: list[str] | None = None) -> None:
        super().__init__(message)
        self.type = "Runtime." + kind
        self.trace = trace or []


class FreshLoader(importlib.machinery.SourceFileLoader):
    """Compiles a source each time. Python's cache takes two saves of one second and one size for the same text."""

    def get_code(self, fullname: str) -> types.CodeType:
        path = self.get_filename(fullname)
        code: types.CodeType = self.source_to_code(self.get_data(path), path)
        return code


def prepare_path(path: list[str]) -> None:
    """The project's folders in place of this script's own. What lies in them is read afresh, installed packages are not."""
    own = os.path.dirname(os.path.abspath(__file__))
    if sys.path and os.path.abspath(sys.path[0]) == own:
        del sys.path[0]
    sys.path[:0] = path
    roots = tuple(os.path.join(os.path.abspath(root), "") for root in path)
    finder = importlib.machinery.FileFinder.path_hook(
        (importlib.machinery.ExtensionFileLoader, importlib.machinery.EXTENSION_SUFFIXES),
        (FreshLoader, importlib.machinery.SOURCE_SUFFIXES),
    )

    def hook(folder: str) -> Any:
        place = os.path.join(os.path.abspath(folder), "")
        if not place.startswith(roots) or os.sep + "site-packages" + os.sep in place:
            raise ImportError("not a folder of the project")
        return finder(folder)

    sys.path_hooks.insert(0, hook)
    sys.path_importer_cache.clear()


def load(name: str) -> Callable[..., Any]:
    try:
        module_name, function_name = name.rsplit(".", 1)
    except ValueError as error:
        raise Fault("MalformedHandlerName", f"Bad handler '{name}': {error}")
    if module_name.split(".")[0] in sys.builtin_module_names:
        raise Fault("BuiltInModuleConflict", f"Cannot use built-in module {module_name} as a handler module")
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Fault("ImportModuleError", f"Unable to import module '{module_name}': {error}")
    except SyntaxError as error:
        trace = [f'  File "{error.filename}" Line {error.lineno}\n    {error.text}']
        raise Fault("UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}", trace)
    try:
        function: Callable[..., Any] = getattr(module, function_name)
    except AttributeError:
        raise Fault("HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'")
    return function


def user_frames(trace: types.TracebackType | None) -> Frames:
    """The frames below ours, without columns: newer Pythons would print markers under a line, which AWS's runtime does not."""
    frames = [traceback.FrameSummary(frame.filename, frame.lineno or 0, frame.name, line=frame.line) for frame in traceback.extract_tb(trace)]
    while frames and frames[0].filename == __file__:
        del frames[0]
    return frames


def failure_of(error: Exception, request_id: str = "") -> tuple[dict[str, Any], dict[str, Any]]:
    """What is reported of an error, and its cause for X-Ray."""
    if isinstance(error, Fault):
        kind, frames, trace, cause = error.type, [], error.trace, "LambdaValidationError"
    else:
        kind, frames = type(error).__name__, user_frames(error.__traceback__)
        trace, cause = traceback.format_list(frames), kind
    reported = {"errorMessage": str(error), "errorType": kind, "requestId": request_id, "stackTrace": trace}
    return reported, xray_cause(cause, str(error), frames)


def xray_cause(kind: str, message: str, frames: Frames) -> dict[str, Any]:
    stack = [{"label": frame.name, "path": frame.filename, "line": frame.lineno} for frame in frames]
    return {
        "working_directory": os.getcwd(),
        "exceptions": [{"message": message, "type": kind, "stack": stack}],
        "paths": sorted({frame.filename for frame in frames}),
    }


# --- JSON, as the library that AWS's runtime uses reads and writes it ---


def unmarshal(event: bytes) -> Any:
    try:
        return json.loads(event, parse_constant=refuse_constant)
    except Exception as error:
        raise Fault("UnmarshalError", f"Unable to unmarshal input: {error}")


def refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def marshal(result: Any) -> tuple[bytes, str]:
    if isinstance(result, bytes):
        return result, "application/unknown"
    try:
        return to_json(result).encode("utf-8"), "application/json"
    except Exception as error:
        raise Fault("MarshalError", f"Unable to marshal response: {error}")


def keeps_unicode() -> bool:
    """Since Python 3.12 AWS's runtime writes characters as they are."""
    version = re.fullmatch(r"AWS_Lambda_python3\.(\d+)", os.environ.get("AWS_EXECUTION_ENV", ""))
    return version is not None and int(version.group(1)) >= 12


def to_json(value: Any) -> str:
    numbers: dict[str, str] = {}
    text = json.dumps(plain(value, numbers, set()), ensure_ascii=not keeps_unicode())
    if numbers:
        text = re.sub(f'"({"|".join(numbers)})"', lambda found: numbers[found.group(1)], text)
    return text


def plain(value: Any, numbers: dict[str, str], parents: set[int]) -> Any:
    """The value in types that the json module writes in the same way: named tuples as objects, bytes as text, decimals digit by digit."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if isinstance(value, decimal.Decimal):
        return decimal_mark(value, numbers)
    as_dict = getattr(value, "_asdict", None)
    if callable(as_dict) and not isinstance(value, type):
        value = as_dict()
    if not isinstance(value, (dict, list, tuple)):
        return value  # the json module says what is wrong with it
    if id(value) in parents:
        raise ValueError("Circular reference detected")
    parents.add(id(value))
    if isinstance(value, dict):
        made: Any = {key.decode("utf-8") if isinstance(key, bytes) else key: plain(item, numbers, parents) for key, item in value.items()}
    else:
        made = [plain(item, numbers, parents) for item in value]
    parents.discard(id(value))
    return made


def decimal_mark(value: decimal.Decimal, numbers: dict[str, str]) -> Any:
    """A text that stands for the number until all is written: no number type of the json module keeps every digit."""
    if value.is_nan():
        return float("nan")
    mark = os.urandom(16).hex()
    numbers[mark] = str(value)
    return mark


# --- the context ---


class Fields:
    """Named values, all of them there, None where nothing was given."""

    __slots__: tuple[str, ...] = ()

    def __init__(self, values: Mapping[str, Any]) -> None:
        for name in self.__slots__:
            setattr(self, name, values.get(name))

    def __repr__(self) -> str:
        return f"{type(self).__name__}([{','.join(f'{name}={getattr(self, name)}' for name in self.__slots__)}])"


class Client(Fields):
    __slots__ = ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name")


class ClientContext(Fields):
    __slots__ = ("custom", "env", "client")


class CognitoIdentity(Fields):
    __slots__ = ("cognito_identity_id", "cognito_identity_pool_id")


class LambdaContext:
    """https://docs.aws.amazon.com/lambda/latest/dg/python-context.html"""

    smyth: dict[str, Any]

    def __init__(self, invocation: Invocation) -> None:
        env = os.environ
        self.aws_request_id = invocation.id
        self.log_group_name = env.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = env.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = env.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = env.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = env.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = invocation.headers.get("lambda-runtime-invoked-function-arn")
        self.tenant_id = invocation.headers.get("lambda-runtime-aws-tenant-id")
        client = invocation.json_header("lambda-runtime-client-context", "Client Context")
        self.client_context = None if client is None else ClientContext(client)
        if self.client_context is not None and self.client_context.client is not None:  # type: ignore[attr-defined]
            self.client_context.client = Client(self.client_context.client)  # type: ignore[attr-defined]
        identity = invocation.json_header("lambda-runtime-cognito-identity", "Cognito Identity") or {}
        self.identity = CognitoIdentity({
            "cognito_identity_id": identity.get("cognitoIdentityId"),
            "cognito_identity_pool_id": identity.get("cognitoIdentityPoolId"),
        })
        self._deadline = int(invocation.headers.get("lambda-runtime-deadline-ms", "0"))

    def get_remaining_time_in_millis(self) -> int:
        return max(0, self._deadline - int(time.time() * 1000))

    def log(self, message: Any) -> None:
        sys.stdout.write(str(message))

    def __repr__(self) -> str:
        names = ("aws_request_id", "log_group_name", "log_stream_name", "function_name", "memory_limit_in_mb", "function_version",
                 "invoked_function_arn", "client_context", "identity", "tenant_id")
        return f"LambdaContext([{','.join(f'{name}={getattr(self, name)}' for name in names)}])"


# --- the user's event and context functions, in this project's form and in those of Python Smyth ---


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
            raise Fault("HandlerNotFound", "it is no function that can be called; " + self.form) from error
        for arguments in (2, 3, 1):
            try:
                signature.bind(*[None] * arguments)
                return arguments
            except TypeError:
                continue
        raise Fault("HandlerNotFound", f"it takes {signature}; {self.form}")

    def call(self, event: Any, raw: dict[str, Any] | None, handler: Any, process: ProcessView) -> Any:
        request = None if raw is None else Request(raw)
        forms: dict[int, tuple[Any, ...]] = {1: (request,), 2: (event, raw), 3: (request, handler, process)}
        try:
            made = self.function(*forms[self.arguments])
            if isinstance(made, types.CoroutineType):
                import asyncio  # likewise

                made = asyncio.run(made)
        except NotServed as error:
            raise Fault("UserFunction", f"{self.title}: {error}; {self.form}")
        if made is None and self.title.startswith("event"):
            raise Fault("UserFunction", f"{self.title} returned None in place of an event")
        if self.title.startswith("context") and made is not None and not isinstance(made, dict):
            raise Fault("UserFunction", f"{self.title} returned {type(made).__name__}; it must be a dict")
        return made


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


# --- the log, as AWS's runtime writes it ---


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


# --- the Runtime API ---


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


class Invocation:
    def __init__(self, headers: Headers, event: bytes) -> None:
        self.headers = headers
        self.event = event
        self.id = headers["lambda-runtime-aws-request-id"]

    def json_header(self, name: str, title: str) -> Any:
        if not self.headers.get(name):
            return None
        try:
            return json.loads(self.headers[name])
        except ValueError as error:
            raise Fault("LambdaContextUnmarshalError", f"Unable to parse {title} JSON: {error}")


class RuntimeApi:
    """Asking and reading the answer are calls of their own: an answer and the wish for the next event leave in one write."""

    def __init__(self, address: str) -> None:
        host, colon, port = address.rpartition(":")
        if not colon:
            raise ValueError("AWS_LAMBDA_RUNTIME_API must be host:port")
        self.host = address
        self.socket = socket.create_connection((host, int(port)))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.reader = self.socket.makefile("rb")
        self.verdicts = 0

    def start(self) -> Start | None:
        """Blocks until the init phase may begin. None when this worker is not needed any more."""
        try:
            self.socket.sendall(self.get("/smyth/start"))
            status, _, body = self.receive()
        except OSError:
            return None
        if status != 200:
            raise OSError(f"GET /smyth/start was answered {status}")
        return Start(body.decode("utf-8"))

    def ask_for_next(self) -> None:
        self.socket.sendall(self.get(INVOCATION + "next"))

    def next(self) -> Invocation:
        """Blocks until there is an invocation."""
        while self.verdicts > 0:
            self.verdicts -= 1
            self.receive()  # what was refused (too large, too late) the caller heard from the server already
        status, headers, event = self.receive()
        if status != 200 or "lambda-runtime-aws-request-id" not in headers:
            raise OSError(f"next was answered {status}")
        return Invocation(headers, event)

    def request(self, request_id: str) -> dict[str, Any] | None:
        """The HTTP request behind an invocation; None for a direct invoke."""
        self.socket.sendall(self.get("/smyth/request/" + request_id))
        status, _, body = self.receive()
        return json.loads(body) if status == 200 else None

    def respond(self, request_id: str, result: bytes, content_type: str) -> None:
        self.answer(INVOCATION + request_id + "/response", result, content_type, {})

    def error(self, request_id: str, error: dict[str, Any], cause: dict[str, Any]) -> None:
        text = json.dumps(cause)
        headers = {"Lambda-Runtime-Function-XRay-Error-Cause": text} if len(text) < MAX_XRAY_CAUSE else {}
        self.answer(INVOCATION + request_id + "/error", self.bytes_of(error), "application/json", headers)

    def init_error(self, error: dict[str, Any]) -> None:
        body = self.bytes_of(error)
        headers = {"Lambda-Runtime-Function-Error-Type": error["errorType"]}
        self.socket.sendall(self.post(INIT_ERROR, len(body), "application/json", headers) + body)
        self.receive()

    @staticmethod
    def bytes_of(error: dict[str, Any]) -> bytes:
        return json.dumps(error, ensure_ascii=not keeps_unicode()).encode("utf-8", "backslashreplace")

    def answer(self, path: str, body: bytes, content_type: str, headers: Headers) -> None:
        self.socket.sendall(self.post(path, len(body), content_type, headers) + body + self.get(INVOCATION + "next"))
        self.verdicts += 1

    def get(self, path: str) -> bytes:
        return f"GET {path} HTTP/1.1\r\nHost: {self.host}\r\n\r\n".encode("ascii")

    def post(self, path: str, length: int, content_type: str, headers: Headers) -> bytes:
        lines = [f"POST {path} HTTP/1.1", "Host: " + self.host, "Content-Type: " + content_type, f"Content-Length: {length}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8")

    def receive(self) -> tuple[int, Headers, bytes]:
        try:
            lines = list(self.head())
            headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
            body = self.reader.read(int(headers.get("content-length", "0")))
        except ValueError as error:  # the handler closed the file
            raise OSError(str(error))
        return int(lines[0].split(" ")[1]), headers, body

    def head(self) -> Iterator[str]:
        while True:
            line = self.reader.readline()
            if not line:
                raise OSError("it closed the connection")
            if line in (b"\r\n", b"\n"):
                return
            yield line.decode("utf-8")


if __name__ == "__main__":
    sys.exit(main())
