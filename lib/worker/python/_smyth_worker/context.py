"""The handler's second argument. https://docs.aws.amazon.com/lambda/latest/dg/python-context.html"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from typing import Any

from .invocation import Invocation


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
