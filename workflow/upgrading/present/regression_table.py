"""Regression tables in the journals' layout: models side by side, standard errors below.

One table for each kind of upgrading: the proportional-odds models above, the linear models below,
in the six specifications of `upgrading.inference.models`. Intervals stand in the place of stars.
What comes out are cells as `upgrading.present.tables` sets them as CSV and HTML; LaTeX has a layout
of its own here, since every column but the first holds figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pandas as pd

from upgrading.numbers import MISSING, shown
from upgrading.present.tables import Text, latex, lines
from upgrading.vocabulary import GOVERNANCE, INDICES, UPGRADING

_PANELS = {
    "ordered_logit": "Proportional odds (ordered logit)",
    "least_squares": "Least squares (HC3 standard errors)",
}
_ESTIMATES = {"ce_index": INDICES["ce_index"], **INDICES, **GOVERNANCE}
_DECIMALS = 2
_NOT_ESTIMABLE = "not estimable"

_CELL_COLUMNS = (
    "line",
    "position",
    "row",
    "row_kind",
    "column",
    "shown",
    "printed",
    "differs",
    "count",
    "value",
)


def table_name(outcome: str) -> str:
    """Name of the files of one kind of upgrading: `regression_product`."""
    return f"regression_{outcome.removeprefix('up_')}"


def regression_cells(
    models: pd.DataFrame, terms: pd.DataFrame, outcome: str, confidence: Fraction
) -> pd.DataFrame:
    """The table of one kind of upgrading as cells for `upgrading.present.tables`.

    `models` and `terms` as from `upgrading.inference.models.estimate`, here or read back from CSV.
    """
    own = models[models["outcome"] == outcome]
    numbers = sorted(own["specification"].unique())
    marks = _marks(own)
    rows: list[tuple[str, str, Sequence[str]]] = [
        ("header", "", [f"({number})" for number in numbers])
    ]
    for estimator, panel in _PANELS.items():
        part = own[own["estimator"] == estimator].set_index("specification").loc[numbers]
        found = terms[(terms["outcome"] == outcome) & (terms["estimator"] == estimator)]
        rows.append(("panel", panel, [""] * len(numbers)))
        rows += _estimate_rows(part, found.set_index(["term", "specification"]), confidence)
        rows += _model_rows(part, marks, estimator)
    cells = []
    for line, (kind, label, values) in enumerate(rows, start=1):
        for position, text in enumerate([label, *values], start=1):
            column = "label_1" if position == 1 else f"model_{numbers[position - 2]}"
            value = text if position > 1 and kind == "body" else ""
            name = f"row_{line}"
            cells.append((line, position, name, kind, column, text, "", False, None, value))
    return pd.DataFrame(cells, columns=list(_CELL_COLUMNS), dtype=object)


def regression_text(models: pd.DataFrame, outcome: str, confidence: Fraction) -> Text:
    """Caption and notes of the table, with every separation and refusal in plain words."""
    own = models[models["outcome"] == outcome]
    explained = [f"{mark}. {words}." for words, mark in _marks(own).items()]
    left_out = []
    if explained:
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
        "The clusters are chosen cases, not a sample: intervals and p-values describe them and do "
        "not generalise to other clusters.",
    )
    caption = f"{UPGRADING[outcome]} and collective efficiency: regression models"
    return Text(table_name(outcome), "", caption, notes)


def _known(value: object) -> bool:
    return bool(pd.notna(value)) and value != ""


def _figure(value: object, decimals: int = _DECIMALS) -> str:
    return shown(Fraction(str(value)), decimals)


def _estimate_rows(
    part: pd.DataFrame, found: pd.DataFrame, confidence: Fraction
) -> list[tuple[str, str, list[str]]]:
    """Three rows a term: coefficient, (standard error), [interval]."""
    level = shown(100 * confidence, 2, trim=True)
    rows = []
    for term, label in _ESTIMATES.items():
        texts: list[tuple[str, str, str]] = []
        for number, model in part.iterrows():
            wanted = term in model["indices"].split() or (
                term in GOVERNANCE and model["governance"]
            )
            if not wanted:
                texts.append(("", "", ""))
            elif (term, number) not in found.index:
                texts.append((MISSING if model["fitted"] else _NOT_ESTIMABLE, "", ""))
            else:
                texts.append(_estimate(found.loc[(term, number)]))
        if any(any(text) for text in texts):
            names = (label, "(standard error)", f"[{level} % interval]")
            rows += [
                ("body", name, [text[place] for text in texts]) for place, name in enumerate(names)
            ]
    return rows


def _estimate(term: pd.Series) -> tuple[str, str, str]:
    coefficient = _figure(term["coefficient"])
    if not _known(term["standard_error"]):
        return coefficient, _NOT_ESTIMABLE, _NOT_ESTIMABLE
    interval = f"[{_figure(term['low'])}, {_figure(term['high'])}]"
    return coefficient, f"({_figure(term['standard_error'])})", interval


def _model_rows(
    part: pd.DataFrame, marks: dict[str, str], estimator: str
) -> list[tuple[str, str, list[str]]]:
    """What is said of each model as a whole, below its coefficients."""
    truth = {True: "yes", False: "no"}

    def row(label: str, texts: list[str]) -> tuple[str, str, list[str]]:
        return ("body", label, texts)

    rows = [
        row("Sector effects", [truth[bool(value)] for value in part["sector_effects"]]),
        row("Governance", [truth[bool(value)] for value in part["governance"]]),
        row("Clusters", [str(value) for value in part["clusters"]]),
    ]
    if estimator == "least_squares":
        rows.append(row("R²", _where_known(part["r_squared"])))
        return rows
    rows.append(row("Log-likelihood", _where_known(part["log_likelihood"])))
    rows.append(row("Proportional odds, p", [_p(model) for _, model in part.iterrows()]))
    rows.append(row("Converged", [_converged(model, marks) for _, model in part.iterrows()]))
    separated = [marks.get(_separation(model), "none") for _, model in part.iterrows()]
    rows.append(row("Left out for separation", separated))
    return rows


def _where_known(values: pd.Series) -> list[str]:
    return [_figure(value) if _known(value) else MISSING for value in values]


def _p(model: pd.Series) -> str:
    if not _known(model["proportional_odds_p"]):
        return _NOT_ESTIMABLE if model["fitted"] else MISSING
    p = Fraction(str(model["proportional_odds_p"]))
    return "<0.001" if p < Fraction(1, 1000) else shown(p, 3)


def _converged(model: pd.Series, marks: dict[str, str]) -> str:
    if model["convergence"] == "converged":
        return "yes"
    return f"{'no' if model['fitted'] else 'not fitted'} {marks[_convergence(model)]}"


def _convergence(model: pd.Series) -> str:
    return f"{'Convergence' if model['fitted'] else 'Model'} {model['convergence']}"


def _separation(model: pd.Series) -> str:
    return f"Left out of the fit because of separation: {model['separated_sectors']}"


def _marks(own: pd.DataFrame) -> dict[str, str]:
    """Words to be said below the table, each with the letter that stands for them above."""
    words: list[str] = []
    for _, model in (
        own[own["estimator"] == "ordered_logit"].sort_values("specification").iterrows()
    ):
        if model["separated_sectors"] != "none":
            words.append(_separation(model))
        if model["convergence"] != "converged":
            words.append(_convergence(model))
    return {text: chr(ord("a") + place) for place, text in enumerate(dict.fromkeys(words))}


def to_latex(table: pd.DataFrame, text: Text) -> str:
    """The table as a LaTeX float for the package `booktabs`; notes below it."""
    width = int(table["position"].max())
    out = [
        r"\begin{table}[htbp]",
        r"\centering\scriptsize\setlength{\tabcolsep}{4pt}",
        rf"\caption{{{latex(text.title)}}}",
        rf"\label{{tab:{text.exhibit}}}",
        rf"\begin{{tabular}}{{@{{}}l{'r' * (width - 1)}@{{}}}}",
        r"\toprule",
    ]
    for line in lines(table):
        shown_cells = [latex(cell) for cell in line.cells["shown"]]
        if line.kind == "panel":
            out.append(r"\midrule")
            out.append(rf"\multicolumn{{{width}}}{{@{{}}l}}{{\textit{{{shown_cells[0]}}}}} \\")
            continue
        # a bracket at the start of a row would be read as an argument of the line break before it
        out.append(" & ".join(f"{{{cell}}}" if cell[:1] == "[" else cell for cell in shown_cells))
        out[-1] += r" \\"
    notes = r"\par ".join(latex(note) for note in text.notes)
    out += [
        r"\bottomrule",
        r"\end{tabular}",
        rf"\par\medskip\begin{{minipage}}{{\linewidth}}\scriptsize {notes}\end{{minipage}}",
        r"\end{table}",
    ]
    return "\n".join(out) + "\n"
