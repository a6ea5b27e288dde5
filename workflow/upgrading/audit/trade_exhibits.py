"""Tables of the trade part: one per product, a summary, Table 2's exports, and the field study."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

import pandas as pd

from upgrading.audit import field_study
from upgrading.audit.printed_exports import NOTHING_SUPPLIED
from upgrading.exhibits.assemble import Column, Entry, Line, Words, number, table
from upgrading.exhibits.values import Precision
from upgrading.numbers import exact
from upgrading.trade.classes import NO_DATA, SERIES, ClassChoices, class_shown
from upgrading.trade.products import Product
from upgrading.trade.robustness import COUNTS
from upgrading.trade.sources import ATTRIBUTION, short_name
from upgrading.trade.text import SUMMARY as SUMMARY
from upgrading.trade.text import key_of as key_of

PRINTED_EXPORTS, FIELD_STUDY = "trade_table_2", "trade_field_study"

NATIONAL: Final = (
    "National figures stand for a cluster only as far as the cluster is the country's export "
    "industry."
)
NOMINAL: Final = "Values and unit values are nominal US dollars."


_UPDATED: Final = ("file", "source", "exporter", "product", "year")


@dataclass(frozen=True)
class TradeFindings:
    """What the tables show, frames of `results/trade/`; `choices` and `comparator` as computed.

    `profiles`, `clusters`: what the rows of Table 2 and the clusters are called; `updated`: the
    flows that authors' files give, of which `file, source, exporter, product, year` are told.
    """

    unit_values: pd.DataFrame
    warnings: pd.DataFrame
    upgrading: pd.DataFrame
    verdicts: pd.DataFrame
    exports: pd.DataFrame
    offsets: pd.DataFrame
    field_study: pd.DataFrame
    choices: ClassChoices
    comparator: str
    profiles: Mapping[str, str]
    clusters: Mapping[str, str]
    updated: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(_UPDATED)))


COMPARATORS: Final = {
    "world_excluding": "the world without the exporter",
    "world_including": "the world with the exporter",
    "median_exporter": "the median exporter",
    "named": "the competitors named in the configuration",
}


def exhibit_of(product: str) -> str:
    """The exhibit id of a product's table: `trade_mangoes`."""
    return f"trade_{product}"


def tables(
    found: TradeFindings, listed: Mapping[str, Product]
) -> tuple[pd.DataFrame, dict[str, Words]]:
    """Every table of the trade part as cells (`build.EXHIBIT_COLUMNS`), and the words around each.

    A product without figures has a table that says so, and what to look for.
    """
    built = {
        SUMMARY: _summary(found, listed),
        PRINTED_EXPORTS: _printed_exports(found),
        FIELD_STUDY: _field_study(found, listed),
    }
    for name, product in listed.items():
        built[exhibit_of(name)] = _product(name, product, found)
    frames = pd.concat([frame for frame, _ in built.values()], ignore_index=True)
    return frames, {exhibit: words for exhibit, (_, words) in built.items()}


def _sources_note(frame: pd.DataFrame) -> tuple[str, ...]:
    sources = [source for source in dict.fromkeys(frame["source"]) if source]
    # formats of one database owe the same
    return tuple(dict.fromkeys(ATTRIBUTION[one] for one in sources if one in ATTRIBUTION))


def called(names: Mapping[str, str], key: object) -> str:
    """What people call a row; its key where the study lacks the name, as between two states."""
    return names.get(str(key), str(key))


def _from(label: str, source: str, among: pd.DataFrame) -> str:
    """The label of a row, and its source if the rows `among` which it stands have several."""
    several = among.loc[among["source"] != "", "source"].nunique() > 1
    return f"{label}, {short_name(source)}" if several and source else label


# One product ---------------------------------------------------------------------------------


def _quantity(units: list[str]) -> tuple[str, str]:
    """What quantities, given in thousands, and unit values are in; of several units neither."""
    if len(units) > 1:
        return "1000 units", "US$ per unit"
    return ("t", "US$/kg") if units == ["kg"] else (f"1000 {units[0]}", f"US$ per {units[0]}")


def _units(rows: pd.DataFrame) -> list[str]:
    return sorted({unit for unit in rows["quantity_unit"] if isinstance(unit, str) and unit})


