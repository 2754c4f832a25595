/// What parts of the worker, and AWS's own libraries, find in globalThis under names that AWS's runtime gave them.

"use strict";

/// The id of the invocation under way.
const REQUEST_ID = Symbol.for("aws.lambda.runtime.requestId");

/// Called when Node has nothing left to do, before it would exit.
const BEFORE_EXIT = Symbol.for("aws.lambda.beforeExit");

module.exports = { REQUEST_ID, BEFORE_EXIT };
