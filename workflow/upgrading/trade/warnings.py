"""What is to be said wherever a unit value is used: how much it covers, what it rests on."""

from __future__ import annotations

import pandas as pd

from upgrading.config.models import WarningChoices as WarningChoices
from upgrading.trade.schema import WORLD

WARNING_COLUMNS = ("source", "exporter", "product", "year", "warning")

KEYS = list(WARNING_COLUMNS[:4])


def _around(unit_values: pd.Series) -> pd.Series:
    """Median of the two years before and the two after each year, itself left out.

    `unit_values`: by `KEYS`, each once.
    """
    keys = unit_values.index.to_frame(index=False)
    near = {
        step: unit_values.reindex(
            pd.MultiIndex.from_frame(keys.assign(year=keys["year"] + step))
        ).to_numpy("float64")
        for step in (-2, -1, 1, 2)
    }
    return pd.DataFrame(near, index=unit_values.index).median(axis=1)


def estimates(flows: pd.DataFrame) -> pd.DataFrame:
    """By exporter, product and year: what the source's own estimates of quantities come to.

    `guessed`: US dollars of rows that are measured by an estimate, `guessed_of_world` of World's
    row alone; `left_out`: whether one was taken out; `of_world`: whether one of World's row was.
    """
    of_weight = (flows["quantity_unit"] == "kg") & (flows["quantity"] == flows["net_weight_kg"])
    flags = flows[["quantity_estimated", "net_weight_estimated"]].fillna(False).astype(bool)
    used = flags["net_weight_estimated"].where(of_weight, flags["quantity_estimated"])
    left_out = flags.any(axis=1) & flows["quantity"].isna()
    guessed = flows["value_usd"].where(used & flows["quantity"].notna(), 0.0)
    is_world = flows["importer"] == WORLD
    found = flows[KEYS].assign(
        guessed=guessed,
        guessed_of_world=guessed.where(is_world, 0.0),
        left_out=left_out,
        of_world=left_out & is_world,
    )
    grouped = found.sort_values([*KEYS, "guessed"]).groupby(KEYS)
    sums, flags = ("guessed", "guessed_of_world"), ("left_out", "of_world")
    return grouped.agg(dict.fromkeys(sums, "sum") | dict.fromkeys(flags, "any"))


def _of_series(
    unit_values: pd.DataFrame, flows: pd.DataFrame, choices: WarningChoices
) -> pd.DataFrame:
    """Warnings that the series itself gives: coverage, no quantity, estimates, a jump."""
    rows = unit_values.set_index(KEYS).sort_index().join(estimates(flows))
    found: list[tuple[object, ...]] = []
    neighbours = _around(rows["unit_value"])
    for key, row in rows.iterrows():
        coverage, unit_value = row["quantity_coverage"], row["unit_value"]
        why = ""
        if row["left_out"]:
            why = "; the source’s estimates are left out (cleaning.estimated)"
            why += ", and rows by partner would give a unit value" * bool(row["of_world"])
        if row["value_usd"] > 0 and not coverage > 0:
            found.append((*key, f"no quantity: no unit value{why}"))
        elif coverage < choices.least_coverage:
            least = f"less than {100 * choices.least_coverage:g} %"
            text = f"{100 * coverage:.0f} % of the value has a quantity, {least}{why}"
            found.append((*key, text))
        if row["guessed"] > (1 - choices.least_coverage) * row["value_usd"]:
            share = row["guessed"] / row["value_usd"]
            text = f"{100 * share:.0f} % of the value has a quantity that the source estimated"
            text += " (cleaning.estimated: keep)"
            text += "; rows by partner may have measured ones" * (row["guessed_of_world"] > 0)
            found.append((*key, text))
        if pd.notna(unit_value) and pd.notna(neighbours[key]) and neighbours[key] > 0:
            ratio = unit_value / neighbours[key]
            if not 1 / choices.jump < ratio < choices.jump:
                text = f"unit value {ratio:.2f} times the median of the years around it"
                found.append((*key, text))
    return pd.DataFrame(found, columns=list(WARNING_COLUMNS))


def of_rows(flows: pd.DataFrame) -> pd.DataFrame:
    """Warnings that readers and outlier rules gave to rows, per exporter, product and year."""
    own = flows[flows["exporter"] != WORLD]
    said = own[own["warning"] != ""][[*KEYS, "warning"]]
    flagged = own[own["outlier"] != ""].groupby([*KEYS, "outlier"]).size().reset_index(name="rows")
    flagged["warning"] = [
        f"{rows} row{'s' * (rows > 1)} with an outlying unit value ({rules})"
        for rows, rules in zip(flagged["rows"], flagged["outlier"], strict=True)
    ]
    return pd.concat([said.drop_duplicates(), flagged[[*KEYS, "warning"]]])


def _of_world(world: pd.DataFrame, unit_values: pd.DataFrame) -> pd.DataFrame:
    """Where the world is the sum of the exporters in the files: how many, if enough for a share."""
    summed = world[world["world_from"] == "sum"][["source", "product", "year", "exporters"]]
    joined = unit_values[[*KEYS, "market_share"]].merge(summed, on=["source", "product", "year"])
    few = joined["market_share"].isna()
    joined["warning"] = [
        f"the files hold {count} exporter{'s' * (count != 1)} and no row for World: no market share"
        if none
        else f"the world is the sum of the {count} exporters in the files"
        for count, none in zip(joined["exporters"], few, strict=True)
    ]
    return joined[list(WARNING_COLUMNS)]


def _of_classes(upgrading: pd.DataFrame) -> pd.DataFrame:
    """What is to be said of changes, at the last year of their window."""
    told = upgrading[upgrading["note"] != ""]
    texts = [
        f"change from {base} to {end}: {note}"
        for base, end, note in zip(told["base"], told["end"], told["note"], strict=True)
    ]
    return told.assign(year=told["end"], warning=texts)[list(WARNING_COLUMNS)]


def unit_value_warnings(
    flows: pd.DataFrame,
    unit_values: pd.DataFrame,
    world: pd.DataFrame,
    upgrading: pd.DataFrame,
    choices: WarningChoices,
) -> pd.DataFrame:
    """Every warning on every unit value, one a row, sorted: `WARNING_COLUMNS`.

    `flows`: cleaned, of the direction measured, with `outlier`; `unit_values`:
    `measures.unit_values`; `world`: `totals.world_totals`; `upgrading`: `study.classes`.
    """
    parts = [
        _of_series(unit_values, flows, choices),
        of_rows(flows),
        _of_world(world, unit_values),
        _of_classes(upgrading),
    ]
    return together(*parts)


def together(*parts: pd.DataFrame) -> pd.DataFrame:
    """Warnings of several kinds (`WARNING_COLUMNS`), sorted."""
    every = pd.concat([part.astype({"year": "int64"}) for part in parts if len(part)] or [parts[0]])
    return every.sort_values(list(WARNING_COLUMNS)).reset_index(drop=True)
