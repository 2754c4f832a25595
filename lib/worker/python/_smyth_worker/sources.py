"""Where the user's modules come from: the project's folders on sys.path, their sources compiled at each start."""

from __future__ import annotations

import importlib.machinery
import os
import sys
from typing import Any, NoReturn


class FreshLoader(importlib.machinery.SourceFileLoader):
    """Compiles a source each time. Python's cache takes two saves within one second and of one size for the same source."""

    def path_stats(self, path: Any) -> NoReturn:
        """Without a file's time and size Python neither reads its cache nor writes it."""
        raise OSError("not cached")


def prepare_path(path: list[str]) -> None:
    """Puts the project's folders first on sys.path. What lies in them is read afresh, installed packages are not."""
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
