"""Write what each key of the config means and allows into docs/config.md: `make dictionary`.

It stands in the models of `upgrading/config/`. A test compares what stands between the marks.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tools.claims_dictionary import put_between
from upgrading.config.fields import Schema, allowed, schema_of
from upgrading.config.models import Config

PAGE = Path("docs/config.md")


def keys() -> str:
    """All sections with their keys in Markdown, in the order of the file."""
    return "\n".join(_section(schema_of(Config), "")) + "\n"


def _section(section: Schema, name: str) -> Iterator[str]:
    """What a section is, its keys, then the sections within it."""
    inner = {f"{name}.{key}".lstrip("."): part for key, part in section["properties"].items()}
    yield from (f"### {f'`{name}`' if name else 'The file'}", "")
    yield from (" ".join(section["description"].split()), "")
    yield from ("| key | allowed | meaning |", "| --- | --- | --- |")
    for key, part in inner.items():
        if "properties" not in part:
            meaning = part["description"].replace("|", "\\|")
            yield f"| `{key}` | {allowed(part, 'key')} | {meaning} |"
    yield ""
    for key, part in inner.items():
        if "properties" in (group := part.get("items", part)):
            yield from _section(group, key)


if __name__ == "__main__":
    put_between(PAGE, keys())
