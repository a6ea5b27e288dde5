"""The audit as a one-page report."""

from collections.abc import Callable, Mapping
from typing import Final

import pandas as pd

from upgrading.cases.catalogue import Printed
from upgrading.files.codec import RawFile
from upgrading.files.frames import from_csv
from upgrading.parts import Passages, told
from upgrading.publish.reproduction_report import Reproduction, markdown, reproduction
from upgrading.publish.terms import names_of
from upgrading.trade.product_entries import Product


def reproduced(
    cells: pd.DataFrame,
    errata: pd.DataFrame,
    conventions: pd.DataFrame,
    claims: pd.DataFrame,
    parts: Passages,
    claims_parts: Passages,
    clusters: pd.DataFrame,
    profile_register: RawFile,
    products: Mapping[str, Product],
    catalogue: Mapping[str, Printed],
) -> Reproduction:
    """What the audit comes to, in readers' names; the paper has it too."""
    names = names_of(
        clusters,
        from_csv(profile_register.content),
        {name: product.label for name, product in products.items()},
    )
    tables = told(
        {**parts, **claims_parts},
        **{"cells": cells, "errata": errata, "conventions": conventions, "claims": claims},
    )
    return reproduction(**tables, around=catalogue, names=names)


APART: Final = {"reproduced": reproduced}


def reproduction_report(call: Callable[..., Reproduction]) -> str:
    """The report's text."""
    return markdown(call(reproduced))
