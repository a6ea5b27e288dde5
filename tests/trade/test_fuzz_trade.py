"""Trade files of every format, harmed at random: read, or refused in words.

Each file holds some rows of two products over years and countries. After a harm it is read, cleaned
and measured as the workflow does. Whatever happens, it must end soon, in faults that name the file
or in figures; nothing else may be raised. Every row here is synthetic.
"""

from __future__ import annotations

import math
from collections import Counter
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest
import yaml
from mutations import harmed, within
from reference import ROOT
from tiers import Tier

from trade.test_readers import (
    COMEX,
    EMBEDDED,
    LEGACY_35,
    MATRIX,
    QUANTITY,
    WITS,
    answer,
    bulk,
    legacy,
    plus,
)
from upgrading.faults import DataFaults, Fault
from upgrading.trade import schema
from upgrading.trade.baci_files import is_baci
from upgrading.trade.classes import ClassChoices, changes, classified
from upgrading.trade.cleaning import CleaningChoices, clean
from upgrading.trade.large import rows, source
from upgrading.trade.large.source import connect
from upgrading.trade.measures import MeasureChoices, unit_values
from upgrading.trade.product_entries import Window
from upgrading.trade.readers.codes import Codes
from upgrading.trade.readers.recognise import notes, read_any

PRODUCTS = ("080450", "940330", "571", "564", "01316")
YEARS = ("1996", "1997", "2001", "2002")
CHOICES = yaml.safe_load((ROOT / "config/config.yaml").read_text(encoding="utf-8"))["trade"]

EACH = (14, 30, 200)
"""Harmed files of each format, by tier."""


def _comtrade(year: str, code: str, iso: str, product: str, number: int) -> dict[str, object]:
    return {
        **{"Year": year, "Period": year, "Reporter Code": code, "Reporter ISO": iso},
        **{"Commodity Code": product, "Trade Value (US$)": 1000 + number, "Flag": "0"},
        **{"Partner Code": "0", "Partner ISO": "WLD", "Netweight (kg)": 100 + number},
    }


def _plus(year: str, code: str, iso: str, product: str, number: int) -> dict[str, object]:
    return {
        **{"refYear": year, "period": year, "reporterCode": int(code), "reporterISO": iso},
        **{"cmdCode": product, "primaryValue": 1000.5 + number, "partnerCode": 0},
        **{"partnerISO": "W00", "netWgt": 100 + number, "qty": 100 + number},
    }


def _each() -> list[tuple[str, str, str, str, int]]:
    countries = (("76", "BRA"), ("484", "MEX"), ("152", "CHL"))
    products = ("080450", "940330", "220421")
    keys = [(y, code, iso, p) for y in YEARS for code, iso in countries for p in products]
    return [(*key, number) for number, key in enumerate(keys)]


def _faostat() -> bytes:
    rows = [
        {"Area Code (M49)": f"'{code}", "Area": name, "Area Code": fao, "Year": year, **kind}
        for year in YEARS
        for fao, code, name in (("21", "076", "Brazil"), ("138", "484", "Mexico"))
        for kind in ({"Element Code": "5922", "Value": "7.50"}, QUANTITY)
    ]
    return bulk(*rows)


def _matrix() -> bytes:
    rows = [
        {
            **{"Reporter Country Code": "21", "Reporter Country Code (M49)": "'076"},
            **{"Reporter Countries": "Brazil", "Partner Country Code": partner},
            **{"Partner Country Code (M49)": m49, "Partner Countries": name, "Year": year, **kind},
        }
        for year in YEARS
        for partner, m49, name in (("231", "'840", "United States"), ("79", "'276", "Germany"))
        for kind in ({"Element Code": "5922", "Value": "7.50"}, QUANTITY)
    ]
    return bulk(*rows, header=MATRIX)


