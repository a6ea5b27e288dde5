"""The audit as a page to browse and as a one-page report."""

from collections.abc import Mapping

import pandas as pd

from upgrading.cases.catalogue import Printed
from upgrading.files.codec import RawFile
from upgrading.files.frames import from_csv
from upgrading.parts import Passages, told
from upgrading.publish.audit_page import content, page
from upgrading.publish.reproduction_report import markdown, reproduction
from upgrading.publish.terms import names_of
from upgrading.templating import environment
from upgrading.trade.product_entries import Product


def audit_pages(
    templates: Mapping[str, RawFile],
    styles: Mapping[str, RawFile],
    scripts: Mapping[str, RawFile],
    cells: pd.DataFrame,
    errata: pd.DataFrame,
    conventions: pd.DataFrame,
    claims: pd.DataFrame,
    parts: Passages,
    claims_parts: Passages,
    exhibits: pd.DataFrame,
    clusters: pd.DataFrame,
    profile_register: RawFile,
    products: Mapping[str, Product],
    catalogue: Mapping[str, Printed],
    edition: str,
) -> dict[str, str]:
    """`page` and `report`."""
    names = names_of(
        clusters,
        from_csv(profile_register.content),
        {name: product.label for name, product in products.items()},
    )
    tables = told(
        {**parts, **claims_parts},
        **{"cells": cells, "errata": errata, "conventions": conventions, "claims": claims},
    )
    made = environment({path: text.content.decode() for path, text in templates.items()})
    text = page(
        content(
            **tables,
            exhibits=exhibits,
            around=catalogue,
            edition=edition,
            environment=made,
            names=names,
        ),
        made,
        style="".join(style.content.decode() for style in styles.values()),
        scripts=[script.content.decode() for script in scripts.values()],
    )
    found = reproduction(**tables, around=catalogue, names=names)
    return {"page": text, "report": markdown(found)}
