"""Synthetic years in the shape of CEPII BACI, quickly: every figure in them is invented.

    python benchmarks/baci_years.py curve FOLDER [--years 28] [--rows 11000000]
    python benchmarks/baci_years.py write FOLDER YEAR [--rows 11000000]

`curve` generates year after year, reads and measures each by the steps of the workflow, deletes it,
and prints what all years so far have taken.

220 exporters, 200 importers and 5,000 products, among them those that `config/trade_products.yaml`
names; log-normal values, quantities quoted and padded as CEPII prints them, 4 % of them missing;
sorted by exporter, importer and product. The same year and number of rows give the same bytes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from logging import getLogger
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1] / "workflow"))

from upgrading.cases.countries import ALPHA_3, PRESENT
from upgrading.files import codec
from upgrading.files.listed import form_of
from upgrading.steps.measure_baci import measure_baci
from upgrading.steps.select_baci import select_baci
from upgrading.trade.product_entries import Product

ROOT = Path(__file__).parents[1]

EXPORTERS, IMPORTERS, PRODUCTS = 220, 200, 5000
MISSING = 0.04
FIRST_YEAR = 1995

_MOST = 0.97
"""No product is surely sold to every importer."""

Floats = npt.NDArray[np.float32]


def name(year: int) -> str:
    """The name of a year's file, as CEPII gives it."""
    return f"BACI_HS92_Y{year}_V202601.csv"


def codes(configured: Iterable[str]) -> list[int]:
    """The codes of the products, those that are `configured` among them: the same every year."""
    own = {int(code) for code in configured if len(code) == 6}
    others = np.random.default_rng(1).permutation(np.arange(10110, 990000))
    more = [code for code in others[: 2 * PRODUCTS].tolist() if code not in own]
    return sorted([*own, *more[: PRODUCTS - len(own)]])


def _countries(number: int) -> npt.NDArray[np.int16]:
    """Numbers of countries, each its own, in order."""
    named = {name: int(code) for code, name in ALPHA_3.items() if name in PRESENT}
    return np.array(sorted(named.values())[:number], dtype=np.int16)


def _chances(rows: int, draw: np.random.Generator) -> tuple[Floats, Floats]:
    """How likely each exporter sells to each importer, and each product: few big, many small."""
    size = [
        draw.permutation(draw.uniform(0.5, 1.5, n) / np.arange(3, n + 3) ** steepness)
        for n, steepness in ((EXPORTERS, 0.9), (IMPORTERS, 0.7))
    ]
    pairs = np.outer(*size)
    # an exporter sells what is common, and what it is good at, more widely
    goods = np.exp(draw.normal(0, 1.0, PRODUCTS) + draw.normal(0, 1.0, (EXPORTERS, PRODUCTS)))
    scale = rows / (pairs.sum() * goods.mean() * PRODUCTS)
    for _ in range(5):  # where a chance would be above the greatest, others must be more
        expected = sum(
            np.minimum(scale * row[:, None] * own, _MOST).sum(dtype=float)
            for row, own in zip(pairs.astype("f4"), goods.astype("f4"), strict=True)
        )
        scale *= rows / expected
    return (scale * pairs).astype(np.float32), goods.astype(np.float32)


def write(path: Path, year: int, rows: int, configured: Iterable[str]) -> int:
    """Write a year of about as many rows, sorted as CEPII sorts them; how many there are."""
    draw = np.random.default_rng(year)
    # who trades with whom does not change from year to year: what is traded does
    pairs, goods = _chances(rows, np.random.default_rng(0))
    products = np.array(codes(configured), dtype=np.int32)
    exporters, importers = _countries(EXPORTERS), _countries(IMPORTERS)
    written = 0
    with duckdb.connect() as connection, path.open("wb") as file:
        file.write(b'"t","i","j","k","v","q"\n')
        part = path.with_suffix(".part")
        for first in range(0, EXPORTERS, 10):
            pieces = []
            for i in range(first, min(first + 10, EXPORTERS)):
                chance = np.minimum(pairs[i][:, None] * goods[i][None, :], _MOST)
                drawn = draw.random((IMPORTERS, PRODUCTS), dtype=np.float32) < chance
                j, k = np.nonzero(drawn)
                value = np.maximum(np.exp(draw.normal(3.5, 2.5, len(j))), 0.001)
                tonnes = np.maximum(value / np.exp(draw.normal(1.2, 1.2, len(j))), 0.001)
                tonnes[draw.random(len(j)) < MISSING] = np.nan
                own = {"i": exporters[i], "j": importers[j], "k": products[k]}
                pieces.append(pd.DataFrame({**own, "v": value, "q": tonnes}))
            connection.register("rows", pd.concat(pieces, ignore_index=True))
            connection.execute(
                f"""COPY (
                    SELECT {year}, i, j, lpad(k::VARCHAR, 6, '0'), v::DECIMAL(18,3),
                        CASE WHEN isnan(q) THEN '           NA'
                            ELSE lpad(q::DECIMAL(18,3)::VARCHAR, 13, ' ') END AS q
                    FROM rows
                ) TO '{part}' (FORMAT csv, HEADER false, FORCE_QUOTE (q))"""
            )
            file.write(part.read_bytes())
            written += sum(map(len, pieces))
        part.unlink()
    return written


