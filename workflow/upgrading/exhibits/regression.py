"""Regression tables in the journals' layout: models side by side, standard errors below.

One table for each kind of upgrading: the proportional-odds models above, the linear models below,
in the six specifications of `upgrading.inference.models`. Intervals and permutation p-values stand
in the place of stars.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Final, TypeAlias

import pandas as pd

from upgrading.exhibits.comparisons import Cases
from upgrading.exhibits.estimates import (
    CHOSEN_CASES,
    NOT_ESTIMABLE,
    bounds,
    level_text,
    number,
    p_number,
    p_value,
    whole,
)
from upgrading.exhibits.relations import p_formula
from upgrading.exhibits.tabulation import NOTHING, Column, Entry, Formula, Number, Row, Tabulation
from upgrading.files.frames import known
from upgrading.inference.proportional_odds import LEAST_ON_A_SIDE
from upgrading.numbers import number_text, shown
from upgrading.vocabulary import GOVERNANCE, INDICES, SECTOR_GROUPS, UPGRADING

Models: TypeAlias = Mapping[str, Row]
"""Models of one estimator, or what is estimated in them, by their columns."""

PANELS = {
    "ordered_logit": "Proportional odds (ordered logit)",
    "least_squares": "Least squares (HC3 standard errors)",
}
TERM_LABELS = {"ce_index": INDICES["ce_index"], **INDICES, **GOVERNANCE}

NOT_RELIABLE: Final = "not reliable"

_FITTED_BY: Final = {
    "ordered_logit": "proportional-odds model, maximum likelihood",
    "least_squares": "linear model, least squares",
}
_ERRORS: Final = {
    "ordered_logit": "standard error from the curvature of the likelihood",
    "least_squares": "heteroskedasticity-consistent standard error (HC3)",
}
_YES: Final = {True: "yes", False: "no"}


def table_name(outcome: str) -> str:
    """Name of the files of one kind of upgrading: `regression_product`."""
    return f"regression_{outcome.removeprefix('up_')}"


def regression_table(
    models: pd.DataFrame, terms: pd.DataFrame, outcome: str, confidence: Fraction
) -> Tabulation[Cases]:
    """The models of one kind of upgrading side by side.

    `models` and `terms` as from `upgrading.inference.models.estimate`, here or read back from CSV.
    """
    own, of_outcome = models[models["outcome"] == outcome], terms[terms["outcome"] == outcome]
    numbers = sorted(own["specification"].unique())
    columns: list[Column[Cases]] = [Column(_column(number), f"({number})") for number in numbers]
    caption = f"{UPGRADING[outcome]} and collective efficiency: regression models"
    table = Tabulation(table_name(outcome), columns, caption, _notes(own, of_outcome, confidence))
    for estimator, panel in PANELS.items():
        table.panel(panel)
        part = own[own["estimator"] == estimator].sort_values("specification")
        fitted = {_column(row["specification"]): row for row in part.to_dict("records")}
        rows = of_outcome[of_outcome["estimator"] == estimator].to_dict("records")
        for term in TERM_LABELS:
            estimates = {_column(row["specification"]): row for row in rows if row["term"] == term}
            _term(table, term, fitted, estimates, confidence)
        _models(table, fitted, _marks(own), estimator)
    return table


def _column(number: object) -> str:
    return f"model_{number}"


def _notes(own: pd.DataFrame, terms: pd.DataFrame, confidence: Fraction) -> tuple[str, ...]:
    """The notes, with every separation and refusal in plain words."""
    explained = [f"{mark}. {words}." for words, mark in _marks(own).items()]
    left_out = []
    if (own["separated_sectors"] != "none").any():
        left_out.append(
            "Leaving out a sector group whose effect is not finite changes neither the other "
            "coefficients nor the log-likelihood of a proportional-odds model; least squares "
            "keeps its clusters."
        )
    return (
        "Coefficients are log-odds of a score above each category (proportional odds) or points "
        "of the score, 0–3 (least squares). In parentheses standard errors, in brackets "
        f"{level_text(confidence)} intervals. Sector effects: indicators of the sector groups. "
        "Governance: indicators of each pattern present; clusters whose governance the report does "
        "not give are left out.",
        "p by permutation: the scores of that variable are rearranged among clusters of the same "
        "sector group, two-sided. Unlike the (Wald) interval, it does not rely on large samples, "
        "and differences between sector groups never count, whereas they do in the interval of a "
        f"model without sector effects. {_disagreements(terms)}",
        "Proportional odds, p: Brant's test that the coefficients are the same at every split of "
        "the scores, over the splits that have finite coefficients; simulated from the fitted "
        "model, and not reliable where a split leaves fewer than "
        f"{LEAST_ON_A_SIDE} clusters on a side. R²: of least squares.",
        *explained,
        *left_out,
        CHOSEN_CASES,
    )


def _disagreements(terms: pd.DataFrame) -> str:
    """Where an interval and the p beside it do not agree, in words."""
    tested = terms[terms["permutation_p"].map(known) & terms["note"].map(known)]
    told: dict[str, list[str]] = {}
    for row in tested.to_dict("records"):
        if row["note"]:
            panel = "least squares" if row["estimator"] == "least_squares" else "proportional odds"
            place = f"{TERM_LABELS[row['term']]}, ({row['specification']}) by {panel}"
            told.setdefault(row["note"], []).append(place)
    if not told:
        return "No interval and p disagree."
    return " ".join(
        f"{words[:1].upper()}{words[1:]}: {'; '.join(places)}." for words, places in told.items()
    )


def _term(
    table: Tabulation[Cases], term: str, models: Models, estimates: Models, confidence: Fraction
) -> None:
    """Coefficient, (standard error), [interval], p by permutation; none where no model has it."""
    entries = {
        column: _entries(term, model, estimates.get(column)) for column, model in models.items()
    }
    if not any(any(entry) for entry in entries.values()):
        return
    first = table.line(TERM_LABELS[term])
    second = table.below(first, "(standard error)")
    third = table.below(first, f"[{level_text(confidence)} interval]")
    fourth = table.below(first, "p by permutation")
    for column, (entry, *_) in entries.items():
        first.cell(column, entry, partial(_coefficient, term, models[column]))
    for column, (_, entry, *_) in entries.items():
        second.cell(column, entry, partial(_error, models[column]), [first[column]])
    for column, (_, _, entry, _) in entries.items():
        told = partial(_interval, estimates.get(column, {}), confidence)
        third.cell(column, entry, told, [first[column], second[column]])
    for column, (*_, entry) in entries.items():
        fourth.cell(column, entry, partial(_permutation, estimates.get(column, {})))


def _entries(term: str, model: Row, estimate: Row | None) -> tuple[Entry, Entry, Entry, Entry]:
    governance = term in GOVERNANCE and model["governance"]
    if not governance and term not in model["indices"].split():
        return "", "", "", ""
    if estimate is None:
        return NOTHING if model["fitted"] else Number(NOT_ESTIMABLE, ""), "", "", ""
    return (
        number(estimate["coefficient"]),
        number(estimate["standard_error"], between="({})"),
        bounds(estimate["low"], estimate["high"]),
        p_number(estimate["permutation_p"]),
    )


def _coefficient(term: str, model: Row, on: Cases) -> Formula:
    return Formula(f"coefficient of {TERM_LABELS[term]} in {_told(model)}", "", _inputs(model, on))


def _error(model: Row, _: Cases) -> Formula:
    return Formula(f"{_ERRORS[model['estimator']]} of the coefficient above, {_told(model)}")


def _interval(estimate: Row, confidence: Fraction, _: Cases) -> Formula:
    coefficient, error, high = (
        float(estimate[name]) for name in ("coefficient", "standard_error", "high")
    )
    quantile = Fraction(str((high - coefficient) / error))
    which = "the normal" if estimate["estimator"] == "ordered_logit" else "Student’s t"
    return Formula(
        f"{level_text(confidence)} interval: coefficient less and plus its standard error times "
        f"the quantile of {which} distribution",
        f"{number_text(coefficient)} ± {shown(quantile, 3)} × {number_text(error)}",
    )


def _permutation(estimate: Row, on: Cases) -> Formula:
    scope = {"scope": "blocked", "exact": estimate["permutation_exact"]}
    told = p_formula(
        estimate["permutation_p"],
        "Rao’s score statistic of the coefficient above",
        {**estimate, **scope},
        on.seed,
    )
    beside = f"; p after Wald {p_value(estimate['p'])}"
    return replace(told, words=f"{told.words}{beside}")


def _models(
    table: Tabulation[Cases], models: Models, marks: dict[str, str], estimator: str
) -> None:
    """What is said of each model as a whole, below its coefficients."""

    def line(
        label: str,
        entry: Callable[[Row], Entry],
        how: Callable[[Row, Cases], Formula | str] | None = None,
    ) -> None:
        own = table.line(label)
        for column, model in models.items():
            own.cell(column, entry(model), partial(how, model) if how else "")

    line("Sector effects", lambda model: _YES[bool(model["sector_effects"])])
    line("Governance", lambda model: _YES[bool(model["governance"])])
    line("Clusters", lambda model: whole(model["clusters"]), _clusters)
    if estimator == "least_squares":
        explained = "share of the variance that the model explains: {}".format
        line("R²", _figure("r_squared"), lambda model, _: explained(_told(model)))
        if any(map(_troubled, models.values())):
            line("Fitted", lambda model: _outcome_of_fit(model, marks))
        return
    line(
        *("Log-likelihood", _figure("log_likelihood")),
        lambda model, _: (
            f"maximum of the log-likelihood of {_told(model)}; clusters by score: "
            f"{model['categories']}"
        ),
    )
    line("Proportional odds, p", _odds, _brant)
    line("Converged", lambda model: _outcome_of_fit(model, marks))
    line("Left out for separation", lambda model: marks.get(_separation(model), "none"))


def _clusters(model: Row, on: Cases) -> Formula:
    left = f"; left out: {model['left_out']}" if known(model["left_out"]) else ""
    return Formula(f"clusters of {_told(model)}{left}", "", _inputs(model, on))


def _figure(column: str) -> Callable[[Row], Entry]:
    return lambda model: number(model[column]) if known(model[column]) else NOTHING


def _odds(model: Row) -> Entry:
    if not model["fitted"]:
        return NOTHING
    if known(model["proportional_odds_statistic"]) and not known(model["proportional_odds_p"]):
        return Number(NOT_RELIABLE, "")
    return p_number(model["proportional_odds_p"])


def _brant(model: Row, on: Cases) -> Formula:
    statistic = number_text(float(model["proportional_odds_statistic"] or "nan"))
    p, simulated = float(model["proportional_odds_p"]), int(model["proportional_odds_simulated"])
    return Formula(
        "Brant’s test that the coefficients are the same at every split of the scores: "
        f"statistic {statistic} ({model['proportional_odds_splits']}); p: share of statistics at "
        f"least as large among {simulated:,} sets of scores simulated from the fitted model, seed "
        f"{on.seed}; the observed one counts among them",
        f"({round(p * (simulated + 1)) - 1} + 1) / ({simulated} + 1)",
    )


def _told(model: Row) -> str:
    """A model in words."""
    explained = [INDICES[name].lower() for name in str(model["indices"]).split()]
    if model["sector_effects"]:
        explained.append("sector effects")
    if model["governance"]:
        explained.append("patterns of governance")
    separated = model["separated_sectors"]
    left = f", without what separates: {separated}" if separated != "none" else ""
    return (
        f"model ({model['specification']}): {UPGRADING[model['outcome']].lower()} on "
        f"{_listed(explained)}; {model['clusters']} clusters{left} "
        f"({_FITTED_BY[model['estimator']]})"
    )


def _listed(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _inputs(model: Row, on: Cases) -> tuple[str, ...]:
    columns: Sequence[str] = (model["outcome"], *str(model["indices"]).split())
    governed = tuple(GOVERNANCE) if model["governance"] else ()
    scored = [group for group in SECTOR_GROUPS if (group, columns[0]) in on.homes]
    every = [place for column in columns for group in scored for place in on.inputs(group, column)]
    tables = [
        on.homes[group, pattern]
        for group in scored
        for pattern in governed
        if (group, pattern) in on.homes
    ]
    return tuple(dict.fromkeys([*every, *tables]))


def _troubled(model: Row) -> bool:
    return model["convergence"] not in {"converged", "closed form"}


def _outcome_of_fit(model: Row, marks: dict[str, str]) -> str:
    if not _troubled(model):
        return "yes"
    word = "see" if model["fitted"] else "not fitted, see"
    return f"{word} {marks[_trouble(model)]}"


def _trouble(model: Row) -> str:
    words = str(model["convergence"])
    return words[:1].upper() + words[1:]


def _separation(model: Row) -> str:
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
