"""How the scripts that present exhibits read them, and the words around them."""

from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from sources import read_catalogue, read_frame
from upgrading.present.tables import Text, texts


def read_exhibits(files: Any) -> pd.DataFrame:
    """The cells of all exhibits, among the named inputs of a rule."""
    return pd.concat(map(read_frame, files.exhibits), ignore_index=True)


def read_words(files: Any) -> dict[str, Any]:
    """The project's own words around tables: those kept in the config, and those computed."""
    words: dict[str, Any] = yaml.safe_load(Path(files.captions).read_text(encoding="utf-8"))
    for path in files.words:
        words["own_tables"] |= yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    return words


def read_texts(files: Any, exhibits: pd.DataFrame, marks: str = "marks") -> dict[str, Text]:
    """The words around every table, by exhibit; `marks`: those that explain how it is marked."""
    _, around = read_catalogue(files)
    words = read_words(files)
    return texts(exhibits, around, {**words, "marks": words[marks]})
