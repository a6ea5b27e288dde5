"""The numbers of the study as a whole, as cells, with the words around them and their formulas."""

from typing import Any

import pandas as pd

from upgrading.exhibits.formulas import formula_frame
from upgrading.parts import Passages, told
from upgrading.present.study_facts import Answers
from upgrading.present.study_in_numbers import overview_table
from upgrading.present.tables import words_around


def summary(
    cells: pd.DataFrame,
    errata: pd.DataFrame,
    claims: pd.DataFrame,
    parts: Passages,
    by_degree: pd.DataFrame,
    association: pd.DataFrame,
    survives: pd.DataFrame,
    exports: pd.DataFrame,
    field_study: pd.DataFrame,
) -> dict[str, Any]:
    """The table of the study in numbers."""
    exhibit, text, formulas = overview_table(
        Answers(
            **told(parts, cells=cells, errata=errata, claims=claims),
            by_degree=by_degree,
            association=association,
            survives=survives,
            field_study=field_study,
            exports=exports,
        )
    )
    return {
        "exhibits": exhibit,
        "words": words_around([text]),
        "formulas": formula_frame(formulas),
    }
