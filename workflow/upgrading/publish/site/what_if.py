"""The what-if page: thresholds, weights and rules as controls, recomputed in the page.

The page carries the scores of both editions, the configured choices and the printed figures; its
script, `what_if.js`, computes in exact fractions what `indices` and `means` compute here, and marks
what changes. Which conclusions change it looks up (`what_if_conclusions`). Of the formulas of the
index it computes the report's alone; of another, if one is configured, the page carries the values
under the configured weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final, get_args

import pandas as pd

from upgrading.audit.what_if import THRESHOLD_STEP, WEIGHT_STEP
from upgrading.cases import printed as reading
from upgrading.cases.catalogue import Table
from upgrading.cases.indices import (
    INDEX_COMPONENTS,
    INDEX_FORMULAS,
    REPORTED,
    IndexRule,
    NotAvailable,
    collective_efficiency,
    scale_text,
)
from upgrading.exhibits.build import precision
from upgrading.exhibits.own.software_by_degree import SOFTWARE_BY_DEGREE
from upgrading.numbers import exact_text
from upgrading.publish.site.cells import page_of
from upgrading.publish.site.cluster_pages import path_of
from upgrading.publish.site.shell import Page
from upgrading.publish.site.what_if_conclusions import Judged, conclusions_data
from upgrading.publish.tables import number_of
from upgrading.publish.terms import full_name
from upgrading.templating import Pieces, link
from upgrading.vocabulary import (
    DEGREES,
    EXTERNAL_ECONOMIES,
    HIGHEST_INDEX,
    INDICES,
    JOINT_ACTION,
    SECTOR_GROUPS,
    UPGRADING,
)

_BY_DEGREE: Final = {
    "traditional_manufacturing": "table_06",
    "natural_resource_based": "table_10",
    "complex_product_systems": "table_14",
    "specialised_suppliers": SOFTWARE_BY_DEGREE,
}
"""Where the mean upgrading by degree of each sector group stands."""

_BY_CLUSTER: Final = {
    "traditional_manufacturing": "table_03",
    "natural_resource_based": "table_07",
    "complex_product_systems": "table_11",
    "specialised_suppliers": "table_15",
}
"""Where the indices and degrees of the clusters of each sector group stand."""

_AVERAGES: Final = "table_17"

_OF_CLUSTER: Final = {"ce_degree": "Degree", "ce_index": "CE index", "eei": "EEI", "jai": "JAI"}

REPORT: Final = {
    "high_from": exact_text(REPORTED.high_from),
    "low_to": exact_text(REPORTED.low_to),
    "external_economies": exact_text(REPORTED.weight_external_economies),
    "joint_action": exact_text(REPORTED.weight_joint_action),
    "components": REPORTED.not_available,
    "averages": "zero",
    "edition": "printed",
}
"""The report's own choices: chapter 2, footnote 11; what is n.a. counts 0 in its Annex Table 1 and
Table 5."""

_NUMBERS: Final = (
    (
        "Degrees of collective efficiency",
        (
            ("high_from", "High from", exact_text(THRESHOLD_STEP)),
            ("low_to", "Low up to", exact_text(THRESHOLD_STEP)),
        ),
        "In points of the index. Anything between is Medium. The arrow keys move by 0.25.",
    ),
    (
        "Weights in the index",
        (
            ("external_economies", "External economies (EEI)", exact_text(WEIGHT_STEP)),
            ("joint_action", "Joint action (JAI)", exact_text(WEIGHT_STEP)),
        ),
        "With weights that sum to 1 the index runs from 0 to 12, and the thresholds lie on it. The "
        "arrow keys move by 0.1.",
    ),
)

_CHOICES: Final = (
    (
        "components",
        "A component that is n.a.",
        {
            "zero": "counts 0 in the sum",
            "skip": "is left out, the sum scaled up to four",
            "exclude": "leaves the cluster without index and degree",
        },
    ),
    (
        "averages",
        "A missing score in an average",
        {"skip": "is left out of sum and count", "zero": "counts 0"},
    ),
    (
        "edition",
        "Scores",
        {"printed": "exactly as printed", "corrected": "with misprints corrected"},
    ),
)


def what_if_page(
    printed: pd.DataFrame,
    corrected: pd.DataFrame,
    cells: pd.DataFrame,
    tables: Mapping[str, Table],
    config: Mapping[str, Any],
    judged: Judged,
    notices: Sequence[Pieces] = (),
) -> Page:
    """The page, with the script `what_if.js`.

    `printed`, `corrected`: the clusters of each edition (`vocabulary.CLUSTER_COLUMNS`, exact);
    `cells`: the report's tables (`EXHIBIT_COLUMNS`), of which the printed figures are taken;
    `tables`: their layouts; `config`: `edition`, `indices` and `averages` of the configuration;
    `judged`: the conclusions and their words; `notices`: what has to be said of the data.
    """
    clusters = pd.concat([corrected, printed]).drop_duplicates("cluster_id")
    rule = IndexRule.from_config(config["indices"])
    conclusions = conclusions_data(judged, rule, config["edition"])
    view = {
        "notices": notices,
        "computed": conclusions["computed"],
        "numbers": _NUMBERS,
        "choices": [*_formula_choice(rule), *_CHOICES],
        "by_degree": _by_degree(clusters),
        "kinds": [label.removesuffix(" upgrading") for label in UPGRADING.values()],
        "groups": SECTOR_GROUPS,
        "indices": INDICES,
        "averages": _source(_AVERAGES),
        "clusters": _clusters(clusters),
        "columns": _OF_CLUSTER,
    }
    data = {
        "components": {name: list(parts) for name, parts in INDEX_COMPONENTS.items()},
        "upgrading": list(UPGRADING),
        "groups": list(SECTOR_GROUPS),
        "labels": {
            **EXTERNAL_ECONOMIES,
            **JOINT_ACTION,
            **UPGRADING,
            **INDICES,
            "ce_degree": "Degree",
            **SECTOR_GROUPS,
        },
        "clusters": {row["cluster_id"]: full_name(row) for row in clusters.to_dict("records")},
        "degrees": dict(DEGREES),
        "editions": {"printed": _scores(printed), "corrected": _scores(corrected)},
        "formulas": _formulas(rule, printed, corrected),
        "highest": HIGHEST_INDEX,
        "configured": configured(config) | _named(rule, rule),
        "report": REPORT | _named(REPORTED, rule),
        "printed": printed_figures(clusters, cells, tables),
        "tables": _tables(clusters, cells),
        "conclusions": conclusions,
    }
    return Page(
        *("what_if.html", "What if", "what_if.html.jinja", view),
        scripts=["what_if.js"],
        data={"what-if": data},
    )


def configured(config: Mapping[str, Any]) -> dict[str, str]:
    """The choices of the configuration as the page's fields have them."""
    indices = config["indices"]
    numbers = {**indices["degrees"], **indices["weights"]}
    return {
        **{name: exact_text(Fraction(str(value))) for name, value in numbers.items()},
        "components": indices["not_available"],
        "averages": config["averages"]["not_available"],
        "edition": config["edition"],
    }


