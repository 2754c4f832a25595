"""The function that a handler name means, found and refused as AWS's runtime does. https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from typing import Any

from .failure import Fault


def load(name: str) -> Callable[..., Any]:
    """Imports the module of `shop.orders.handler` and takes the function out of it. Raises Fault where AWS's runtime has a message of its own."""
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
