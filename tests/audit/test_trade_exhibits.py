from __future__ import annotations

import csv
import io
import math
import re
from fractions import Fraction

import pandas as pd
import pytest
import yaml
from page_templates import ENVIRONMENT
from reference import RAW, ROOT
from step_run import value
from trade.comtrade_csv import Path, baci, legacy
from trade.run_steps import PRODUCTS, World, against_report, config, measured

from upgrading.exhibits import trade
from upgrading.exhibits.build import numbers_shown
from upgrading.exhibits.tabulation import EXHIBIT_COLUMNS, Tabulation, exhibits_of, formulas_of
from upgrading.exhibits.trade import Measured, TradeFindings, exhibit_of, unsupplied
from upgrading.figures.trade import trade_over_time, trade_quadrants, trade_quality_ranges
from upgrading.files.frames import to_csv as exact_csv
from upgrading.inference.intervals import BootstrapChoices
from upgrading.numbers import shown
from upgrading.publish.latex_tables import to_latex
from upgrading.publish.table_data import to_csv
from upgrading.publish.tables import Text, to_html
from upgrading.trade.classes import ClassChoices
from upgrading.trade.measures import MeasureChoices
from upgrading.trade.product_entries import Window
from upgrading.trade.products import Product, competitors, products
from upgrading.trade.robustness import COUNTS

FURNITURE = dict.fromkeys(
    ("furniture_office", "furniture_kitchen", "furniture_bedroom", "furniture_other"),
    Path(shares=(0.04, 0.03), unit_values=(10, 8)),
)


@pytest.fixture(scope="session")
def listed() -> dict[str, Product]:
    return value(str(PRODUCTS), "config/trade_products.yaml")


def findings(world: World, clean_cases, **more) -> TradeFindings:
    """As the script reads them."""
    cells = clean_cases.cells
    names = cells[(cells["exhibit"] == "table_02") & (cells["column"] == "label_2")]
    clusters = clean_cases.corrected_clusters
    found = {
        "unit_values": world.frame("unit_values"),
        "warnings": world.frame("warnings"),
        "upgrading": world.frame("upgrading"),
        "verdicts": world.frame("verdicts"),
        "exports": world.frame("exports"),
        "offsets": world.frame("offsets"),
        "field_study": world.frame("field_study"),
        "market_share_parts": world.frame("market_share_parts"),
        "choices": ClassChoices(),
        "bootstrap": BootstrapChoices(2000, 0.95, 2004),
        "comparator": config()["measures"]["comparator"],
        "profiles": dict(zip(names["row"], names["printed"], strict=True)),
        "clusters": dict(zip(clusters["cluster_id"], clusters["name"], strict=True)),
    }
    return TradeFindings(**{**found, **more})


def tables(found: TradeFindings, listed) -> tuple[pd.DataFrame, dict[str, Tabulation[Measured]]]:
    """The cells of all tables, and each table with the words around it."""
    made = trade.tables(found, listed)
    return exhibits_of(made), {table.exhibit: table for table in made}


@pytest.fixture(scope="session")
def built(shipped, clean_cases, listed):
    """Cells and words of the shipped figures."""
    return tables(findings(shipped, clean_cases), listed)


def lines(cells: pd.DataFrame, exhibit: str) -> list[list[str]]:
    """What a table shows, line by line."""
    own = cells[cells["exhibit"] == exhibit]
    return [list(line["shown"]) for _, line in own.groupby("line")]


def test_there_is_a_table_for_everything_that_the_workflow_promises(built, listed) -> None:
    cells, words = built
    assert tuple(cells.columns) == EXHIBIT_COLUMNS
    promised = ["trade_summary", "trade_table_2", "trade_field_study"]
    promised += ["trade_market_share_parts", *map(exhibit_of, listed)]
    assert list(words) == promised
    assert list(cells["exhibit"].drop_duplicates()) == promised
    assert not cells.duplicated(["exhibit", "line", "position"]).any()
    # a row is found by its name
    body = cells[cells["row_kind"] == "body"]
    assert not body.duplicated(["exhibit", "row", "column"]).any()


