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
        "The mean of the two indices, unless the configuration weights them differently: what "
        "firms gain by being in a cluster. From 0 to 12.",
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
        "Making better products (product), making them more efficiently (process), taking over "
        "more valuable functions such as design (functional), or moving into another sector "
        "(intersectoral).",
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
        "Printed: the scores exactly as the report prints them. Corrected: the same scores, "
        "except that misprints which the report’s own figures reveal are put right and authors’ "
        "updates, if any, are added.",
        ("printed edition", "corrected edition"),
    ),
    Term(
        "Erratum",
        "A misprint or slip in the report, with the evidence for it.",
        ("errata", "misprint", "mistake", "error", "slip"),
    ),
    Term(
        "Convention",
        "The rule by which a table of the report rounds its figures, inferred from the whole "
        "table: half up, half to even, or decimals cut off.",
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
        "How often chance alone would give an association at least as strong: the upgrading "
        "scores are reshuffled among the clusters of each sector group.",
        ("p", "permutation test", "significance"),
    ),
    Term(
        "Adjusted p",
        "A p-value that allows for the number of relations tested: among many p-values the "
        "smallest can be small by chance alone.",
        ("min-P", "Holm", "multiple testing", "Westfall Young"),
    ),
    Term(
        "Fragility",
        "Whether moving one score by half a step would reverse the direction or the literal "
        "truth of a statement: 1 if one score is enough, 2+ if it takes more.",
        ("half step", "sensitivity", "robust", "robustness"),
    ),
    Term(
        "Specification",
        "One defensible way to do the analysis: which edition, weights, thresholds, treatment of "
        "missing scores. All of them together show whether a result depends on a single choice.",
        ("multiverse", "specification curve", "robustness"),
    ),
    Term(
        "Leave one out",
        "The analysis repeated without each cluster in turn.",
        ("jackknife", "without one"),
    ),
    Term(
        "Unit value",
        "Export value divided by quantity: a rough price, in US dollars per kilogram. A higher "
        "one can mean better quality, or merely a different mix of goods.",
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
        "What the changes in market share and relative unit value together suggest about a "
        "product, after Kaplinsky and Readman.",
        ("quadrant", "product upgrading class"),
    ),
    Term(
        "n.a.",
        "Not available: the report gives no score. How a missing component counts is set in the "
        "configuration.",
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