def _of_product(frame: pd.DataFrame, name: str, product: Product) -> pd.DataFrame:
    """Rows of the product's exporters and named competitors, not of all that a file may hold."""
    among = [*product.exporters, *product.competitors]
    return frame[(frame["product"] == name) & frame["exporter"].isin(among)]


def _product(name: str, product: Product, found: TradeFindings) -> tuple[pd.DataFrame, Words]:
    own = _of_product(found.unit_values, name, product)
    units = _units(own) or [product.unit]
    quantity, unit_value = _quantity(units)
    columns = {
        "value_usd_mill": Column("Exports (US$ mill.)", Precision(2, thousands=",")),
        "quantity": Column(f"Quantity ({quantity})", Precision(0, thousands=",")),
        "unit_value": Column(f"Unit value ({unit_value})", Precision(2, thousands=",")),
        "world_unit_value": Column(f"World unit value ({unit_value})", Precision(2, thousands=",")),
        "relative_unit_value": Column("Relative unit value", Precision(2)),
        "market_share": Column("Market share (%)", Precision(2)),
        "quantity_coverage": Column("Value with quantity (%)", Precision(0)),
    }
    of_authors = found.updated[found.updated["product"] == name]
    updated = set(of_authors[["source", "exporter", "year"]].itertuples(index=False, name=None))
    lines: list[Line] = []
    for (source, exporter), rows in own.groupby(["source", "exporter"]):
        key = f"{source}_{exporter}".lower()
        title = f"{exporter}, {short_name(source)}"
        if len(units) > 1:
            title += f", in {' and '.join(_units(rows)) or 'no unit'}"
        lines.append(Line(key, (title,), kind="section"))
        for row in rows.sort_values("year").to_dict("records"):
            cells: dict[str, Entry] = {
                "value_usd_mill": number(exact(row["value_usd"], Fraction(1, 10**6))),
                "quantity": number(exact(row["quantity"], Fraction(1, 1000))),
                "unit_value": number(exact(row["unit_value"])),
                "world_unit_value": number(exact(row["world_unit_value"])),
                "relative_unit_value": number(exact(row["relative_unit_value"])),
                "market_share": number(exact(row["market_share"], 100)),
                "quantity_coverage": number(exact(row["quantity_coverage"], 100)),
            }
            label = str(row["year"])
            if (source, exporter, row["year"]) in updated:
                label += ", updated"
            lines.append(Line(f"{key}_{row['year']}", (label,), cells))
    if not lines:
        lines = [Line(NOTHING_SUPPLIED.replace(" ", "_"), (NOTHING_SUPPLIED,), kind="section")]
    said = _of_product(found.warnings, name, product)
    world = "without" if found.comparator == "world_excluding" else "with"
    notes = [
        f"Relative unit value: unit value over that of {COMPARATORS[found.comparator]}. World unit "
        f"value: {world} the exporter. {NOMINAL}",
        NATIONAL,
        product.note,
        _warnings_note(said),
        *_sources_note(own),
        _updated_note(of_authors),
    ]
    if own.empty:
        notes = [f"To look for in trade statistics: {product.wanted}.", product.note]
    caption = f"{product.label}: exports, unit values and market shares"
    words = Words(caption, tuple(filter(None, notes)))
    return table(exhibit_of(name), ["Year"], columns, lines), words


def _updated_note(of_authors: pd.DataFrame) -> str:
    """Which figures are not of the source but of an author's file, in its format."""
    told = [
        f"{exporter} {_years(rows['year'])} ({file})"
        for (file, exporter), rows in of_authors.groupby(["file", "exporter"])
    ]
    return f"Not of the source but of authors’ files: {'; '.join(told)}." if told else ""


def _warnings_note(said: pd.DataFrame) -> str:
    if said.empty:
        return ""
    # exporters of whom the same is said of the same years stand together
    together: dict[tuple[str, str], list[str]] = {}
    for (text, exporter), rows in said.groupby(["warning", "exporter"]):
        together.setdefault((_years(rows["year"]), text), []).append(exporter)
    listed = [f"{', '.join(who)} {years}, {text}" for (years, text), who in together.items()]
    return f"Mind: {'; '.join(listed)}."


