"""All measures by exporter, product and year, from a BACI file, in SQL to Parquet.

The definitions are those of `upgrading.trade.measures` (of flows that
exporters report, the sum of exporters for the world) and of
`upgrading.trade.measures`; the tests hold the two against each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import duckdb

from upgrading.faults import Fault, raise_if_any
from upgrading.trade.large import rows
from upgrading.trade.large.source import (
    PRODUCT,
    BaciFile,
    literal,
    millionths,
)
from upgrading.trade.readers import codes as code_tables
from upgrading.trade.readers.codes import Codes
from upgrading.trade.readers.formats import baci

COLUMNS: Final = (
    "source",
    "exporter",
    "product",
    "year",
    "value_usd",
    "quantity",
    "partners",
    "quantity_coverage",
    "unit_value",
    "median_bilateral_unit_value",
    "world_value_usd",
    "market_share",
    "world_unit_value_including",
    "world_unit_value_excluding",
    "relative_to_world_excluding",
    "relative_to_world_including",
    "relative_to_median_exporter",
    "rca",
    "symmetric_rca",
)
"""Columns of the measures, a row per exporter, product and year, sorted so.

`value_usd`, `world_value_usd`: US dollars. `quantity`: kg, of flows that have one. `partners`: how
many importers. Unit values: dollars per kg. `median_bilateral_unit_value`: of the exporter's flows
to single importers. `relative_to_`: the exporter's unit value over that of the world without it,
the world, or the median exporter. What cannot be said is NULL, never 0.
"""

LEAST_EXPORTERS: Final = 3
LEAST_IN_WORLD: Final = 2
"""As `measures.MeasureChoices` has them by default."""

_EXACT: Final = 2**53
"""Up to here whole numbers are exact in floating point, whatever the order of adding."""


def of_file(
    connection: duckdb.DuckDBPyConnection,
    file: BaciFile,
    destination: Path,
    codes: Codes,
) -> tuple[list[Path], list[Fault]]:
    """All measures of one file (`source.recognised`), in `COLUMNS`: the files written, and faults.

    A Parquet `<year>.parquet` in the folder `destination` for each year, one after the other, so
    that memory does not grow with their number: with a year's exporters and products, and, by
    eight bytes, with its rows. Whether a flow stands twice is not looked at here (`rows.repeated`).
    Faults: all that cannot be read; then nothing is written. Raises `DataFaults` where products
    are of different levels.
    """
    if faults := rows.load(connection, file):
        return [], faults
    try:
        written = []
        for year in rows.years(connection):
            path = destination / f"{year}.parquet"
            _write(connection, rows.of_year(year), path, codes, file.name)
            written.append(path)
    finally:
        rows.forget(connection)
    return written, []


def relation(
    connection: duckdb.DuckDBPyConnection, files: Sequence[Path]
) -> duckdb.DuckDBPyRelation:
    """Measures that were written, on demand: nothing is read before it is asked for."""
    return connection.read_parquet([str(path) for path in files])


def _ratio(value: str, quantity: str) -> str:
    """SQL of `measures._ratio`: NULL where the quantity is not above 0 or the value below 0."""
    return f"CASE WHEN {quantity} > 0 AND {value} >= 0 THEN {value} / {quantity} END"


def _write(
    connection: duckdb.DuckDBPyConnection, of_year: str, destination: Path, codes: Codes, file: str
) -> None:
    try:
        names = _names(connection, of_year, codes, file)
        same = _same_name(names)
        # two numbers of one country: its flows are one exporter's, as everywhere else
        _totals(connection, of_year, same)
        names = {number: name for number, name in names.items() if number not in same}
        _refuse_levels(connection)
        _second_level(connection, names)
        destination.parent.mkdir(parents=True, exist_ok=True)
        connection.execute(
            f"COPY ({_MEASURES}) TO {literal(destination)}"
            f" (FORMAT parquet, COMPRESSION snappy, DICTIONARY_SIZE_LIMIT {_DICTIONARY})"
        )
    finally:
        for table in ("parts", "totals", "world", "own", "everything", "names"):
            connection.execute(f"DROP TABLE IF EXISTS {table}")


def _totals(connection: duckdb.DuckDBPyConnection, of_year: str, same: Mapping[int, int]) -> None:
    """The one pass over the rows: temporary table `totals` by exporter, product and year.

    The three keys are one number while rows are added up, which is what takes the time, and so is
    whether a row has a quantity: a sum with a condition would cost more. Sums are whole millionths.
    """
    merged = "".join(f" WHEN {number} THEN {first}" for number, first in sorted(same.items()))
    exporter = f"(CASE i{merged} ELSE i END)" if same else "i"
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE parts AS
        SELECT 2 * ((t::UBIGINT * 65536 + {exporter}) * 4294967296 + k) + (uv IS NOT NULL)::UTINYINT
                AS part,
            sum(v6) AS value, sum(q6) AS quantity, count(*) AS partners, median(uv) AS median
        FROM {millionths(of_year)} GROUP BY part"""
    )
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE totals AS
        SELECT key >> 48 AS t, (key >> 32) & 65535 AS i, key & 4294967295 AS k,
            value, measured, quantity, partners, median
        FROM (
            SELECT part >> 1 AS key, sum(value) AS value,
                coalesce(sum(value) FILTER (part & 1 = 1), 0) AS measured,
                coalesce(sum(quantity), 0) AS quantity, sum(partners)::BIGINT AS partners,
                max(median) AS median
            FROM parts GROUP BY key)"""
    )
    connection.execute("DROP TABLE parts")
    ((most,),) = connection.execute("SELECT max(greatest(value, quantity)) FROM totals").fetchall()
    if most > _EXACT:
        raise OverflowError("a sum of values or quantities is too large to be exact")


def _names(
    connection: duckdb.DuckDBPyConnection, of_year: str, codes: Codes, file: str
) -> dict[int, str]:
    numbers = connection.execute(f"SELECT DISTINCT i FROM {of_year} ORDER BY i").fetchall()
    return {number: code_tables.baci(str(number), codes.baci, file) for (number,) in numbers}


def _same_name(names: Mapping[int, str]) -> dict[int, int]:
    """Numbers that name a country which a lower one names already, to that one."""
    numbers = defaultdict(list)
    for number, name in sorted(names.items()):
        numbers[name].append(number)
    return {number: group[0] for group in numbers.values() for number in group[1:]}


def _refuse_levels(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise `DataFaults` if products have different numbers of digits: adding them counts twice."""
    levels = connection.execute(
        f"SELECT min(code) FROM (SELECT DISTINCT ({PRODUCT}) AS code FROM totals)"
        " GROUP BY length(code) ORDER BY length(code)"
    ).fetchall()
    if len(levels) > 1:
        examples = ", ".join(code for (code,) in levels)
        text = f"products of different levels are not added: {examples}"
        raise_if_any([Fault(baci.ID, text, None, "product")])


