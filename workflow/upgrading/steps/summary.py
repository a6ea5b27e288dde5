"""The numbers of the study as a whole, as cells, with the words around them and their formulas."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import pandas as pd

from upgrading.exhibits.formulas import formula_frame
from upgrading.parts import Passages
from upgrading.present.study_facts import PARTS, Fact
from upgrading.present.study_in_numbers import overview_table
from upgrading.present.tables import words_around

APART: Final[Mapping[str, Callable[..., list[Fact]]]] = {
    heading: part.count for heading, part in PARTS.items()
}


def summary(
    cells: pd.DataFrame,
    errata: pd.DataFrame,
    parts: Passages,
    claims: pd.DataFrame,
    claims_parts: Passages,
    by_degree: pd.DataFrame,
    association: pd.DataFrame,
    survives: pd.DataFrame,
    exports: pd.DataFrame,
    field_study: pd.DataFrame,
) -> dict[str, Any]:
    """The table of the study in numbers."""
    exhibit, text, formulas = overview_table(locals())
    return {
        "exhibits": exhibit,
        "words": words_around([text]),
        "formulas": formula_frame(formulas),
    }
