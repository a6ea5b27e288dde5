from __future__ import annotations

import csv

import pandas as pd
import pytest
import yaml
from reference import RAW, ROOT

from trade.synthetic import flows, pair
from upgrading.faults import DataFaults
from upgrading.trade.classes import Window
from upgrading.trade.products import (
    UNITS,
    Place,
    Product,
    by_own_exporters,
    codes_of,
    competitors,
    name_products,
    places,
    products,
    system_of,
    unchanged_codes,
    units,
    window_of,
)
from upgrading.trade.readers.units import COMEX, COMTRADE

GOOD = {"label": "Wine", "clusters": {"c1": "CHL"}, "codes": {"FCL": ["564"], "HS": ["220421"]}}

FIELDS = "label, clusters, codes, unchanged, unit, competitors, profiles, window, note"


def read(**entries):
    return products(entries, "products.yaml", ["c1", "c2"], ["row"])


def refused(**entries) -> list[str]:
    with pytest.raises(DataFaults) as raised:
        read(**entries)
    return [str(fault) for fault in raised.value.faults]


def column(file: str, name: str) -> list[str]:
    with (RAW / file).open(encoding="utf-8", newline="") as opened:
        return [row[name] for row in csv.DictReader(opened)]


def shipped() -> dict[str, Product]:
    entries = yaml.safe_load((ROOT / "config" / "trade_products.yaml").read_text(encoding="utf-8"))
    clusters, profiles = column("clusters.csv", "cluster_id"), column("profiles.csv", "profile_id")
    return products(entries, "config/trade_products.yaml", clusters, profiles)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            {"lable": "x"},
            f'wine.lable: no such field; did you mean "label"? (allowed: {FIELDS})',
        ),
        ({"label": ""}, "wine.label: empty; a text is expected"),
        ({"label": ["x"]}, "wine.label: a list is not a text"),
        ({"label": None}, "wine.label: nothing is not a text"),
        ({"unchanged": "perhaps"}, 'wine.unchanged: "perhaps" is not true or false'),
        (
            {"clusters": {}},
            "wine.competitors: without clusters, competitors are the exporters that are followed; "
            "name one at least",
        ),
        ({"clusters": ["c1"]}, "wine.clusters: a list is not a group of names with their values"),
        ({"codes": {"HS": ["22042"]}}, 'wine.codes: HS "22042" is not a code of six digits'),
        ({"codes": {"HS": ["22042x"]}}, 'wine.codes: HS "22042x" is not a code of six digits'),
        (
            {"codes": yaml.safe_load("HS: [030212]")},
            "wine.codes.HS, item 1: 12426 is not a text: YAML reads it so; put it in quotation "
            "marks",
        ),
        (
            {"codes": {"CPC": ["316"]}},
            'wine.codes: CPC "316" is not a code such as 01316 or 21111.01',
        ),
        (
            {"codes": {"SITC": ["01316"]}},
            'wine.codes.SITC: "SITC" is not allowed here (allowed: CPC, FCL, HS)',
        ),
        (
            {"clusters": {"c9x": "CHL"}},
            'wine.clusters.c9x: "c9x" is not an id of data/raw/clusters.csv',
        ),
        (
            {"profiles": ["raw"]},
            'wine.profiles, item 1: "raw" is not an id of data/raw/profiles.csv; did you mean '
            '"row"?',
        ),
        (
            {"clusters": {"c1": "BR"}},
            'wine.clusters.c1: "BR" is not a code of ISO 3166-1 alpha-3',
        ),
        (
            {"clusters": {"c1": "chl"}},
            'wine.clusters.c1: "chl" is not a code of ISO 3166-1 alpha-3 (near: CHL)',
        ),
        (
            {"competitors": ["BRR"]},
            'wine.competitors, item 1: "BRR" is not a code of ISO 3166-1 alpha-3 (near: BGR, '
            "BHR, BLR, BRA, BRB, BRN)",
        ),
        (
            {"competitors": [False]},
            "wine.competitors, item 1: false is not a text: YAML reads it so; put it in "
            "quotation marks",
        ),
        (
            {"competitors": ["ARG", "AUS", "ARG"]},
            'wine.competitors: "ARG" appears twice; keep one',
        ),
        (
            {"competitors": ["ARG", "CHL"]},
            'wine.competitors: "CHL" is the product\'s only exporter; its competitors are expected',
        ),
        (
            {"codes": {"FCL": ["564"], "HS": []}},
            "wine.codes: HS has an empty list; codes are expected, or HS is left out",
        ),
        (
            {"codes": {}},
            'wine.codes: no code of goods; give codes (CPC, FCL, HS), or say in "note" why there '
            "are none",
        ),
        (
            {"unit": "itmes"},
            'wine.unit: "itmes" is not allowed here; did you mean "items"? (allowed: '
            f"{', '.join(UNITS)})",
        ),
        (
            {"window": {"base": 2002, "end": 1996}},
            "wine.window: 2002 to 1996 has no two separate ends of 2 years",
        ),
        (
            {"window": {"base": 1996, "end": 1998}},
            "wine.window: 1996 to 1998 has no two separate ends of 2 years",
        ),
        ({"window": {"base": 1996}}, "wine.window.end: missing; expected is a whole number"),
        (
            {"window": {"base": "x", "end": 2002}},
            'wine.window.base: "x" is not a whole number',
        ),
        ({"window": 1996}, "wine.window: 1996 is not a group of fields (base, end, years)"),
        (
            {"window": {"base": 1996, "end": 2002, "length": 2}},
            "wine.window.length: no such field (allowed: base, end, years)",
        ),
        (
            {"window": {"base": 1996, "end": 1999, "years": 0}},
            "wine.window: 1996 to 1999 has no two separate ends of 0 years",
        ),
    ],
)
def test_every_fault_names_product_field_and_what_is_allowed(change, fault) -> None:
    assert refused(wine={**GOOD, **change}) == [f"products.yaml, {fault}"]


