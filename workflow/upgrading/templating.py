"""Pages from templates: what a page shows is worked out in Python, how it looks is a template."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup


def environment(texts: Mapping[str, str]) -> Environment:
    """The templates (their texts by name), which can name one another.

    What they show is escaped; a name that a template has and its view has not is an error. The
    filter `json` writes data that a script reads.
    """
    made = Environment(
        loader=DictLoader(texts),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["json"] = lambda data: Markup(embedded(data))
    return made


def embedded(data: Any) -> str:
    """JSON that can stand in an HTML element."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