# The curve: each year is generated, read and measured by processes of their own, and deleted


@dataclass(frozen=True)
class Cost:
    """What processes took: CPU and wall seconds together, the highest peak of one in MB."""

    cpu: float = 0.0
    wall: float = 0.0
    peak: float = 0.0

    def and_of(self, other: Cost) -> Cost:
        """Both one after the other."""
        return Cost(self.cpu + other.cpu, self.wall + other.wall, max(self.peak, other.peak))


def cost(*arguments: str) -> Cost:
    """Run this script with arguments in a process, and have the system's account of it."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-P", __file__, *arguments])
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed")
    unit = 1e6 if sys.platform == "darwin" else 1e3
    took = time.perf_counter() - start
    return Cost(used.ru_utime + used.ru_stime, took, used.ru_maxrss / unit)


def products() -> dict[str, Product]:
    """The configured products."""
    path = ROOT / "config/trade_products.yaml"
    form = form_of("config/trade_products.yaml")
    found: dict[str, Product] = codec.read(path.read_bytes(), path.name, form)
    return found


def hs_codes() -> list[str]:
    """The HS codes of the configured products."""
    return sorted({code for own in products().values() for code in own.codes.get("HS", ())})


def select(folder: Path, year: int, memory_mb: int) -> None:
    """The step `select_baci` on one year, as the workflow runs it."""
    output = {name: folder / name / f"{year}.csv" for name in ("flows", "account")}
    for path in output.values():
        path.parent.mkdir(exist_ok=True)
    made = select_baci(
        folder / name(year), {}, products(), memory_mb, output, 2, getLogger("benchmark")
    )
    assert not made["faults"], made["faults"]


def measure(folder: Path, year: int, memory_mb: int) -> None:
    """The step `measure_baci` on one year, as the workflow runs it."""
    measure_baci(folder / name(year), {}, memory_mb, folder / "world", 2)


def used(folder: Path) -> float:
    """Megabytes of the files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def curve(folder: Path, years: int, rows: int, memory_mb: int) -> Iterator[str]:
    """A line of the table for each year, as soon as it is done."""
    yield "| years | million rows | CPU s | peak MB | wall s | kept MB | with the year's CSV, MB |"
    yield "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    total, read = Cost(), 0
    for number in range(1, years + 1):
        year = str(FIRST_YEAR + number - 1)
        cost("write", str(folder), year, "--rows", str(rows))
        path = folder / name(int(year))
        with path.open("rb") as file:
            read += sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 22), b"")) - 1
        for what in ("select", "measure"):
            total = total.and_of(cost(what, str(folder), year, "--memory", str(memory_mb)))
        most = used(folder)
        path.unlink()
        yield (
            f"| {number} | {read / 1e6:.1f} | {total.cpu:.0f} | {total.peak:,.0f} "
            f"| {total.wall:.0f} | {used(folder):,.0f} | {most:,.0f} |"
        )


def main() -> None:
    """The curve; or a step of it."""
    options = argparse.ArgumentParser(description="How the cost of BACI grows with its years")
    options.add_argument("what", choices=["curve", "write", "select", "measure"])
    options.add_argument("folder", type=Path, help="for the files; those of the years are deleted")
    options.add_argument("year", type=int, nargs="?", default=FIRST_YEAR)
    options.add_argument("--rows", type=int, default=11_000_000, help="rows of one year")
    options.add_argument("--years", type=int, default=28)
    options.add_argument("--memory", type=int, default=800, help="MB for DuckDB")
    chosen = options.parse_args()
    folder: Path = chosen.folder
    match chosen.what:
        case "write":
            write(folder / name(chosen.year), chosen.year, chosen.rows, hs_codes())
        case "select":
            select(folder, chosen.year, chosen.memory)
        case "measure":
            measure(folder, chosen.year, chosen.memory)
        case _:
            for line in curve(folder, chosen.years, chosen.rows, chosen.memory):
                print(line, flush=True)


if __name__ == "__main__":
    main()
