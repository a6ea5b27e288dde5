"""All exhibits in one workbook, and every number as a macro for a manuscript."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from upgrading.cases.catalogue import Printed
from upgrading.publish import quotable
from upgrading.publish import workbook as workbooks
from upgrading.publish.tables import texts_of


def workbook(
    exhibits: Mapping[str, pd.DataFrame],
    words: Mapping[str, Any],
    catalogue: Mapping[str, Printed],
    captions: Mapping[str, Any],
    numbers: pd.DataFrame,
    edition: str,
) -> dict[str, bytes | str]:
    """`tables.xlsx` and `numbers.tex`."""
    cells = pd.concat(exhibits.values(), ignore_index=True)
    texts = texts_of(cells, catalogue, captions, words.values(), "marks_in_columns")
    quoted = quotable.frame(quotable.of_exhibits(numbers))
    header = {"Edition of the scores": edition}
    return {
        "workbook": workbooks.workbook(cells, texts),
        "macros": quotable.to_latex(quoted, header),
    }