FILES: dict[str, bytes] = {
    "comtrade_legacy_22.csv": legacy(*(_comtrade(*row) for row in _each())),
    "comtrade_legacy_35.csv": legacy(*(_comtrade(*row) for row in _each()), header=LEGACY_35),
    "comtrade_plus.csv": plus(*(_plus(*row) for row in _each())),
    "comtrade_plus.json": answer(*(_plus(*row) for row in _each())),
    "BACI_HS92_Y1996_V202601.csv": "\n".join(
        ["t,i,j,k,v,q", *(f"{y},{i},842,{k},{n + 1}.5,{n + 2}" for y, i, _, k, n in _each()), ""]
    ).encode(),
    "faostat_bulk.csv": _faostat(),
    "faostat_matrix.csv": _matrix(),
    "faostat_embedded.csv": "\n".join(
        [EMBEDDED]
        + [
            f"wine,{fao},{area},{element},{unit},{year},{fao}"
            for year in YEARS
            for fao, area in (("40", "Chile"), ("21", "Brazil"), ("5000", "World"))
            for element, unit in (("export_value", "1000 USD"), ("export_quantity", "tonnes"))
        ]
        + [""]
    ).encode(),
    "comex_stat.csv": "\n".join(
        [COMEX]
        + [
            f"{year};{month:02};{code};10;{country};PE;01;0417902;5;{month};9"
            for year in YEARS
            for month in range(1, 13)
            for code, country in (("08045020", "249"), ("94033000", "063"))
        ]
        + [""]
    ).encode(),
    "wits.csv": "\n".join(
        [WITS]
        + [
            f"{iso},{iso},WLD,World,{year},{product},Export,6,{n + 1},{n + 2},{n + 2},kg"
            for year, _, iso, product, n in _each()
        ]
        + [""]
    ).encode(),
}


def _read(content: bytes, name: str, folder: Path) -> tuple[pd.DataFrame, list[Fault]]:
    """The flows of a file as the workflow reads it: by DuckDB where it is BACI's."""
    folder.mkdir()
    path = folder / name
    path.write_bytes(content)
    if not is_baci(path) or content.startswith(b"PK"):
        flows, faults = read_any(content, name, {}, PRODUCTS)
        if not faults:
            notes(content, name, flows, PRODUCTS)
        return flows, faults
    with closing(connect(folder / "scratch", memory_mb=400, threads=2)) as database:
        found, faults = source.recognised(path, name)
        if found is not None:
            faults += rows.load(database, found) or rows.repeated(database, found)
        if found is None or faults:
            return schema.empty(), faults
        parts = rows.flows(database, found, PRODUCTS, Codes())
        return schema.conform(pd.concat([schema.empty(), *parts])), []


def _measured(flows: pd.DataFrame) -> pd.DataFrame:
    """Unit values and classes of the flows, as the workflow makes them. Raises `DataFaults`."""
    cleaned, _ = clean(flows, CleaningChoices.from_config(CHOICES["cleaning"]))
    found = unit_values(cleaned, MeasureChoices.from_config(CHOICES["measures"]))
    changed = changes(found, [Window(**CHOICES["window"])])
    classified(changed, ClassChoices.from_config(CHOICES["classes"]))
    return found


@pytest.mark.parametrize("name", FILES)
def test_sound_files_give_figures(name: str, tmp_path: Path) -> None:
    """The files that are harmed below are sound: else nothing would be tested."""
    flows, faults = _read(FILES[name], name, tmp_path / "f")
    assert faults == []
    assert _measured(flows)["unit_value"].notna().any()


@pytest.mark.parametrize("name", FILES)
def test_harmed_files_are_read_or_refused_in_words(name: str, tmp_path: Path, tier: Tier) -> None:
    ends: Counter[str] = Counter()
    for seed in range(tier.of(*EACH)):
        content, harm = harmed(FILES[name], f"{name}/{seed}")
        try:
            with within():
                flows, faults = _read(content, name, tmp_path / str(seed))
                if not faults:
                    found = _measured(flows)
                    assert not any(map(math.isinf, found["value_usd"]))
        except DataFaults as raised:
            faults = list(raised.faults)
        except Exception as error:
            pytest.fail(f"{name}, seed {seed} ({harm}): {type(error).__name__}: {error}")
        ends["refused" if faults else "read"] += 1
        for fault in faults:
            assert fault.file and fault.problem, (seed, harm)
            assert len(str(fault)) < 2000, (seed, harm, str(fault)[:300])
    assert ends["refused"] and ends["read"], ends
