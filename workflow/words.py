"""How the scripts that build tables write the words around them."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml


def write_words(path: str, words: Mapping[str, tuple[str, Iterable[str]]]) -> None:
    """Captions and notes by exhibit, as YAML that the stages to the right read."""
    entries: dict[str, Any] = {
        exhibit: {"caption": caption, "notes": list(notes)}
        for exhibit, (caption, notes) in words.items()
    }
    text = yaml.safe_dump(entries, allow_unicode=True, sort_keys=False)
    Path(path).write_text(text, encoding="utf-8")
