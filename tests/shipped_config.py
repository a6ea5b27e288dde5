"""The config as it ships, and with keys changed."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import yaml
from reference import ROOT

SHIPPED = yaml.safe_load((ROOT / "config" / "config.yaml").read_text(encoding="utf-8"))


def changed(**changes: Any) -> dict[str, Any]:
    """The shipped config with `section__key=value` set."""
    config = deepcopy(SHIPPED)
    for name, value in changes.items():
        *around, last = name.split("__")
        section = config
        for part in around:
            section = section[part]
        section[last] = value
    return config
