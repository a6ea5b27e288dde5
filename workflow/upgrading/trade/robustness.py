"""How the upgrading class hangs on window, tolerance and comparator, and whether it flips."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from upgrading.trade.classes import (
    CLASS_COLUMNS,
    CLEAR_CLASSES,
    NO_CLEAR_CHANGE,
    NO_DATA,
    ClassChoices,
    Window,
    classified,
)

ROBUSTNESS_COLUMNS = (*CLASS_COLUMNS[:5], "years", "tolerance", "comparator", *CLASS_COLUMNS[5:])
COUNTS = {name: name.replace(" ", "_") for name in (*CLEAR_CLASSES, NO_CLEAR_CHANGE, NO_DATA)}
"""Every class, and the column that counts the choices which give it."""

VERDICT_COLUMNS = (
    *("source", "exporter", "product", "choices", "verdict", "turns_on", "sentence"),
    *COUNTS.values(),
)

DIMENSIONS = {
    "window": ["base", "end", "years"],
    "tolerance": ["tolerance"],
    "comparator": ["comparator"],
}
"""The choices that vary, and the columns that hold each."""


def every_window(first: int, last: int, years: Iterable[int], shortest: int) -> list[Window]:
    """Every window in `first` to `last`, ends at least `shortest` apart, with each of `years`."""
    lengths = list(years)
    return [
        Window(base, end, length)
        for base in range(first, last + 1)
        for end in range(base + max(shortest, 1), last + 1)
        for length in lengths
        if base + 2 * length - 1 <= end
    ]


def with_comparison(unit_values: pd.DataFrame) -> pd.DataFrame:
    """The series that have a relative unit value at all: no comparator, nothing to hang on it."""
    keys = ["source", "exporter", "product"]
    known = unit_values["relative_unit_value"].notna()
    return unit_values[known.groupby([unit_values[key] for key in keys]).transform("any")]


def over_choices(
    changed: Mapping[str, pd.DataFrame], tolerances: Sequence[float], choices: ClassChoices
) -> pd.DataFrame:
    """The class under every window, tolerance and comparator: `ROBUSTNESS_COLUMNS`.

    `changed`: by name of the comparator, `classes.changes` over all windows under it. A tolerance
    is that of both share and relative unit value, in place of those in `choices`.
    """
    frames = []
    for comparator, changes in changed.items():
        for tolerance in tolerances:
            under = choices.model_copy(
                update={"share_tolerance": tolerance, "unit_value_tolerance": tolerance}
            )
            frame = classified(changes, under)
            frames.append(frame.assign(tolerance=tolerance, comparator=comparator))
    return joined(frames)


def joined(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Frames of `ROBUSTNESS_COLUMNS` as one, sorted."""
    found = [frame for frame in frames if len(frame)]
    every = pd.concat(found or [pd.DataFrame(columns=list(ROBUSTNESS_COLUMNS))])
    keys = list(ROBUSTNESS_COLUMNS[:8])
    return every.sort_values(keys)[list(ROBUSTNESS_COLUMNS)].reset_index(drop=True)


def _turns_on(rows: pd.DataFrame) -> list[str]:
    """The choices that alone, the others held, lead from one clear class to another."""
    clear = rows[rows["class"].isin(CLEAR_CLASSES)]
    found = []
    for name in DIMENSIONS:
        others = [column for key in DIMENSIONS if key != name for column in DIMENSIONS[key]]
        if (clear.groupby(others)["class"].nunique() > 1).any():
            found.append(name)
    return found


def _verdict(classes: pd.Series) -> tuple[str, str]:
    """The verdict and its sentence, the commonest class first."""
    counts = classes.value_counts()
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    clear = [name for name, _ in ranked if name in CLEAR_CLASSES]
    if len(ranked) == 1:
        return ("no data" if ranked[0][0] == NO_DATA else "stable"), (
            f"{ranked[0][0]} under all {len(classes)} choices"
        )
    parts = ", ".join(f"{name} under {count}" for name, count in ranked)
    verdict = "flips" if len(clear) > 1 else "fades"
    return verdict, f"{verdict}: {parts} of {len(classes)} choices"


def verdicts(robustness: pd.DataFrame) -> pd.DataFrame:
    """One line per source, exporter and product: does the class flip? `VERDICT_COLUMNS`.

    `stable`: one class throughout. `flips`: two or more clear classes. `fades`: one clear class, or
    none, beside `no clear change` or `no data`. `no data`: nothing else. `turns_on`: the choices
    that alone make it flip, separated by blanks. `COUNTS`: how many choices give each class.
    """
    rows = []
    for key, group in robustness.groupby(["source", "exporter", "product"]):
        verdict, sentence = _verdict(group["class"])
        turns = _turns_on(group) if verdict == "flips" else []
        counts = [int((group["class"] == name).sum()) for name in COUNTS]
        rows.append((*key, len(group), verdict, " ".join(turns), sentence, *counts))
    return pd.DataFrame(rows, columns=list(VERDICT_COLUMNS))
