"""How the scripts that write pages learn what ids are called."""

from pathlib import Path
from typing import Any

import yaml

from sources import read_frame
from upgrading.present.terms import names_of


def read_names(files: Any) -> dict[str, str]:
    """What clusters, profiles and products are called, by id, from the inputs of a rule."""
    products = yaml.safe_load(Path(files.products).read_text(encoding="utf-8"))
    return names_of(
        read_frame(files.clusters),
        read_frame(files.profile_register),
        {name: product["label"] for name, product in products.items()},
    )