def test_all_faults_of_all_products_are_told_at_once() -> None:
    wrong = {**GOOD, "unit": "x", "codes": {"HS": ["1", "2"]}, "clusters": {"c8": "XXX"}}
    found = refused(wine={**wrong, "lable": "x"}, must={**GOOD, "profiles": ["a", "b"]})
    assert [fault.partition(":")[0] for fault in found] == [
        "products.yaml, wine.clusters.c8",
        "products.yaml, wine.clusters.c8",
        "products.yaml, wine.codes",
        "products.yaml, wine.codes",
        "products.yaml, wine.unit",
        "products.yaml, wine.lable",
        "products.yaml, must.profiles, item 1",
        "products.yaml, must.profiles, item 2",
    ]


def test_without_registers_any_id_passes() -> None:
    assert set(products({"wine": GOOD}, "products.yaml", None, None)) == {"wine"}


def test_the_units_are_those_that_the_sources_measure_in() -> None:
    named = {name for name, _ in (*COMTRADE.values(), *COMEX.values()) if name}
    assert tuple(sorted(named)) == UNITS


def test_a_code_belongs_to_one_product() -> None:
    other = {**GOOD, "label": "Must", "codes": {"FCL": ["564"], "HS": ["220410"]}}
    assert refused(wine=GOOD, must=other) == ["products.yaml, must.codes: FCL 564 is wine's"]
    # the same digits in two systems are two codes
    assert set(read(wine=GOOD, x={**other, "codes": {"FCL": ["220421"]}})) == {"wine", "x"}


def test_a_label_belongs_to_one_product() -> None:
    other = {**GOOD, "label": "wine ", "codes": {"FCL": ["1"]}}
    assert refused(wine=GOOD, must=other) == [
        'products.yaml, must.label: "wine " is wine\'s; each product has a label of its own'
    ]


def test_an_exporter_may_compete_with_another_of_its_product() -> None:
    two = {**GOOD, "clusters": {"c1": "CHL", "c2": "BRA"}, "competitors": ["CHL", "ARG"]}
    assert read(wine=two)["wine"].competitors == ("CHL", "ARG")


def test_a_name_must_do_as_a_name_of_files() -> None:
    assert refused(**{"red/wine": GOOD}) == [
        "products.yaml, red/wine: a name has small letters, digits and underscores"
    ]


def test_an_entry_that_is_no_mapping_is_refused() -> None:
    assert refused(wine=None) == [
        f"products.yaml, wine: nothing is not a group of fields ({FIELDS})"
    ]


def test_the_shipped_products_are_valid_and_name_every_agro_code_once() -> None:
    listed = shipped()
    assert listed["mangoes"].codes == {"FCL": ("571",), "HS": ("080450",)}
    # note 14 of the report
    furniture = [name for name in listed if name.startswith("furniture_")]
    assert [listed[name].codes["HS"] for name in furniture] == [
        ("940330",),
        ("940340",),
        ("940350",),
        ("940360",),
    ]
    assert all("MEX" in listed[name].exporters for name in furniture)
    fao = {code for product in listed.values() for code in product.codes.get("FCL", ())}
    assert len(fao) == 10
    # leading zeros: an HS code of a chapter below 10 that lost them would not be six digits long
    assert "080450" in codes_of(listed)
    # every cluster of the report has a product
    named = {cluster for product in listed.values() for cluster in product.clusters}
    assert named == set(column("clusters.csv", "cluster_id"))
    assert all(window_of(product, Window(1996, 2002)) for product in listed.values())