def test_the_table_of_a_product(built) -> None:
    cells, words = built
    table = lines(cells, "trade_mangoes")
    assert table[0] == [
        "Year",
        "Exports (US$ mill.)",
        "Quantity (t)",
        "Unit value (US$/kg)",
        "World unit value (US$/kg)",
        "Relative unit value",
        "Market share (%)",
        "Value with quantity (%)",
    ]
    assert table[1] == ["BRA, FAOSTAT", *[""] * 7]
    assert [line[0] for line in table[2:]] == [str(year) for year in range(1990, 2006)]
    notes = " ".join(words["trade_mangoes"].notes)
    assert words["trade_mangoes"].caption == "Mangoes: exports, unit values and market shares"
    assert "World unit value: without the exporter." in notes
    assert "With mangosteens and guavas, as in HS 080450." in notes
    assert "CC BY 4.0" in notes
    assert "nominal US dollars" in notes


def test_a_product_shows_the_figures_of_the_raw_file(built) -> None:
    """1996 from the raw file: value in 1000 dollars, quantity in tonnes, Brazil and World."""
    with (ROOT / "data/raw/trade/faostat_exports.csv").open(encoding="utf-8") as file:
        raw = {
            (row["area"], row["element"]): Fraction(row["value"])
            for row in csv.DictReader(file)
            if row["item_slug"].startswith("mangoes") and row["year"] == "1996"
        }
    value, tonnes = raw["Brazil", "export_value"], raw["Brazil", "export_quantity"]
    world_value = raw["World", "export_value"]
    rest = (world_value - value) / (raw["World", "export_quantity"] - tonnes)
    cells, _ = built
    row = next(line for line in lines(cells, "trade_mangoes") if line[0] == "1996")
    assert row[1:] == [
        shown(value / 1000, 2),
        shown(tonnes, 0, thousands=","),
        shown(value / tonnes, 2),
        shown(rest, 2),
        shown(value / tonnes / rest, 2),
        shown(100 * value / world_value, 2),
        "100",
    ]


def test_the_numbers_shown_are_those_measured(built, shipped, listed) -> None:
    cells, _ = built
    numbers = numbers_shown(cells)
    factors = {
        "value_usd_mill": ("value_usd", 1e-6),
        "quantity": ("quantity", 1e-3),
        "unit_value": ("unit_value", 1),
        "world_unit_value": ("world_unit_value", 1),
        "relative_unit_value": ("relative_unit_value", 1),
        "market_share": ("market_share", 100),
        "quantity_coverage": ("quantity_coverage", 100),
    }
    measures = shipped.frame("unit_values")
    checked = 0
    for row in measures.to_dict("records"):
        name = f"{row['source']}_{row['exporter']}_{row['year']}".lower()
        own = numbers[
            (numbers["exhibit"] == exhibit_of(row["product"])) & (numbers["row"] == name)
        ].set_index("column")
        assert len(own) > 0, name
        for column, (measure, factor) in factors.items():
            if math.isnan(row[measure]):
                assert column not in own.index
                continue
            assert float(own.loc[column, "value"]) == pytest.approx(row[measure] * factor)
            checked += 1
    assert checked > 1000
    product_rows = numbers[numbers["exhibit"].isin(map(exhibit_of, listed))]
    assert len(product_rows) == checked


def test_figures_of_an_authors_file_are_marked_and_told(shipped, clean_cases, listed) -> None:
    flows = shipped.frame("unit_values")
    ours = flows[(flows["product"] == "apples") & (flows["exporter"] == "BRA")]
    ours = ours[ours["year"].isin([1990, 1991])].assign(file="data/raw/updates/apples.csv")
    cells, words = tables(findings(shipped, clean_cases, updated=ours), listed)
    labels = [line[0] for line in lines(cells, "trade_apples")]
    assert labels[2:5] == ["1990, updated", "1991, updated", "1992"]
    assert words["trade_apples"].notes[-1] == (
        "From authors’ files, not from the source: BRA 1990 to 1991 (data/raw/updates/apples.csv)."
    )
    assert "updated" not in " ".join(line[0] for line in lines(cells, "trade_mangoes"))


def test_nothing_is_told_from_too_little_to_show(built) -> None:
    """Nicaragua’s fresh milk: years of a few hundred dollars, and years without any."""
    cells, _ = built
    milk = cells[cells["exhibit"] == "trade_fresh_milk"]
    exports = milk[(milk["column"] == "value_usd_mill") & (milk["row_kind"] == "body")]
    shown_of = dict(zip(exports["value"].astype(float), exports["shown"], strict=True))
    assert shown_of[0] == "0"
    small = [text for value, text in shown_of.items() if 0 < value < 0.005]
    assert small and set(small) == {"<0.01"}


