"""Tables of association and of what survives, as cells, and the words around them."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pandas as pd

from upgrading.catalogue import Table
from upgrading.exhibits.formulas import formula_frame, homes
from upgrading.inference.intervals import BootstrapChoices
from upgrading.inference.permutation import PermutationChoices
from upgrading.inference.pooling import pooled_and_within, printed_index
from upgrading.inference.survives import survives
from upgrading.multiverse.relations import Relation
from upgrading.present import association_tables
from upgrading.present.association_formulas import Measured, association_formulas
from upgrading.present.relation_formulas import Choices, Relations
from upgrading.present.survives_table import survives_table
from upgrading.present.tables import words_around

RELATIONS = "config/relations.yaml"


def inference_exhibits(
    association: pd.DataFrame,
    degrees: pd.DataFrame,
    curves: pd.DataFrame,
    choices: pd.DataFrame,
    clusters: pd.DataFrame,
    indices: pd.DataFrame,
    printed_clusters: pd.DataFrame,
    cells: pd.DataFrame,
    relations: Mapping[str, Relation],
    layouts: Mapping[str, Table],
    inference: Mapping[str, Any],
    multiverse: Mapping[str, Any],
    edition: str,
) -> dict[str, Any]:
    """`survives` (`survives.SURVIVES_COLUMNS`), and the tables; `curves`: one row a relation."""
    confidence = Fraction(str(inference["confidence"]))
    negligible = multiverse["negligible"]
    permutation = PermutationChoices.from_config(inference)
    found = survives(relations, association, curves, choices, negligible, RELATIONS)
    compared = (
        (clusters, indices),
        (printed_clusters, printed_index(cells, layouts)),
    )
    analysed, as_printed = (
        pooled_and_within(*data, "up_product", permutation) for data in compared
    )
    tables = (
        association_tables.primary(association, confidence),
        association_tables.exploratory(association),
        association_tables.pooled_within(analysed, as_printed, edition),
        association_tables.across_degrees(degrees),
        survives_table(found, confidence, Fraction(str(negligible)), edition),
    )
    exhibits = pd.concat([table for table, _ in tables], ignore_index=True)
    tested = Measured(
        association=association,
        degrees=degrees,
        analysed=analysed,
        as_printed=as_printed,
        survives=found,
        permutations=multiverse["permutations"],
        seed=multiverse["seed"],
        negligible=str(negligible),
    )
    drawn = Choices(permutation, BootstrapChoices.from_config(inference))
    measured_on = [Relations(*data, homes(layouts), drawn) for data in compared]
    return {
        "survives": found,
        "exhibits": exhibits,
        "words": words_around(text for _, text in tables),
        "formulas": lambda: formula_frame(association_formulas(exhibits, tested, *measured_on)),
    }
