"""Regression tables in the journals' layout: models side by side, standard errors below.

One table for each kind of upgrading: the proportional-odds models above, the linear models below,
in the six specifications of `upgrading.inference.models`. Intervals stand in the place of stars.
"""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from upgrading.numbers import MISSING, shown
from upgrading.present.estimate_tables import (
    CHOSEN_CASES,
    NOT_ESTIMABLE,
    Entry,
    Row,
    bounds,
    cells,
    known,
    number,
    p_number,
    whole,
)
from upgrading.present.tables import Text
from upgrading.vocabulary import GOVERNANCE, INDICES, UPGRADING

PANELS = {
    "ordered_logit": "Proportional odds (ordered logit)",
    "least_squares": "Least squares (HC3 standard errors)",
}
TERM_LABELS = {"ce_index": INDICES["ce_index"], **INDICES, **GOVERNANCE}


def table_name(outcome: str) -> str:
    """Name of the files of one kind of upgrading: `regression_product`."""
    return f"regression_{outcome.removeprefix('up_')}"


def regression_cells(
    models: pd.DataFrame, terms: pd.DataFrame, outcome: str, confidence: Fraction
) -> pd.DataFrame:
    """The table of one kind of upgrading as cells of an exhibit.

    `models` and `terms` as from `upgrading.inference.models.estimate`, here or read back from CSV.
    """
    own = models[models["outcome"] == outcome]
    numbers = sorted(own["specification"].unique())
    marks = _marks(own)
    rows: list[Row] = [("header", ["", *(f"({number})" for number in numbers)])]
    for estimator, panel in PANELS.items():
        part = own[own["estimator"] == estimator].set_index("specification").loc[numbers]
        found = terms[(terms["outcome"] == outcome) & (terms["estimator"] == estimator)]
        rows.append(("panel", [panel]))
        rows += _estimate_rows(part, found.set_index(["term", "specification"]), confidence)
        rows += _model_rows(part, marks, estimator)
    return cells(table_name(outcome), rows)


def regression_text(models: pd.DataFrame, outcome: str, confidence: Fraction) -> Text:
    """Caption and notes of the table, with every separation and refusal in plain words."""
    own = models[models["outcome"] == outcome]
    explained = [f"{mark}. {words}." for words, mark in _marks(own).items()]
    left_out = []
    if (own["separated_sectors"] != "none").any():
        left_out.append(
            "Leaving out a sector whose effect is not finite changes neither the other "
            "coefficients nor the log-likelihood of a proportional-odds model; least squares keeps "
            "its clusters."
        )
    level = shown(100 * confidence, 2, trim=True)
    notes = (
        "Coefficients are log-odds of a score above each category (proportional odds) or points "
        f"of the score, 0–3 (least squares). In parentheses standard errors, in brackets {level} % "
        "intervals. Sector effects: indicators of the sector groups. Governance: indicators of "
        "each pattern present; clusters whose governance the report does not give are left out.",
        "Proportional odds, p: Brant's test that the coefficients are the same at every split of "
        "the scores, over the splits that have finite coefficients. R²: of least squares.",
        *explained,
        *left_out,
        CHOSEN_CASES,
    )
    caption = f"{UPGRADING[outcome]} and collective efficiency: regression models"
    return Text(table_name(outcome), "", caption, notes)


def _estimate_rows(part: pd.DataFrame, found: pd.DataFrame, confidence: Fraction) -> list[Row]:
    """Three rows a term: coefficient, (standard error), [interval]."""
    level = shown(100 * confidence, 2, trim=True)
    rows: list[Row] = []
    for term, label in TERM_LABELS.items():
        texts: list[tuple[Entry, Entry, Entry]] = []
        for model_number, model in part.iterrows():
            governance = term in GOVERNANCE and model["governance"]
            if not governance and term not in model["indices"].split():
                texts.append(("", "", ""))
            elif (term, model_number) not in found.index:
                texts.append((MISSING if model["fitted"] else NOT_ESTIMABLE, "", ""))
            else:
                texts.append(_estimate(found.loc[(term, model_number)]))
        if any(any(text) for text in texts):
            names = (label, "(standard error)", f"[{level} % interval]")
            rows += [
                ("body", [name, *(text[place] for text in texts)])
                for place, name in enumerate(names)
            ]
    return rows


def _estimate(term: pd.Series) -> tuple[Entry, Entry, Entry]:
    return (
        number(term["coefficient"]),
        number(term["standard_error"], between="({})"),
        bounds(term["low"], term["high"]),
    )


def _model_rows(part: pd.DataFrame, marks: dict[str, str], estimator: str) -> list[Row]:
    """What is said of each model as a whole, below its coefficients."""
    models = [model for _, model in part.iterrows()]
    truth = {True: "yes", False: "no"}
    rows: list[Row] = [
        ("body", ["Sector effects", *(truth[bool(m["sector_effects"])] for m in models)]),
        ("body", ["Governance", *(truth[bool(m["governance"])] for m in models)]),
        ("body", ["Clusters", *(whole(m["clusters"]) for m in models)]),
    ]
    if estimator == "least_squares":
        rows.append(("body", ["R²", *(_of_fitted(m, "r_squared") for m in models)]))
        if any(_troubled(m) for m in models):
            rows.append(("body", ["Fitted", *(_outcome_of_fit(m, marks) for m in models)]))
        return rows
    odds = [p_number(m["proportional_odds_p"]) if m["fitted"] else MISSING for m in models]
    separated = [marks.get(_separation(m), "none") for m in models]
    return [
        *rows,
        ("body", ["Log-likelihood", *(_of_fitted(m, "log_likelihood") for m in models)]),
        ("body", ["Proportional odds, p", *odds]),
        ("body", ["Converged", *(_outcome_of_fit(m, marks) for m in models)]),
        ("body", ["Left out for separation", *separated]),
    ]


def _of_fitted(model: pd.Series, column: str) -> Entry:
    return number(model[column]) if known(model[column]) else MISSING


def _troubled(model: pd.Series) -> bool:
    return model["convergence"] not in {"converged", "closed form"}


def _outcome_of_fit(model: pd.Series, marks: dict[str, str]) -> str:
    if not _troubled(model):
        return "yes"
    word = "see" if model["fitted"] else "not fitted, see"
    return f"{word} {marks[_trouble(model)]}"


def _trouble(model: pd.Series) -> str:
    words = str(model["convergence"])
    return words[:1].upper() + words[1:]


def _separation(model: pd.Series) -> str:
    return f"Left out of the fit because of separation: {model['separated_sectors']}"


def _marks(own: pd.DataFrame) -> dict[str, str]:
    """Words to be said below the table, each with the letter that stands for them above."""
    words: list[str] = []
    for estimator in PANELS:
        models = own[own["estimator"] == estimator].sort_values("specification")
        for _, model in models.iterrows():
            if model["separated_sectors"] != "none":
                words.append(_separation(model))
            if _troubled(model):
                words.append(_trouble(model))
    return {text: chr(ord("a") + place) for place, text in enumerate(dict.fromkeys(words))}