def test_a_product_says_what_table_2_prints_and_for_which_years_it_fits(built) -> None:
    _, found = built
    notes = {name: " ".join(table.notes) for name, table in found.items()}
    assert (
        "Table 2 of the report prints exports of US$ mill. 22.0 for 1996, which fits 1995; "
        "51.0 for 2002, which fits 2001 and 2002."
    ) in notes["trade_mangoes"]
    for name in ("trade_cheese", "trade_fresh_milk"):
        assert (
            "2.9 for 1996 (cheese together with milk, fresh), which fits no year" in notes[name]
        ), notes[name]
    assert "Table 2 of the report" not in notes["trade_wine"] + notes["trade_aircraft"]


def test_falls_keep_their_sign(built, shipped) -> None:
    cells, _ = built
    changes = shipped.frame("upgrading").set_index(["exporter", "product"])
    wine = changes.loc["BRA", "wine"]
    assert wine["share_change"] < 0
    row = next(line for line in lines(cells, "trade_summary") if line[:2] == ["Wine", "BRA"])
    assert row[3] == shown(Fraction(wine["share_change"]) * 100, 0)
    assert row[3].startswith("-")
    numbers = numbers_shown(cells)
    own = numbers[(numbers["exhibit"] == "trade_summary") & numbers["row"].str.startswith("wine_b")]
    fall = own[own["column"] == "share_change"]
    assert float(fall["value"].item()) == pytest.approx(100 * wine["share_change"])
    assert fall["shown"].item() == row[3]


def test_what_is_missing_is_a_dash_and_never_nan(built) -> None:
    cells, words = built
    texts = [*cells["shown"], *(note for entry in words.values() for note in entry.notes)]
    assert not [text for text in texts if re.search(r"\bnan\b|<NA>|None", text)]
    row = next(line for line in lines(cells, "trade_summary") if line[0].startswith("Milk"))
    assert row[3:7] == ["–"] * 4
    assert row[7] == "no data"


def test_a_product_without_figures_says_so_and_what_to_look_for(built) -> None:
    cells, words = built
    assert lines(cells, "trade_furniture_office")[1][0] == "no data supplied"
    assert words["trade_furniture_office"].notes == (
        "To look for in trade statistics: HS 940330, exporters MEX, BRA.",
    )
    assert words["trade_software"].notes[0] == "To look for in trade statistics: no code of goods."
    without = unsupplied(cells)
    assert {"trade_furniture_office", "trade_software"} <= set(without)
    assert not {"trade_mangoes", "trade_fresh_milk", "trade_summary"} & set(without)
    summary = lines(cells, "trade_summary")
    assert not [line for line in summary if line[0].startswith("Office furniture")]
    assert f"For {len(without)} more products, no figures were supplied." in (
        words["trade_summary"].notes
    )


def test_the_summary_shows_how_many_choices_agree(built, shipped) -> None:
    cells, _ = built
    over = shipped.frame("robustness")
    main = shipped.frame("upgrading")
    for row in main.to_dict("records"):
        own = over[(over["exporter"] == row["exporter"]) & (over["product"] == row["product"])]
        share = Fraction(100 * int((own["class"] == row["class"]).sum()), len(own))
        name = f"{row['product']}_{row['exporter']}_{row['source']}".lower()
        cell = cells[
            (cells["exhibit"] == "trade_summary")
            & (cells["row"] == name)
            & (cells["column"] == "same_class")
        ]
        assert cell["shown"].item() == shown(share, 0), name


def test_a_class_that_no_other_choice_gives_is_shown_as_nought(
    shipped, clean_cases, listed
) -> None:
    verdicts = shipped.frame("verdicts")
    none = verdicts.assign(**dict.fromkeys(COUNTS.values(), 0))
    cells, _ = tables(findings(shipped, clean_cases, verdicts=none), listed)
    summary = lines(cells, "trade_summary")
    assert {line[9] for line in summary[1:] if line[7] != "no data supplied"} == {"0"}
    cells, _ = tables(findings(shipped, clean_cases, verdicts=verdicts[:0]), listed)
    summary = lines(cells, "trade_summary")
    assert {line[9] for line in summary[1:] if line[7] != "no data supplied"} == {"–"}