def _named(rule: IndexRule, configured: IndexRule) -> dict[str, str]:
    """The formula of a rule as a setting of the page, which has none where there is no choice."""
    return {} if configured.formula == REPORTED.formula else {"formula": rule.formula}


def _formulas(rule: IndexRule, *editions: pd.DataFrame) -> list[dict[str, Any]]:
    """The report's formula of the index, and the configured one if that is another.

    `written` as in `indices.IndexFormula`; `values`, of the configured one: the index by EEI and
    JAI, for all that the page can come to; `scale`: its ends.
    """
    usual = INDEX_FORMULAS[REPORTED.formula]
    found: list[dict[str, Any]] = [
        {"name": REPORTED.formula, "words": usual.words, "written": usual.written}
    ]
    if rule.formula != REPORTED.formula:
        own = INDEX_FORMULAS[rule.formula]
        values = {}
        for clusters in editions:
            for missing in get_args(NotAvailable):
                indices = collective_efficiency(clusters, replace(rule, not_available=missing))
                known = indices[indices["ce_index"].notna()]
                for eei, jai, index in zip(*(known[name] for name in INDICES), strict=True):
                    values[f"{_ratio(eei)} {_ratio(jai)}"] = _ratio(index)
        written = own.filled("{eei}", "{jai}", rule.weights)
        found.append(
            {
                "name": rule.formula,
                "words": own.words,
                "written": written,
                "values": values,
                "scale": [exact_text(end) for end in rule.scale],
            }
        )
    return found