def _second_level(connection: duckdb.DuckDBPyConnection, names: Mapping[int, str]) -> None:
    """Small temporary tables: of products, of exporters, of years; the exporters' names, ranked.

    The sums of the world are beyond what is exact in floating point, and so are added as integers.
    """
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE world AS
        SELECT t, k, sum(value::BIGINT) AS world_value, sum(measured::BIGINT) AS world_measured,
            sum(quantity::BIGINT) AS world_quantity, count(*) AS exporters,
            CASE WHEN count(*) FILTER (quantity > 0) >= {LEAST_EXPORTERS}
                THEN median(measured / quantity) FILTER (quantity > 0) END AS median_exporter,
            ({PRODUCT}) AS product
        FROM totals GROUP BY t, k"""
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE own AS"
        " SELECT t, i, sum(value::BIGINT)::DOUBLE AS own_value FROM totals GROUP BY t, i"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE everything AS"
        " SELECT t, sum(value::BIGINT)::DOUBLE AS all_value FROM totals GROUP BY t"
    )
    ranked = sorted(names.items(), key=lambda item: item[1])
    listed = ", ".join(f"({i}, {literal(name)}, {n})" for n, (i, name) in enumerate(ranked))
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE names AS"
        f" SELECT * FROM (VALUES {listed}) AS of_all (i, exporter, place)"
    )


# enough for every country or product; figures all differ, and looking for repeated ones costs
_DICTIONARY: Final = 6000

_EXCLUDING: Final = "(world_{0} - {0}::BIGINT)::DOUBLE"

_AGAINST_WORLD: Final = f"""
    SELECT *, {_ratio("(measured / 1e3)", "(quantity / 1e3)")} AS unit_value,
        {_ratio("world_measured::DOUBLE", "world_quantity::DOUBLE")} AS including,
        {_ratio(_EXCLUDING.format("measured"), _EXCLUDING.format("quantity"))} AS excluding,
        CASE WHEN own_value > 0 AND world_value > 0
            THEN (value / own_value) / (world_value / all_value) END AS rca
    FROM totals JOIN world USING (t, k) JOIN own USING (t, i) JOIN everything USING (t)
        JOIN names USING (i)"""

_MEASURES: Final = f"""
    SELECT '{baci.ID}' AS source, exporter, product, t::SMALLINT AS year, value / 1e3 AS value_usd,
        CASE WHEN quantity > 0 THEN quantity / 1e3 END AS quantity, partners,
        {_ratio("measured", "value")} AS quantity_coverage, unit_value,
        median AS median_bilateral_unit_value, world_value / 1e3 AS world_value_usd,
        CASE WHEN exporters >= {LEAST_IN_WORLD} THEN {_ratio("value", "world_value")} END
            AS market_share,
        including AS world_unit_value_including, excluding AS world_unit_value_excluding,
        {_ratio("unit_value", "excluding")} AS relative_to_world_excluding,
        {_ratio("unit_value", "including")} AS relative_to_world_including,
        {_ratio("unit_value", "median_exporter")} AS relative_to_median_exporter,
        rca, (rca - 1) / (rca + 1) AS symmetric_rca
    FROM ({_AGAINST_WORLD}) ORDER BY place, k, t"""