def test_brazils_fruit_wine_and_tobacco_in_the_shipped_figures(shipped, built) -> None:
    """From the raw file, in fractions: shares gained, in products that the world bought less of."""
    raw = pd.read_csv(RAW / "trade" / "faostat_exports.csv")
    raw = raw[raw["element"] == "export_value"]
    brazil = raw[raw["area"] == "Brazil"]["item_slug"].unique()
    change, composition, together = Fraction(0), Fraction(0), [Fraction(0), Fraction(0)]
    growth, base_of = {}, {}
    for item in brazil:
        means = {
            (area, end): sum(
                Fraction(int(value), 2)
                for value in raw[
                    (raw["item_slug"] == item) & (raw["area"] == area) & raw["year"].isin(years)
                ]["value"]
            )
            for area in ("Brazil", "World")
            for end, years in ((0, (1996, 1997)), (1, (2001, 2002)))
        }
        change += means["Brazil", 1] - means["Brazil", 0]
        together = [together[end] + means["World", end] for end in (0, 1)]
        growth[item], base_of[item] = means["World", 1] / means["World", 0], means["Brazil", 0]
    composition = sum(base_of[item] * (growth[item] - together[1] / together[0]) for item in brazil)
    frame = shipped.frame("market_share_parts")
    row = frame[(frame["exporter"] == "BRA") & (frame["exporters"] == "constant")].iloc[0]
    assert row["change_usd"] == pytest.approx(float(1000 * change))
    assert row["composition"] == pytest.approx(float(1000 * composition))
    assert row["change_usd"] < 0 < row["competitiveness"]
    cells, _ = built
    table = lines(cells, "trade_market_share_parts")
    assert [line[0] for line in table[1:]] == ["BRA", "CHL", "COL", "NIC"]
    assert table[1][4:6] == [
        shown(change / 1000, 1),
        shown(Fraction(row["world_growth"]) / 10**6, 1),
    ]


def test_how_sure_a_class_is(built, shipped) -> None:
    cells, words = built
    upgrading = shipped.frame("upgrading").set_index(["exporter", "product"])
    wine = upgrading.loc["CHL", "wine"]
    row = next(line for line in lines(cells, "trade_summary") if line[:2] == ["Wine", "CHL"])
    ends = [shown(Fraction(wine[f"share_change_{end}"]) * 100, 0) for end in ("low", "high")]
    assert row[4] == f"[{ends[0]}, {ends[1]}]"
    assert row[8] == shown(Fraction(wine["replicates_in_class"]) * 100, 0)
    assert any("2,000 draws of years;" in note for note in words["trade_summary"].notes)
    # FAOSTAT's figures have no partners
    assert set(upgrading["resampled"].dropna()) - {""} == {"years"}
    known = upgrading[upgrading["class"] != "no data"]
    for change in ("share_change", "relative_unit_value_change"):
        assert (known[f"{change}_low"] <= known[change]).all()
        assert (known[change] <= known[f"{change}_high"]).all()


def test_table_2_beside_trade(built, shipped) -> None:
    cells, words = built
    exports = shipped.frame("exports")
    table = lines(cells, "trade_table_2")
    assert len(table) == 1 + len(exports)
    for line, row in zip(table[1:], exports.to_dict("records"), strict=True):
        assert line[1:3] == [row["printed"], str(row["printed_year"])]
        assert line[5] == row["verdict"]
        if row["source"]:
            assert line[6] == (", ".join(row["years_that_fit"].split()) or "none")
            assert line[7] == str(int(row["nearest_year"]))
            assert line[4] == shown(Fraction(row["relative_difference"]) * 100, 0)
        else:
            assert line[3:5] + line[6:] == [""] * 4
    offsets = shipped.frame("offsets")
    at_home = offsets[(offsets["printed_year"] == 2002) & (offsets["offset"] == 0)].iloc[0]
    best = offsets[offsets["printed_year"] == 2002].sort_values("fitting").iloc[-1]
    assert (
        f"FAOSTAT: of {at_home['figures']} figures printed for 2002, {at_home['fitting']} fit "
        f"2002; the year that most fit is {2002 + best['offset']} ({best['fitting']})."
    ) in words["trade_table_2"].notes