def _ratio(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


def _scores(clusters: pd.DataFrame) -> list[dict[str, str | None]]:
    """Group and scores of each cluster, exact decimals as text."""
    columns = (*EXTERNAL_ECONOMIES, *JOINT_ACTION, *UPGRADING)
    return [
        {"cluster_id": row["cluster_id"], "group": row["group"]}
        | {name: None if row[name] is None else exact_text(row[name]) for name in columns}
        for row in clusters.to_dict("records")
    ]


def printed_figures(
    clusters: pd.DataFrame, cells: pd.DataFrame, tables: Mapping[str, Table]
) -> dict[str, dict[str, Any]]:
    """What the report prints, by the figure's name in the page.

    `text` as printed; `degree`, or `value` (exact, `None` if the cell says there is none) and the
    `decimals` at which it is compared, as in its table.
    """
    names = {
        (_BY_DEGREE[group], degree, kind): f"by_degree/{group}/{degree}/{kind}"
        for group in SECTOR_GROUPS
        for degree in DEGREES
        for kind in UPGRADING
    }
    names |= {
        (_AVERAGES, group, index): f"average/{group}/{index}"
        for group in SECTOR_GROUPS
        for index in INDICES
    }
    names |= {
        (_BY_CLUSTER[group], cluster, column): f"cluster/{cluster}/{column}"
        for cluster, group in zip(clusters["cluster_id"], clusters["group"], strict=True)
        for column in _OF_CLUSTER
    }
    body = cells[(cells["row_kind"] == "body") & cells["exhibit"].isin({key[0] for key in names})]
    found: dict[str, dict[str, Any]] = {}
    for cell in body.itertuples(index=False):
        name, text = names.get((cell.exhibit, cell.row, cell.column)), cell.printed.strip()
        if name is None or not text:
            continue
        if cell.column == "ce_degree":
            found[name] = {"text": text, "degree": reading.degree(text)}
        else:
            style = precision(text, "body", tables[cell.exhibit].number_format(cell.column))
            value = reading.score(text)
            exact = None if value is None else exact_text(value)
            found[name] = {"text": text, "value": exact, "decimals": style.decimals}
    return found


def _tables(clusters: pd.DataFrame, cells: pd.DataFrame) -> dict[str, Any]:
    """Where the figures and what they are computed from stand in the tables.

    `by_degree`, `averages`: exhibits of means; `variables`: by sector group, the exhibit of each
    variable of its clusters; `empty`: cells of these without a number, to which no link leads.
    """
    group_of = dict(zip(clusters["cluster_id"], clusters["group"], strict=True))
    variables: dict[str, dict[str, str]] = {group: {} for group in SECTOR_GROUPS}
    wanted = {*EXTERNAL_ECONOMIES, *JOINT_ACTION, *UPGRADING, *INDICES, "ce_degree"}
    for cell in cells[cells["column"].isin(wanted)].itertuples(index=False):
        if cell.row in group_of:
            variables[group_of[cell.row]].setdefault(cell.column, cell.exhibit)
    means = {*_BY_DEGREE.values(), _AVERAGES}
    shown = {exhibit for places in variables.values() for exhibit in places.values()} | means
    own = cells[(cells["value"] == "") & cells["exhibit"].isin(shown)]
    body = own[own["column"].isin(wanted) & own["row_kind"].isin(["body", "added"])]
    return {
        "by_degree": dict(_BY_DEGREE),
        "averages": _AVERAGES,
        "variables": variables,
        "empty": list(body["exhibit"] + "/" + body["row"] + "/" + body["column"]),
    }


def _formula_choice(rule: IndexRule) -> list[tuple[str, str, dict[str, str]]]:
    """The choice of the index's formula, where one is configured that is not the report's."""
    if rule.formula == REPORTED.formula:
        return []
    own = (
        f"{INDEX_FORMULAS[rule.formula].words}, from {scale_text(rule.scale)}, with the "
        "configured weights whatever the fields say"
    )
    usual = INDEX_FORMULAS[REPORTED.formula].words
    options = {rule.formula: own, REPORTED.formula: f"as the report: {usual}"}
    return [("formula", "Collective efficiency index", options)]


def _source(exhibit: str) -> dict[str, str]:
    """The table in which figures stand."""
    return link(page_of(exhibit), number_of(exhibit) or "not printed in the report")


def _by_degree(clusters: pd.DataFrame) -> list[dict[str, Any]]:
    """Sector groups with the names of their figures by degree; empty where there are no scores."""
    scored = {
        group: [kind for kind in UPGRADING if members[kind].notna().any()]
        for group, members in clusters.groupby("group")
    }
    return [
        {
            "name": name,
            "source": _source(_BY_DEGREE[group]),
            "degrees": {
                label: [
                    f"clusters/{group}/{degree}",
                    *(
                        f"by_degree/{group}/{degree}/{kind}" if kind in scored[group] else ""
                        for kind in UPGRADING
                    ),
                ]
                for degree, label in DEGREES.items()
            },
        }
        for group, name in SECTOR_GROUPS.items()
    ]


def _clusters(clusters: pd.DataFrame) -> list[dict[str, Any]]:
    """Sector groups with the ids of their clusters and links to their pages."""
    return [
        {
            "name": name,
            "source": _source(_BY_CLUSTER[group]),
            "clusters": {
                cluster["cluster_id"]: link(path_of(cluster["cluster_id"]), full_name(cluster))
                for cluster in clusters[clusters["group"] == group].to_dict("records")
            },
        }
        for group, name in SECTOR_GROUPS.items()
    ]