def _years(years: pd.Series) -> str:
    """`1991`, `1991 to 1996`, or `1991, 1994`: runs are drawn together."""
    runs: list[list[int]] = []
    for year in sorted({int(year) for year in years}):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    texts = [f"{run[0]} to {run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return ", ".join(texts)


# All products --------------------------------------------------------------------------------


def _pairs(listed: Mapping[str, Product]) -> list[tuple[str, Product, str]]:
    return [
        (name, product, exporter)
        for name, product in listed.items()
        for exporter in product.exporters
    ]


def _summary(found: TradeFindings, listed: Mapping[str, Product]) -> tuple[pd.DataFrame, Words]:
    columns = {
        "window": Column("Window", Precision(0)),
        "share_change": Column("Change of market share (%)", Precision(0)),
        "relative_unit_value_change": Column("Change of relative unit value (%)", Precision(0)),
        "class": Column("Class", Precision(0)),
        "same_class": Column("Choices with this class (%)", Precision(0)),
        "robustness": Column("Over all choices", Precision(0)),
    }
    robust = found.verdicts.set_index(["source", "exporter", "product"]).to_dict("index")
    lines = []
    for name, product, exporter in _pairs(listed):
        rows = found.upgrading[
            (found.upgrading["product"] == name) & (found.upgrading["exporter"] == exporter)
        ].to_dict("records")
        if not rows:
            cells: dict[str, Entry] = {"class": NOTHING_SUPPLIED}
            lines.append(Line(key_of(name, exporter), (product.label, exporter), cells))
        for row in rows:
            over = robust.get((row["source"], exporter, name), {})
            cells = {
                "window": f"{row['base']}–{row['end']}",
                "share_change": number(exact(row["share_change"], 100)),
                "relative_unit_value_change": number(exact(row["relative_unit_value_change"], 100)),
                "class": class_shown(row),
                "same_class": number(share_of_class(over, row["class"])),
                "robustness": "" if row["class"] == NO_DATA else _robustness(over),
            }
            key = key_of(name, exporter, row["source"])
            who = _from(exporter, row["source"], found.upgrading)
            lines.append(Line(key, (product.label, who), cells))
    notes = (
        "Class after Kaplinsky and Readman: market share up or down, and unit value relative to "
        f"{COMPARATORS[found.comparator]} up or down; a change of up to "
        f"{100 * found.choices.share_tolerance:g} % (share) or "
        f"{100 * found.choices.unit_value_tolerance:g} % (unit value) counts as none.",
        "Over all choices: every window, tolerance and comparator of the configuration. Flips: "
        "more than one clear class turns up, and on what choice alone it turns; fades: at most one "
        "clear class beside no clear change or missing data.",
        _compared(found),
        _of_changes(found, listed),
        NATIONAL,
        *_sources_note(found.upgrading),
    )
    caption = "Upgrading classes of the clusters' products in trade statistics"
    words = Words(caption, tuple(filter(None, notes)))
    return table(SUMMARY, ["Product", "Exporter"], columns, lines), words


def _compared(found: TradeFindings) -> str:
    """Whose trade the changes are compared with."""
    if found.choices.exporters == "all":
        among = "all exporters in the files, whoever they are in each year"
    else:
        among = "the exporters present in all years of both ends of the window"
    return f"Changes are those among {among}; where the source has a row for World, against that."


def _of_changes(found: TradeFindings, listed: Mapping[str, Product]) -> str:
    """What is to be said of single changes: why there is no class, or that it hangs on whom."""
    told = [
        f"{_from(row['exporter'], row['source'], found.upgrading)}, "
        f"{listed[row['product']].label.lower()}: {row['note']}"
        for row in found.upgrading[found.upgrading["note"] != ""].to_dict("records")
    ]
    return f"Mind: {'. '.join(told)}." if told else ""


def share_of_class(over: Mapping[str, Any], name: str) -> Fraction | None:
    """Per cent of the choices that give the class `name`; `over` is a row of `verdicts`."""
    return Fraction(100 * int(over[COUNTS[name]]), int(over["choices"])) if over else None


def _robustness(over: Mapping[str, Any]) -> str:
    turns = ", ".join(str(over.get("turns_on", "")).split())
    verdict = str(over.get("verdict", ""))
    return f"{verdict} on {turns}" if turns else verdict


# Against the report --------------------------------------------------------------------------


def _printed_exports(found: TradeFindings) -> tuple[pd.DataFrame, Words]:
    columns = {
        "printed": Column("Printed (US$ mill.)", Precision(0)),
        "printed_year": Column("Printed year", Precision(0)),
        "value_usd_mill": Column("Trade statistics, that year (US$ mill.)", Precision(1)),
        "relative_difference": Column("Difference (%)", Precision(0)),
        "verdict": Column("Verdict", Precision(0)),
        "years_that_fit": Column("Years that fit", Precision(0)),
        "nearest_year": Column("Nearest year", Precision(0)),
    }
    lines = []
    for row in found.exports.to_dict("records"):
        supplied = row["verdict"] != NOTHING_SUPPLIED
        cells: dict[str, Entry] = {
            "printed": str(row["printed"]),
            "printed_year": str(row["printed_year"]),
            "verdict": str(row["verdict"]),
        }
        if supplied:
            cells |= {
                "value_usd_mill": number(exact(row["value_usd_mill"])),
                "relative_difference": number(exact(row["relative_difference"], 100)),
                "years_that_fit": ", ".join(str(row["years_that_fit"]).split()) or "none",
                "nearest_year": str(int(row["nearest_year"])),
            }
        label = _from(called(found.profiles, row["row"]), str(row["source"]), found.exports)
        key = key_of(str(row["row"]), str(row["column"]), str(row["source"]))
        lines.append(Line(key, (label,), cells))
    notes = (
        "Verdict: rounded or truncated where the printed year's trade figure prints so (in whole "
        "millions where all exports of the row print .0); explained where it does not and another "
        "year's does; unexplained where no year's does.",
        *_offset_sentences(found.offsets),
        NATIONAL,
        *_sources_note(found.exports),
    )
    caption = "Exports of Table 2 against trade statistics, and the years printed above them"
    return table(PRINTED_EXPORTS, ["Cluster"], columns, lines), Words(caption, notes)


def _offset_sentences(offsets: pd.DataFrame) -> tuple[str, ...]:
    sentences = []
    for (source, year), rows in offsets.groupby(["source", "printed_year"]):
        best = rows.sort_values(["fitting", "median_relative_difference"], ascending=[False, True])
        first = best.iloc[0]
        own = rows[rows["offset"] == 0]
        here = int(own["fitting"].iloc[0]) if len(own) else 0
        most = f"the year that most fit is {int(year) + int(first['offset'])} ({first['fitting']})"
        sentences.append(
            f"{short_name(source)}: of {first['figures']} figures printed for {year}, {here} fit "
            f"{year}; {most if first['fitting'] else 'no year near it fits any'}."
        )
    return tuple(sentences)


def _field_study(found: TradeFindings, listed: Mapping[str, Product]) -> tuple[pd.DataFrame, Words]:
    columns = {
        "share_change": Column("Change of market share (%)", Precision(0)),
        "relative_unit_value_change": Column("Change of relative unit value (%)", Precision(0)),
        "class": Column("Class", Precision(0)),
        "up_product": Column("Product upgrading, score", Precision(1, trim=True)),
        "agreement": Column("Trade and score", Precision(0)),
    }
    known = found.field_study[found.field_study["source"] != ""]
    classes = {
        tuple(row[key] for key in SERIES): class_shown(row)
        for row in found.upgrading.to_dict("records")
    }
    lines = []
    for row in known.to_dict("records"):
        cells: dict[str, Entry] = {
            "share_change": number(exact(row["share_change"], 100)),
            "relative_unit_value_change": number(exact(row["relative_unit_value_change"], 100)),
            "class": classes[row["source"], row["exporter"], row["product"]],
            "up_product": number(exact(row["up_product"])),
            "agreement": row["agreement"],
        }
        label = _from(called(found.clusters, row["cluster_id"]), row["source"], known)
        key = key_of(row["product"], row["cluster_id"], row["source"])
        lines.append(Line(key, (label, listed[row["product"]].label), cells))
    if not lines:
        lines = [Line("no_data_supplied", (NOTHING_SUPPLIED, ""), kind="section")]
    notes = (
        field_study.summary(found.field_study, found.choices),
        "Trade and score agree where the relative unit value rises and the score is "
        f"{found.choices.scored_from:g} or more, or falls and the score is below it.",
        NATIONAL,
        *_sources_note(known),
    )
    caption = "Relative unit values beside the experts' scores of product upgrading"
    frame = table(FIELD_STUDY, ["Cluster", "Product"], columns, lines)
    return frame, Words(caption, notes)