def test_the_field_study_shows_only_what_has_figures(built, shipped) -> None:
    cells, words = built
    beside = shipped.frame("field_study")
    known = beside[beside["source"] != ""]
    table = lines(cells, "trade_field_study")
    assert [line[-1] for line in table[1:]] == list(known["agreement"])
    assert words["trade_field_study"].notes[0].startswith("Of ")


def test_warnings_are_told_under_the_table(shipped, clean_cases, listed) -> None:
    warnings = pd.DataFrame(
        [
            ("faostat_embedded", "BRA", "mangoes", year, "take care")
            for year in (1991, 1992, 1993, 1996)
        ]
        + [
            ("faostat_embedded", "BRA", "mangoes", 1994, "and here"),
            ("faostat_embedded", "MEX", "mangoes", 1994, "and here"),
            ("faostat_embedded", "ITA", "mangoes", 1994, "not of this table"),
            ("faostat_embedded", "BRA", "wine", 1994, "of another product"),
        ],
        columns=["source", "exporter", "product", "year", "warning"],
    )
    _, words = tables(findings(shipped, clean_cases, warnings=warnings), listed)
    told = [note for note in words["trade_mangoes"].notes if note.startswith("Caution")]
    assert told == ["Caution: BRA, MEX 1994, and here; BRA 1991 to 1993, 1996, take care."]


def test_every_table_can_be_shown(built) -> None:
    cells, words = built
    for exhibit, table in cells.groupby("exhibit", sort=False):
        text = Text(str(exhibit), "", words[exhibit].caption, words[exhibit].notes)
        rows = list(csv.reader(io.StringIO(to_csv(table))))
        assert rows[0][0] == "row"
        assert {len(row) for row in rows} <= {len(rows[0]), 2}
        page = to_html(table, text, ENVIRONMENT)
        assert page.count("<tr") == table["line"].nunique()
        assert "nan" not in page.lower().replace("finan", "")
        latex = to_latex(table, text)
        assert latex.count(r"\begin{tabular*}") + latex.count(r"\begin{longtable}") == 1


FEW_CHOICES = {"comparators": ["world_excluding"], "tolerances": [0], "years": [2], "shortest": 6}
"""What robustness looks at, where nothing hangs on it."""


@pytest.fixture(scope="module")
def two_sources(tmp_path_factory, clean_cases) -> World:
    """Invented furniture in two sources."""
    folder = tmp_path_factory.mktemp("two")
    files = {
        "synthetic.csv": legacy(FURNITURE),
        "BACI_HS92_Y1996_V000000.csv": baci(FURNITURE),
    }
    world = measured(folder, files, {"robustness": FEW_CHOICES})
    for name, frame in (
        ("cells", clean_cases.cells),
        ("clusters", clean_cases.corrected_clusters),
    ):
        (folder / f"{name}.csv").write_text(exact_csv(frame), encoding="utf-8")
    against_report(world, world.path("cells"), world.path("clusters"))
    return world


def test_several_sources_are_told_apart(two_sources, clean_cases, listed) -> None:
    cells, words = tables(findings(two_sources, clean_cases), listed)
    summary = [line for line in lines(cells, "trade_summary") if line[0].startswith("Office")]
    assert [line[1] for line in summary] == ["MEX, CEPII BACI", "MEX, UN Comtrade", "BRA"]
    # Germany exports furniture, too, and is neither a cluster's country nor a competitor named
    sections = [line[0] for line in lines(cells, "trade_furniture_office") if line[1] == ""]
    assert sections == [
        *(f"{exporter}, CEPII BACI" for exporter in ("CAN", "CHN", "ITA", "MEX")),
        *(f"{exporter}, UN Comtrade" for exporter in ("CAN", "CHN", "ITA", "MEX")),
    ]
    notes = words["trade_furniture_office"].notes
    assert [note for note in notes if note.startswith("Source:")] == [
        "Source: CEPII, BACI (Gaulier and Zignago 2010).",
        "Source: UN Comtrade database, United Nations.",
    ]
    # CEPII's own warning stands wherever its unit values do
    assert any("BACI" in note and note.startswith("Caution") for note in notes)
    field = [line[0] for line in lines(cells, "trade_field_study")[1:]]
    assert field[0] != field[1]


