"""How the numbers of the regression tables come about. Beside `regression_table`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import pandas as pd

from upgrading.exhibits.formulas import Formula
from upgrading.numbers import number_text, shown
from upgrading.present.estimate_tables import known
from upgrading.present.line_formulas import Cell, of_lines, rows_of
from upgrading.present.regression_table import PANELS, TERM_LABELS, table_name
from upgrading.present.tables import lines
from upgrading.vocabulary import GOVERNANCE, INDICES, SECTOR_GROUPS, UPGRADING

_FITTED_BY: Final = {
    "ordered_logit": "proportional-odds model, maximum likelihood",
    "least_squares": "linear model, least squares",
}
_ERRORS: Final = {
    "ordered_logit": "standard error from the curvature of the likelihood",
    "least_squares": "heteroskedasticity-consistent standard error (HC3)",
}


def regression_formulas(
    table: pd.DataFrame,
    models: pd.DataFrame,
    terms: pd.DataFrame,
    outcome: str,
    confidence: Fraction,
    homes: Mapping[tuple[str, str], str],
) -> dict[Cell, Formula]:
    """The formula of every number of one regression table, by cell.

    `table`: its cells; `models` and `terms` as from `inference.models.estimate`; `homes`: the
    exhibit in which each variable of a sector group is at home (`formulas.homes`).
    """
    own = models[models["outcome"] == outcome]
    numbers = sorted(int(number) for number in own["specification"].unique())
    told = _Told(
        {(row["estimator"], int(row["specification"])): row for row in own.to_dict("records")},
        {
            (row["estimator"], int(row["specification"]), str(row["term"])): row
            for row in terms[terms["outcome"] == outcome].to_dict("records")
        },
        f"{shown(100 * confidence, 2, trim=True)} %",
        homes,
    )
    rows = iter(rows_of(table))
    found, estimator, term, above = [], "", "", ""
    estimators = iter(PANELS)
    by_label = {label: name for name, label in TERM_LABELS.items()}
    for line in lines(table):
        label = line.cells[0].shown
        if line.kind == "panel":
            estimator = next(estimators)
        if line.kind != "body":
            continue
        row = next(rows)
        if label in by_label:
            term, above = by_label[label], row
        found.append(
            [
                told.cell(label, (estimator, number), term, f"{table_name(outcome)}/{above}")
                for number in numbers
            ]
        )
    return of_lines(table, found)


@dataclass(frozen=True)
class _Told:
    models: Mapping[tuple[str, int], Mapping[Any, Any]]
    terms: Mapping[tuple[str, int, str], Mapping[Any, Any]]
    level: str
    homes: Mapping[tuple[str, str], str]

    def cell(self, label: str, key: tuple[str, int], term: str, above: str) -> Formula | None:
        """The formula of the cell of a model in the line with this label, if it is a number."""
        model = self.models[key]
        coefficient = f"{above}/model_{key[1]}"
        if TERM_LABELS.get(term) == label:
            return Formula(
                f"coefficient of {label} in {self._model(model)}", "", self._inputs(model)
            )
        if label.startswith("("):
            words = f"{_ERRORS[key[0]]} of the coefficient above, {self._model(model)}"
            return Formula(words, "", (coefficient,))
        if label.startswith("["):
            return self._interval(key, term, coefficient)
        return self._of_model(label, model)

    def _of_model(self, label: str, model: Mapping[Any, Any]) -> Formula | None:
        """What is said of the model as a whole."""
        match label:
            case "Clusters":
                left = f"; left out: {model['left_out']}" if known(model["left_out"]) else ""
                words = f"clusters of {self._model(model)}{left}"
                return Formula(words, "", self._inputs(model))
            case "R²":
                return Formula(
                    f"share of the variance that the model explains: {self._model(model)}"
                )
            case "Log-likelihood":
                categories = f"clusters by score: {model['categories']}"
                return Formula(
                    f"maximum of the log-likelihood of {self._model(model)}; {categories}"
                )
            case "Proportional odds, p":
                statistic = number_text(float(model["proportional_odds_statistic"] or "nan"))
                return Formula(
                    "Brant’s test that the coefficients are the same at every split of the scores: "
                    f"χ² {statistic} on {model['proportional_odds_df']} degrees of freedom; "
                    f"{model['proportional_odds_splits']}"
                )
        return None

    def _interval(self, key: tuple[str, int], term: str, coefficient: str) -> Formula | None:
        row = self.terms.get((*key, term))
        if row is None or not known(row["low"]):
            return None
        estimate, error, high = (
            float(row[name]) for name in ("coefficient", "standard_error", "high")
        )
        quantile = Fraction(str((high - estimate) / error))
        which = "the normal" if key[0] == "ordered_logit" else "Student’s t"
        above, _, model = coefficient.rpartition("/")
        return Formula(
            f"{self.level} interval: coefficient less and plus its standard error times the "
            f"quantile of {which} distribution",
            f"{number_text(estimate)} ± {shown(quantile, 3)} × {number_text(error)}",
            (coefficient, f"{above}_standard_error/{model}"),
        )

    @staticmethod
    def _model(model: Mapping[Any, Any]) -> str:
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

    def _inputs(self, model: Mapping[Any, Any]) -> tuple[str, ...]:
        columns: Sequence[str] = (model["outcome"], *str(model["indices"]).split())
        governed = tuple(GOVERNANCE) if model["governance"] else ()
        return tuple(dict.fromkeys(self._columns(columns, governed)))

    def _columns(self, columns: Sequence[str], governed: Sequence[str]) -> Iterator[str]:
        scored = [group for group in SECTOR_GROUPS if (group, columns[0]) in self.homes]
        for column in columns:
            for group in scored:
                if (group, column) in self.homes:
                    yield f"{self.homes[group, column]}//{column}"
        for group in scored:
            for pattern in governed:
                if (group, pattern) in self.homes:
                    yield self.homes[group, pattern]


def _listed(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
