"""Folders that take long to build, built once for all tests that only read them."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

BuiltOnce = Callable[[str, Callable[[Path], object]], Path]


def built_once(temporary: Path, name: str, build: Callable[[Path], object]) -> Path:
    """The folder of this name, built by whichever process asks first; the others wait for it.

    `temporary`: the base of the process's own temporary folders, which stands in one that all
    processes among which tests are divided share.
    """
    shared = temporary.parent if "PYTEST_XDIST_WORKER" in os.environ else temporary
    folder, built = shared / name, shared / f"{name}.built"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not built.exists():
            build(folder)
            built.touch()
    return folder
