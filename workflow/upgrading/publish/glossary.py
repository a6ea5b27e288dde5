"""What the terms of the study mean, in a sentence each, wherever readers meet them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from upgrading.verdicts import CELL_VERDICTS, STATEMENT_VERDICTS


@dataclass(frozen=True)
class Term:
    """A term, what it means, and the short forms and other words that readers know it by."""

    name: str
    meaning: str
    also: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """Its place on the page of the glossary."""
        return "term-" + re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")


GLOSSARY: Final = (
    Term(
        "Cluster",
        "Firms of one industry in one place. The report studies 40 of them in Latin America.",
        ("cases",),
    ),
    Term(
        "Sector group",
        "One of four kinds of industry: traditional manufacturing, natural resource-based, complex "
        "product systems, specialised suppliers (software). Clusters are compared within groups.",
        ("sectors", "industries"),
    ),
    Term(
        "Score",
        "An expert judgement from 0 (absent) to 3 (high), in half steps. The scores are the data.",
        ("component", "scale"),
    ),
    Term(
        "External economies index",
        "The sum of four scores: specialised labour market, inputs, information, market access. "
        "From 0 to 12.",
        ("EEI", "external economies"),
    ),
    Term(
        "Joint action index",
        "The sum of four scores: backward, forward, bilateral and multilateral linkages between "
        "firms that act together on purpose. From 0 to 12.",
        ("JAI", "joint action", "cooperation"),
    ),
    Term(
        "Collective efficiency index",
        "The mean of the two indices, unless the configuration weighs them otherwise: what firms "
        "gain by being in a cluster. From 0 to 12.",
        ("CE", "collective efficiency", "formula"),
    ),
    Term(
        "Degree of collective efficiency",
        "High, medium or low: the index cut at two thresholds. The report's own tables compare "
        "mean upgrading by degree.",
        ("threshold", "thresholds"),
    ),
    Term(
        "Upgrading",
        "Making better products (product), making them better (process), taking over more valuable "
        "functions such as design (functional), or moving into another sector (intersectoral).",
        ("product process functional intersectoral innovation",),
    ),
    Term(
        "Governance",
        "How the lead firms of a value chain coordinate it: by the market, a network, a "
        "quasi-hierarchy or a hierarchy; in domestic chains, global chains or both.",
        ("value chain", "quasi-hierarchy", "network", "market", "hierarchy", "leaders"),
    ),
    Term(
        "Edition",
        "Printed: the scores exactly as the report prints them. Corrected: the same with misprints "
        "that the report proves against itself put right, and any updates of authors.",
        ("printed edition", "corrected edition"),
    ),
    Term(
        "Erratum",
        "A misprint or slip in the report, with the evidence for it.",
        ("errata", "misprint", "mistake", "error", "slip"),
    ),
    Term(
        "Convention",
        "The rule by which a table of the report turned exact figures into printed ones, inferred "
        "from the whole table: rounded half up, half to even, or cut off.",
        ("rounding", "rounded", "truncated"),
    ),
    Term(
        "Basis",
        "What kind of statement the report makes, which decides how it is judged: a relation, a "
        "comparison, a count, a figure, a single case and so on.",
        ("rule", "burden of proof", "verdict"),
    ),
    Term(
        "Set",
        "The relations that a general sentence speaks of, tested together: a sentence about all "
        "kinds of upgrading is judged by its set, before any single relation.",
        ("general sentence", "family"),
    ),
    Term(
        "Kendall's τ-b",
        "A measure of association between two rankings, from −1 (opposite order) to 1 (same "
        "order), which allows for ties.",
        ("tau", "tau-b", "correlation", "association"),
    ),
    Term(
        "p-value",
        "How often chance alone would give an association at least as strong: upgrading scores are "
        "dealt out anew among the clusters of each sector group.",
        ("p", "permutation test", "significance"),
    ),
    Term(
        "Adjusted p",
        "A p-value that allows for the number of relations tested: the smallest of many p-values "
        "is small by chance.",
        ("min-P", "Holm", "multiple testing", "Westfall Young"),
    ),
    Term(
        "Fragility",
        "Whether half a step in one score would turn the direction or the literal truth of a "
        "statement: 1 if one score does, 2+ if it takes more.",
        ("half step", "sensitivity", "robust", "robustness"),
    ),
    Term(
        "Specification",
        "One defensible way to do the analysis: which edition, weights, thresholds, treatment of "
        "missing scores. All of them together show whether a result hangs on one choice.",
        ("multiverse", "specification curve", "robustness"),
    ),
    Term(
        "Leave one out",
        "The analysis done again without each cluster in turn.",
        ("jackknife", "without one"),
    ),
    Term(
        "Unit value",
        "Export value divided by quantity: a rough price, in US dollars per kilogram. A higher one "
        "can mean quality, or only another mix of goods.",
        ("price", "unit values"),
    ),
    Term(
        "Relative unit value",
        "A country's unit value divided by that of the rest of the world.",
        ("RUV", "world unit value"),
    ),
    Term(
        "Market share",
        "A country's exports of a product as a share of the world's.",
        ("world market", "share"),
    ),
    Term(
        "Class of upgrading",
        "What rising or falling market share and relative unit value together suggest of a "
        "product, after Kaplinsky and Readman.",
        ("quadrant", "product upgrading class"),
    ),
    Term(
        "n.a.",
        "Not available: the report gives no score. What a missing component counts as is a choice "
        "in the configuration.",
        ("missing", "not available"),
    ),
)
"""In the order in which a reader needs them."""

VERDICT_TERMS: Final = tuple(
    Term(one.word[0].upper() + one.word[1:], f"Of {of}: {one.meaning}.", (one.name,))
    for of, verdicts in (
        ("a statement", STATEMENT_VERDICTS),
        ("a printed number", CELL_VERDICTS),
    )
    for one in verdicts
)
"""Every verdict's word with its meaning."""
