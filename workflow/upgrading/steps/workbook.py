"""All exhibits in one workbook, and every number as a macro for a manuscript."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import pandas as pd

from upgrading.cases.catalogue import Printed
from upgrading.cases.register import entries
from upgrading.config.models import Edition
from upgrading.exhibits.trade import unsupplied
from upgrading.files.codec import RawFile
from upgrading.publish import quotable
from upgrading.publish import workbook as workbooks
from upgrading.publish.citation import Citation
from upgrading.publish.legend import Made
from upgrading.publish.tables import texts_of

_OF_THE_REPORT: Final = "2004-01-01"
"""The date of the data where none is registered."""


def workbook(
    exhibits: Mapping[str, pd.DataFrame],
    words: Mapping[str, Any],
    catalogue: Mapping[str, Printed],
    captions: Mapping[str, Any],
    numbers: pd.DataFrame,
    citation: Mapping[str, Any],
    register: RawFile,
    edition: Edition,
) -> dict[str, bytes | str]:
    """`tables.xlsx` and `numbers.tex`. The workbook's date is the newest of the register."""
    every = pd.concat(exhibits.values(), ignore_index=True)
    cells = every[~every["exhibit"].isin(unsupplied(every))].reset_index(drop=True)
    texts = texts_of(cells, catalogue, captions, words.values(), "marks_in_columns")
    quoted = quotable.frame(quotable.of_exhibits(numbers))
    header = {"Edition of the scores": edition}
    days = [record["date"] for record in entries(register.content, register.name)]
    made = Made(
        edition,
        Citation.of(citation),
        date.fromisoformat(max(days, default=_OF_THE_REPORT)),
    )
    return {
        "workbook": workbooks.workbook(cells, texts, made),
        "macros": quotable.to_latex(quoted, header),
    }