def test_formats_of_one_database_owe_one_acknowledgement(shipped, clean_cases, listed) -> None:
    unit_values = shipped.frame("unit_values")
    both = pd.concat(
        [unit_values.assign(source=name) for name in ("faostat_bulk", "faostat_embedded")]
    )
    _, words = tables(findings(shipped, clean_cases, unit_values=both), listed)
    owed = [note for note in words["trade_wine"].notes if note.startswith("Source")]
    assert owed == ["Source: FAO, FAOSTAT, Crops and livestock products (trade), CC BY 4.0."]


def test_units_are_those_of_the_figures(shipped, clean_cases, listed) -> None:
    """With `quantity: main_unit` a product may be measured in another unit than its own."""
    unit_values = shipped.frame("unit_values")
    items = unit_values.assign(quantity_unit="items")
    cells, _ = tables(findings(shipped, clean_cases, unit_values=items), listed)
    header = lines(cells, "trade_wine")[0]
    assert header[2:5] == [
        "Quantity (1000 items)",
        "Unit value (US$ per items)",
        "World unit value (US$ per items)",
    ]
    mixed = pd.concat([unit_values, items.assign(source="wits")])
    cells, _ = tables(findings(shipped, clean_cases, unit_values=mixed), listed)
    table = lines(cells, "trade_mangoes")
    assert table[0][2:4] == ["Quantity (1000 units)", "Unit value (US$ per unit)"]
    sections = [line[0] for line in table if line[1] == ""]
    assert sections == ["BRA, FAOSTAT, in kg", "BRA, World Bank WITS, in items"]


def test_tolerances_are_told_as_they_are(shipped, clean_cases, listed) -> None:
    choices = ClassChoices(share_tolerance=0.025, unit_value_tolerance=0.1)
    _, words = tables(findings(shipped, clean_cases, choices=choices), listed)
    assert "up to 2.5 % (share) or 10 % (unit value)" in words["trade_summary"].notes[0]


def test_words_survive_the_file_that_carries_them(built) -> None:
    _, words = built
    texts = {name: {"notes": list(entry.notes)} for name, entry in words.items()}
    assert yaml.safe_load(yaml.safe_dump(texts, allow_unicode=True)) == texts


@pytest.mark.ci
def test_a_product_without_a_cluster_goes_through_every_table_and_figure(
    tmp_path, shipped, clean_cases
) -> None:
    """Apples, as it were, are of no cluster: their competitors are followed, no score compared."""
    entries = yaml.safe_load((ROOT / "config" / "trade_products.yaml").read_text(encoding="utf-8"))
    for key in ("clusters", "profiles"):
        del entries["apples"][key]
    entries["apples"]["competitors"] = ["BRA", "CHL"]
    path = tmp_path / "products.yaml"
    path.write_text(yaml.safe_dump(entries, sort_keys=False), encoding="utf-8")
    listed = products(entries, str(path), None, None)
    trade = (RAW / "trade" / "faostat_exports.csv").read_bytes()
    few = {"robustness": FEW_CHOICES}
    world = measured(tmp_path / "world", {"faostat_exports.csv": trade}, few, path)
    against_report(world, shipped.path("cells"), shipped.path("clusters"), path)
    upgrading, unit_values = world.frame("upgrading"), world.frame("unit_values")
    of_apples = upgrading[upgrading["product"] == "apples"]
    assert set(of_apples["exporter"]) == {"BRA"}
    found = findings(world, clean_cases)
    assert "apples" not in set(found.field_study["product"])
    cells, made = tables(found, listed)
    assert [line[0] for line in lines(cells, "trade_apples")].count("BRA, FAOSTAT") == 1
    names = [line[0] for line in lines(cells, "trade_summary")]
    assert names.count("Apples") == 2
    assert "Apples" not in [line[0] for line in lines(cells, "trade_field_study")]
    choices = MeasureChoices.from_config(
        {**config()["measures"], "competitors": competitors(listed)}
    )
    usual = Window(**config()["window"])
    flows = world.frame("flows")
    assert len(formulas_of(made.values(), Measured(found, flows, listed, usual, choices)))
    warnings = world.frame("warnings")
    near = trade_quadrants.close_by(world.frame("robustness"), listed, usual)
    for drawn in (
        trade_over_time.draw(unit_values, upgrading, warnings, listed, usual, "world_excluding"),
        trade_quadrants.draw(upgrading, near, listed, ClassChoices(), usual),
        trade_quality_ranges.draw(world.frame("quality_ranges"), listed, 0.15, "world_excluding"),
    ):
        assert "Apples, BRA" in drawn.alt
