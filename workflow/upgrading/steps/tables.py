"""Every table as CSV, HTML and LaTeX, and a document of all of them."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from upgrading.cases.catalogue import Printed
from upgrading.exhibits.trade import unsupplied
from upgrading.files.codec import RawFile
from upgrading.publish.latex_tables import document, to_latex
from upgrading.publish.table_data import to_csv
from upgrading.publish.tables import texts_of, to_html
from upgrading.templating import environment


def tables(
    exhibits: Mapping[str, pd.DataFrame],
    words: Mapping[str, Any],
    catalogue: Mapping[str, Printed],
    captions: Mapping[str, Any],
    templates: Mapping[str, RawFile],
) -> dict[str, str]:
    """The tables by the names of their files, and the document of all of them."""
    cells = pd.concat(exhibits.values(), ignore_index=True)
    texts = texts_of(cells, catalogue, captions, words.values())
    made = environment({path: text.content.decode() for path, text in templates.items()})
    found = {}
    for exhibit, table in cells.groupby("exhibit", sort=False):
        text = texts[str(exhibit)]
        found[f"{exhibit}.csv"] = to_csv(table)
        found[f"{exhibit}.html"] = to_html(table, text, made)
        found[f"{exhibit}.tex"] = to_latex(table, text)
    without = unsupplied(cells)
    found["document"] = document(name for name in texts if name not in without)
    return found
