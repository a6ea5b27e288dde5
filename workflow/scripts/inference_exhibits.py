"""Tables of association and of what survives, as cells, and the words around them."""

from fractions import Fraction
from pathlib import Path

import pandas as pd
import yaml

from sources import read_catalogue, read_frame
from task import task
from trade_sources import read_trade
from upgrading import frames
from upgrading.exhibits.formulas import formula_frame, homes
from upgrading.inference.intervals import BootstrapChoices
from upgrading.inference.permutation import PermutationChoices
from upgrading.inference.pooling import pooled_and_within, printed_index
from upgrading.inference.survives import survives
from upgrading.multiverse.relations import relations
from upgrading.present import association_tables
from upgrading.present.association_formulas import Measured, association_formulas
from upgrading.present.relation_formulas import Choices, Relations
from upgrading.present.survives_table import survives_table
from upgrading.trade.text import to_csv
from words import write_words

with task(snakemake):
    files, params = snakemake.input, snakemake.params
    confidence = Fraction(str(params.inference["confidence"]))
    negligible = params.multiverse["negligible"]
    permutation = PermutationChoices.from_config(params.inference)
    choices = Choices(permutation, BootstrapChoices.from_config(params.inference))
    layouts, _ = read_catalogue(files)
    association = read_trade(files.association, ["note"])
    listed = relations(
        yaml.safe_load(Path(files.relations).read_text(encoding="utf-8")), files.relations
    )
    found = survives(
        listed,
        association,
        read_trade(files.multiverse),
        read_trade(files.choices, ["level"]),
        negligible,
        files.relations,
    )
    Path(snakemake.output.survives).write_text(to_csv(found), encoding="utf-8")

    compared = (
        (read_frame(files.clusters), read_frame(files.indices)),
        (read_frame(files.printed_clusters), printed_index(read_frame(files.cells), layouts)),
    )
    analysed, as_printed = (
        pooled_and_within(*data, "up_product", permutation) for data in compared
    )
    degrees = read_trade(files.degrees, ["note"])
    tables = (
        association_tables.primary(association, confidence),
        association_tables.exploratory(association),
        association_tables.pooled_within(analysed, as_printed, params.edition),
        association_tables.across_degrees(degrees),
        survives_table(found, confidence, Fraction(str(negligible)), params.edition),
    )
    exhibits = pd.concat([cells for cells, _ in tables], ignore_index=True)
    Path(snakemake.output.exhibits).write_text(frames.to_csv(exhibits), encoding="utf-8")
    tested = Measured(
        association=association,
        degrees=degrees,
        analysed=analysed,
        as_printed=as_printed,
        survives=found,
        permutations=params.multiverse["permutations"],
        seed=params.multiverse["seed"],
        negligible=str(negligible),
    )
    measured_on = (Relations(*data, homes(layouts), choices) for data in compared)
    formulas = formula_frame(association_formulas(exhibits, tested, *measured_on))
    Path(snakemake.output.formulas).write_text(frames.to_csv(formulas), encoding="utf-8")
    write_words(
        snakemake.output.words, {text.exhibit: (text.caption, text.notes) for _, text in tables}
    )
