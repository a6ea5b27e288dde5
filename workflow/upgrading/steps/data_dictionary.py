"""The data dictionary: what stands in every column that the study writes."""

from collections.abc import Mapping

import pandas as pd

from upgrading.files.listed import FILES
from upgrading.publish.data_dictionary import dictionary


def data_dictionary(
    columns: pd.DataFrame, exhibits: Mapping[str, pd.DataFrame], drawn: Mapping[str, str]
) -> pd.DataFrame:
    """`file, column, type, unit, meaning, empty` of every column (`config/columns.csv`)."""
    cells = pd.concat(exhibits.values(), ignore_index=True)
    return dictionary(FILES, columns, cells, drawn)
