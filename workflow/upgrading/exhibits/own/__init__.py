"""Tables that the report leaves out, a module for each, which has the table's name.

`PLACE` is its place among them, `table` makes it of the study and of
`means.governance_counts`. Its caption stands in `config/captions.yaml`. A new module is a
new table: nothing else lists them.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

import pandas as pd

from upgrading.exhibits.tabulation import Tabulation
from upgrading.exhibits.values import Scored, Study


def own_tables(study: Study, governance: pd.DataFrame) -> list[Tabulation[Scored]]:
    """All of these tables. `governance` is `means.governance_counts`."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    modules.sort(key=lambda module: (module.PLACE, module.__name__))
    return [module.table(study, governance) for module in modules]


def names() -> set[str]:
    """The names of these tables."""
    return {module.name for module in iter_modules(__path__)}
