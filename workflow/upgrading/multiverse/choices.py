"""Which choices matter: how far each one moves the effect."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd

from upgrading.multiverse.grid import CHOICES
from upgrading.multiverse.relations import Sign

CHOICE_COLUMNS: Final = (
    "relation",
    "choice",
    "explained",
    "level",
    "baseline",
    "specifications",
    "estimable",
    "median",
    "change",
    "share_asserted",
)

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]


def bears_out(effects: Array, sign: Sign, negligible: float) -> Array:
    """Whether each effect has the asserted sign; for `none`, whether it is negligible."""
    match sign:
        case "positive":
            return effects > 0
        case "negative":
            return effects < 0
        case "none":
            # 0.1 is no number of a computer: allow for its last bit
            return np.abs(effects) <= negligible * (1 + 1e-9)


def share_explained(effects: Array, codes: Array) -> float | None:
    """Main effect of a choice (η²): share of the effects' variance that lies between its levels.

    `None` where the effects do not vary.
    """
    total = float(np.square(effects - effects.mean()).sum())
    if total < 1e-12 * len(effects):
        return None
    counts = np.bincount(codes)
    sums = np.bincount(codes, effects)
    used = counts > 0
    means = sums[used] / counts[used]
    return float((counts[used] * np.square(means - effects.mean())).sum() / total)


def what_matters(
    name: str, table: pd.DataFrame, effects: Array, sign: Sign, negligible: float
) -> pd.DataFrame:
    """Levels of every choice of a relation, the choice that explains most first.

    `table` has `CHOICES` (categories) and `baseline`. Columns: `CHOICE_COLUMNS`; `explained` is η²
    over the specifications to which the choice applies, `median` the median effect at the level,
    `change` that less the median at the baseline's level, `share_asserted` the share of estimable
    specifications with the asserted sign. Choices with a single level have no rows; what cannot be
    estimated is missing.
    """
    known = ~np.isnan(effects)
    blocks: list[tuple[float, pd.DataFrame]] = []
    for choice in CHOICES:
        column = table[choice].cat
        codes = column.codes.to_numpy()
        levels = [(code, str(level)) for code, level in enumerate(column.categories) if level]
        if len(levels) < 2:
            continue
        applies = np.isin(codes, [code for code, _ in levels])
        use = applies & known
        explained = share_explained(effects[use], codes[use]) if use.any() else None
        own = codes[table["baseline"].to_numpy()]
        rows = []
        medians = {
            code: float(np.median(effects[use & (codes == code)]))
            for code, _ in levels
            if (use & (codes == code)).any()
        }
        for code, level in levels:
            here = codes == code
            of_level = effects[here & known]
            median = medians.get(code)
            base = medians.get(int(own[0])) if len(own) else None
            rows.append(
                (
                    name,
                    choice,
                    explained,
                    level,
                    bool(len(own) and code == own[0]),
                    int(here.sum()),
                    len(of_level),
                    median,
                    None if median is None or base is None else median - base,
                    float(bears_out(of_level, sign, negligible).mean()) if len(of_level) else None,
                )
            )
        frame = pd.DataFrame(rows, columns=list(CHOICE_COLUMNS), dtype=object)
        blocks.append((-1.0 if explained is None else explained, frame))
    if not blocks:
        return pd.DataFrame(columns=list(CHOICE_COLUMNS), dtype=object)
    blocks.sort(key=lambda block: -block[0])
    return pd.concat([frame for _, frame in blocks], ignore_index=True)
