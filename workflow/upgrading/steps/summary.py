"""The numbers of the study as a whole, as cells, with the words around them and their formulas."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import pandas as pd

from upgrading.exhibits.study_in_numbers import PARTS, Fact, counted, overview
from upgrading.exhibits.tabulation import exhibits_of, formulas_of, words_around
from upgrading.parts import Passages

APART: Final[Mapping[str, Callable[..., list[Fact]]]] = {
    heading: part.count for heading, part in PARTS.items()
}


def summary(
    cells: pd.DataFrame,
    errata: pd.DataFrame,
    parts: Passages,
    claims: pd.DataFrame,
    by_degree: pd.DataFrame,
    association: pd.DataFrame,
    survives: pd.DataFrame,
    sets_printed: pd.DataFrame,
    sets_corrected: pd.DataFrame,
    exports: pd.DataFrame,
    field_study: pd.DataFrame,
) -> dict[str, Any]:
    """The table of the study in numbers."""
    table = overview(counted(locals()))
    return {
        "exhibits": exhibits_of([table]),
        "words": words_around([table]),
        "formulas": formulas_of([table], None),
    }
