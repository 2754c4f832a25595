"""JSON, as the library that AWS's runtime uses (simplejson) reads and writes it."""

from __future__ import annotations

import json
import os
import re
import sys
from typing import Any, NoReturn

from .failure import Fault


def unmarshal(event: bytes) -> Any:
    try:
        return json.loads(event, parse_constant=refuse_constant)
    except Exception as error:
        raise Fault("UnmarshalError", f"Unable to unmarshal input: {error}")


def refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def marshal(result: Any) -> tuple[bytes, str]:
    """A handler's result as bytes, and their content type."""
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
    """The value in types that the json module writes in the same way: named tuples as objects, bytes as strings, decimals digit by digit."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if is_decimal(value):
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


def is_decimal(value: Any) -> bool:
    """Asks without importing the module, which costs every start 4 ms: where there is a Decimal, it has been imported."""
    decimal = sys.modules.get("decimal")
    return decimal is not None and isinstance(value, decimal.Decimal)


def decimal_mark(value: Any, numbers: dict[str, str]) -> Any:
    """A string in the number's place until all is written: no number type of the json module keeps every digit."""
    if value.is_nan():
        return float("nan")
    mark = os.urandom(16).hex()
    numbers[mark] = str(value)
    return mark
