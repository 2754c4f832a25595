"""Runs the worker: `python .../_smyth_worker/__main__.py`, with the Runtime API's address in AWS_LAMBDA_RUNTIME_API."""

import os
import sys

if __name__ == "__main__":  # multiprocessing imports the main module once more, under another name
    folder = os.path.dirname(os.path.realpath(__file__))
    # Python put this folder there (unless PYTHONSAFEPATH is set), where a module of ours would hide one of the user's.
    if sys.path and os.path.realpath(sys.path[0]) == folder:
        del sys.path[0]
    sys.path.insert(0, os.path.dirname(folder))
    from _smyth_worker.environment import main

    del sys.path[0]  # the rest of the package is found without it
    sys.exit(main())