def test_a_product_without_a_cluster_is_there_for_comparison() -> None:
    entry = {key: value for key, value in GOOD.items() if key != "clusters"}
    for without in (entry, {**entry, "clusters": {}}):
        wine = read(wine={**without, "competitors": ["CHL", "ARG"]})["wine"]
        assert wine.exporters == ("CHL", "ARG")
        assert places({"wine": wine}) == []
        assert wine.wanted == "FCL 564; HS 220421, exporters CHL, ARG"


def test_what_is_read_off_the_products() -> None:
    listed = read(
        shirts={
            **GOOD,
            "label": "Shirts",
            "codes": {"HS": ["610910", "610990"]},
            "clusters": {"c1": "PER", "c2": "MEX"},
            "unit": "items",
            "competitors": ["CHN"],
            "window": {"base": 1990, "end": 1995, "years": 1},
        },
        wine={**GOOD, "unchanged": True, "clusters": {"c1": "CHL", "c2": "CHL"}},
        software={**GOOD, "label": "Software", "codes": {}, "note": "A service."},
    )
    shirts, wine = listed["shirts"], listed["wine"]
    assert shirts.wanted == "HS 610910, 610990, exporters PER, MEX"
    assert wine.wanted == "FCL 564; HS 220421, exporter CHL"
    assert listed["software"].wanted == "no code of goods"
    assert wine.exporters == ("CHL",)
    assert places(listed)[:3] == [
        Place("shirts", "c1", "PER"),
        Place("shirts", "c2", "MEX"),
        Place("wine", "c1", "CHL"),
    ]
    assert codes_of(listed) == {"610910", "610990", "564", "220421", "TOTAL"}
    assert unchanged_codes(listed) == ("220421",)
    assert units(listed) == {"610910": "items", "610990": "items"}
    assert competitors(listed) == {"shirts": ("CHN",)}
    usual = Window(1996, 2002)
    assert window_of(shirts, usual) == Window(1990, 1995, 1)
    assert window_of(wine, usual) == usual


def test_classifications_belong_to_systems() -> None:
    names = ["FCL", "fcl", "H0", "H6", "HS92", "HS", "NCM", "CPC", "S2", "B4", ""]
    found = dict(zip(names, system_of(pd.Series(names)), strict=True))
    assert {name for name, system in found.items() if system == "FCL"} == {"FCL", "fcl"}
    harmonised = {name for name, system in found.items() if system == "HS"}
    assert harmonised == {"H0", "H6", "HS92", "HS", "NCM"}
    assert found["CPC"] == "CPC"
    assert {found[name] for name in ("S2", "B4", "")} == {""}


def test_codes_get_names_and_what_has_none_is_counted_out() -> None:
    listed = read(
        wine={**GOOD, "codes": {"FCL": ["564"], "HS": ["220421", "220429"]}},
        tobacco={**GOOD, "label": "Tobacco", "codes": {"HS": ["240110"]}},
    )
    frame = flows(
        pair("CHL", 1, 1, classification="H0", product="220421"),
        pair("CHL", 2, 1, classification="HS92", product="220429"),
        pair("CHL", 4, 1, classification="NCM", product="240110"),
        pair("CHL", 8, 1, classification="FCL", product="564"),
        pair("CHL", 16, 1, classification="CPC", product="564"),
        pair("CHL", 32, 1, classification="HS", product="220430"),
        pair("CHL", 64, 1, classification="FCL", product="220421"),
    )
    named, step = name_products(frame, listed)
    assert list(named["product"]) == ["wine", "wine", "tobacco", "wine"]
    assert list(named["value_usd"]) == [1, 2, 4, 8]
    assert (step.step, step.choice) == ("name_products", "configured")
    assert (step.rows_in, step.rows_affected, step.rows_out) == (7, 3, 4)
    assert step.value_usd_affected == 16 + 32 + 64


def test_own_exporters_are_those_that_stand_for_a_cluster_of_the_product() -> None:
    must = {"label": "Must", "clusters": {"c2": "BRA"}, "codes": {}, "note": "Not in customs."}
    listed = read(wine=GOOD, must=must)
    rows = [("CHL", "wine"), ("BRA", "wine"), ("BRA", "must"), ("ITA", "must")]
    frame = pd.DataFrame(rows, columns=["exporter", "product"])
    own = by_own_exporters(frame, listed)
    assert list(own.itertuples(index=False, name=None)) == [("CHL", "wine"), ("BRA", "must")]
    # of nothing: the same columns
    assert list(by_own_exporters(frame[:0], listed).columns) == ["exporter", "product"]


def test_naming_nothing_gives_nothing() -> None:
    named, step = name_products(flows(pair("CHL", 1, 1))[:0], read(wine=GOOD))
    assert len(named) == 0
    assert (step.rows_in, step.rows_affected, step.value_usd_affected) == (0, 0, 0)
