"""How the engine for large BACI files compares: CPU time, peak memory and wall time, in one run.

    python benchmarks/trade.py [--rows 11000000] [--runs 3] [--years 5] [--scratch FOLDER]

The files are synthetic, every figure in them is invented: years in the shape of CEPII BACI (220
exporters, 200 importers, 5,000 products, log-normal values, quantities quoted and padded, 4 % of
them missing), in a scratch folder that is removed afterwards. Every contender is a process of its
own; CPU seconds and peak memory are those that the operating system counted for it. The table gives
medians; ratios are of medians of the same run, less what starting a process takes.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1] / "workflow"))

from upgrading.trade.large import measures, source, store
from upgrading.trade.large.source import connect
from upgrading.trade.readers import codes as code_tables
from upgrading.trade.readers.codes import Codes

EXPORTERS, IMPORTERS, PRODUCTS = 220, 200, 5000
MISSING = 0.04
FIRST_YEAR = 1995


# Synthetic years


def flows_per_pair(rows: int, draw: np.random.Generator) -> npt.NDArray[np.int64]:
    """How many products each exporter sends to each importer: few big traders, many small."""
    size = [
        draw.uniform(0.5, 1.5, n) / np.arange(3, n + 3) ** steepness
        for n, steepness in ((EXPORTERS, 0.9), (IMPORTERS, 0.7))
    ]
    weight = np.outer(*size).ravel()
    low, high = 0.0, 100 * rows / weight.sum()
    for _ in range(100):
        middle = (low + high) / 2
        enough = np.minimum(weight * middle, PRODUCTS).sum() >= rows
        low, high = (low, middle) if enough else (middle, high)
    count = np.minimum(weight * low, PRODUCTS).astype(np.int64)
    room = np.flatnonzero(count < PRODUCTS)[: rows - count.sum()]
    count[room] += 1
    return count.reshape(EXPORTERS, IMPORTERS)


def write_year(path: Path, year: int, rows: int) -> None:
    """One synthetic year as CEPII prints it, sorted by exporter, importer and product."""
    draw = np.random.default_rng(year)
    count = flows_per_pair(rows, draw)
    code = np.sort(draw.choice(np.arange(10110, 990000), PRODUCTS, replace=False))
    rare = np.exp(draw.normal(0, 1.2, PRODUCTS)).astype(np.float32)
    special = np.exp(draw.normal(0, 1.2, PRODUCTS)).astype(np.float32)
    with path.open("w", newline="") as file:
        file.write('"t","i","j","k","v","q"\n')
        for exporter, sent in enumerate(count):
            # an exporter sells what is common, and what it is good at, more widely
            keys = draw.standard_exponential((IMPORTERS, PRODUCTS), dtype=np.float32)
            keys *= rare * draw.permutation(special)
            chosen = [np.sort(np.argsort(row)[:n]) for row, n in zip(keys, sent, strict=True)]
            products = code[np.concatenate(chosen)]
            importers = np.repeat(np.arange(IMPORTERS) * 4 + 4, sent)
            value = np.maximum(np.exp(draw.normal(3.5, 2.5, len(products))), 0.001)
            tonnes = np.maximum(value / np.exp(draw.normal(1.2, 1.2, len(products))), 0.001)
            absent = draw.random(len(products)) < MISSING
            file.writelines(
                f'{year},{exporter * 4 + 4},{j},{k:06d},{v:.3f},"{"NA" if a else f"{q:.3f}":>13}"\n'
                for j, k, v, q, a in zip(
                    importers.tolist(),
                    products.tolist(),
                    value.tolist(),
                    tonnes.tolist(),
                    absent.tolist(),
                    strict=True,
                )
            )


# Contenders: each is run as a process of its own, on files in the scratch folder


@dataclass(frozen=True)
class Place:
    """Where the files of one benchmark are."""

    folder: Path

    def csv(self, year: int = FIRST_YEAR) -> Path:
        """A synthetic year."""
        return self.folder / f"BACI_HS92_Y{year}_synthetic.csv"

    def years(self) -> list[int]:
        """The synthetic years there are."""
        return sorted(int(path.name[11:15]) for path in self.folder.glob("BACI_*.csv"))

    def out(self, name: str) -> Path:
        """Where a contender writes."""
        return self.folder / "out" / name


def _duckdb(place: Place, sql: str) -> None:
    connection = duckdb.connect(config={"threads": 2, "temp_directory": str(place.out("scratch"))})
    connection.execute(sql)


_TUNED = (
    "read_csv('{}', header = true, delim = ',', quote = '\"', auto_detect = false, columns ="
    " {{t: 'USMALLINT', i: 'USMALLINT', j: 'USMALLINT', k: 'UINTEGER', v: 'DOUBLE', q: 'DOUBLE'}},"
    " nullstr = ['NA', '           NA', ''])"
)


def start(place: Place) -> None:
    """Nothing but starting Python with its libraries, which every contender does."""


def parse(place: Place) -> None:
    """DuckDB parses every column and adds it up."""
    sums = "sum(t), sum(i), sum(j), sum(k), sum(v), sum(q)"
    _duckdb(place, f"SELECT {sums} FROM {_TUNED.format(place.csv())}")


def group(place: Place) -> None:
    """DuckDB merely groups, as one would write it: types inferred, groups to Parquet."""
    _duckdb(
        place,
        "COPY (SELECT i, k, sum(v) AS v, sum(TRY_CAST(trim(q) AS DOUBLE)) AS q"
        f" FROM read_csv('{place.csv()}') GROUP BY i, k) TO '{place.out('group.parquet')}'",
    )


def group_tuned(place: Place) -> None:
    """DuckDB merely groups, types given in the way that ours gives them, groups to Parquet."""
    _duckdb(
        place,
        f"COPY (SELECT i, k, sum(v) AS v, sum(q) AS q FROM {_TUNED.format(place.csv())}"
        f" GROUP BY i, k) TO '{place.out('group.parquet')}'",
    )


def _recognised(path: Path) -> source.BaciFile:
    file, faults = source.recognised(path)
    assert file is not None and not faults
    return file


def csv_to_measures(place: Place) -> None:
    """Ours, from CSV to all measures."""
    with connect(place.out("scratch")) as connection:
        file = _recognised(place.csv())
        assert not measures.of_file(connection, file, place.out("measures.parquet"), Codes())


def csv_to_store(place: Place) -> None:
    """Ours, from CSV to the store."""
    with connect(place.out("scratch")) as connection:
        years, faults = store.convert(connection, _recognised(place.csv()), place.out("store"))
    assert years == [FIRST_YEAR] and not faults


def store_to_measures(place: Place) -> None:
    """Ours, from the store to all measures of its one year."""
    with connect(place.out("scratch")) as connection:
        folder = place.out("by_year")
        measures.of_store(connection, place.out("store"), folder, Codes(), years=[FIRST_YEAR])


def _one_year(place: Place, year: int) -> None:
    with connect(place.out("scratch")) as connection:
        target = place.out(f"all/{year}.parquet")
        assert not measures.of_file(connection, _recognised(place.csv(year)), target, Codes())


def all_years(place: Place) -> None:
    """Ours, all years from CSV to all measures, a process per file as the workflow has it."""
    for year in place.years():
        process = get_context("spawn").Process(target=_one_year, args=(place, year))
        process.start()
        process.join()
        assert process.exitcode == 0


def added_year(place: Place) -> None:
    """Ours, one more year into the store, and its measures."""
    year = place.years()[-1]
    with connect(place.out("scratch")) as connection:
        _, faults = store.convert(connection, _recognised(place.csv(year)), place.out("store"))
        assert not faults
        folder = place.out("by_year")
        measures.of_store(connection, place.out("store"), folder, Codes(), years=[year])


def plain_pandas(place: Place) -> None:
    """Plain pandas, the same measures from CSV; to a pickle, since it cannot write Parquet here."""
    types = {"t": "int16", "i": "int16", "j": "int16", "k": "int32", "v": "float64"}
    missing = {"q": ["NA", "           NA"]}
    rows = pd.read_csv(place.csv(), dtype=types | {"q": "float64"}, na_values=missing)
    has = rows["q"] > 0
    rows["vq"] = rows["v"].where(has)
    rows["q"] = rows["q"].where(has)
    rows["uv"] = rows["vq"] / rows["q"]
    grouped = rows.groupby(["i", "k", "t"], sort=True)
    frame = grouped.agg(
        v=("v", "sum"), vq=("vq", "sum"), q=("q", "sum"), n=("v", "size"), median=("uv", "median")
    ).reset_index()
    del rows, grouped, has
    frame["q"] = frame["q"].where(frame["q"] > 0)
    frame["uv"] = frame["vq"] / frame["q"]
    of_product = frame.groupby(["k", "t"])
    world = {name: of_product[name].transform("sum") for name in ("v", "vq", "q")}
    enough = of_product["uv"].transform("count") >= 3
    middle = of_product["uv"].transform("median").where(enough)
    frame["including"] = world["vq"] / world["q"]
    rest = (world["q"] - frame["q"].fillna(0)).round(6)
    frame["excluding"] = (world["vq"] - frame["vq"]) / rest.where(rest > 0)
    own = frame.groupby(["i", "t"])["v"].transform("sum")
    everything = frame.groupby("t")["v"].transform("sum")
    rca = (frame["v"] / own) / (world["v"] / everything)
    names = {i: code_tables.comtrade(str(i), "", {}) for i in frame["i"].unique()}
    result = pd.DataFrame(
        {
            "exporter": frame["i"].map(names),
            "product": frame["k"].astype(str).str.zfill(6),
            "year": frame["t"],
            "value_usd": frame["v"] * 1000,
            "quantity": frame["q"] * 1000,
            "partners": frame["n"],
            "quantity_coverage": frame["vq"] / frame["v"],
            "unit_value": frame["uv"],
            "median_bilateral_unit_value": frame["median"],
            "world_value_usd": world["v"] * 1000,
            "market_share": (frame["v"] / world["v"]).where(of_product["v"].transform("size") >= 2),
            "world_unit_value_including": frame["including"],
            "world_unit_value_excluding": frame["excluding"],
            "relative_to_world_excluding": frame["uv"] / frame["excluding"],
            "relative_to_world_including": frame["uv"] / frame["including"],
            "relative_to_median_exporter": frame["uv"] / middle,
            "rca": rca,
            "symmetric_rca": (rca - 1) / (rca + 1),
        }
    )
    result.to_pickle(place.out("pandas.pickle"))


CONTENDERS: tuple[Callable[[Place], None], ...] = (
    start,
    parse,
    group,
    group_tuned,
    csv_to_measures,
    csv_to_store,
    store_to_measures,
    plain_pandas,
    all_years,
    added_year,
)

RATIOS = (
    ("csv_to_measures", "group", "CPU at most 1.6"),
    ("csv_to_measures", "group_tuned", "CPU at most 1.6"),
    ("csv_to_measures", "parse", ""),
    ("csv_to_measures", "plain_pandas", "wall below 1, memory at most 0.5"),
    ("store_to_measures", "csv_to_measures", ""),
    ("all_years", "csv_to_measures", "memory at most 1"),
)


# Measuring


@dataclass(frozen=True)
class Cost:
    """What one process took."""

    cpu: float
    wall: float
    peak: float


def cost(contender: str, place: Place) -> Cost:
    """Run a contender in a process of its own and have the system's account of it."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, __file__, "--contender", contender, "--scratch", str(place.folder)]
    )
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{contender} failed")
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / unit)


def agreement(place: Place) -> float:
    """Largest relative difference between ours and pandas; fails where only one has a number."""
    ours = duckdb.connect().read_parquet(str(place.out("measures.parquet"))).df()
    theirs = pd.read_pickle(place.out("pandas.pickle"))
    keys = ["exporter", "product", "year"]
    ours = ours.sort_values(keys, ignore_index=True)
    theirs = theirs.sort_values(keys, ignore_index=True)
    for key in keys:
        assert (ours[key] == theirs[key]).all(), f"other rows: {key}"
    largest = 0.0
    for name in theirs.columns.drop(keys):
        if name == "symmetric_rca":
            continue  # near 0 a relative difference says nothing; it is a function of rca
        a, b = ours[name].astype(float), theirs[name].astype(float)
        assert (a.isna() == b.isna()).all(), f"{name} is missing in one"
        largest = max(largest, ((a - b).abs() / b.abs().where(b != 0)).max())
    return largest


def report(costs: dict[str, list[Cost]], rows: int, years: int, runs: int) -> str:
    """The tables in Markdown."""
    middle = {
        name: Cost(*(statistics.median(getattr(c, part) for c in all_runs) for part in vars(first)))
        for name, all_runs in costs.items()
        if (first := all_runs[0])
    }
    what = {one.__name__: str(one.__doc__).rstrip(".") for one in CONTENDERS}
    lines = [
        f"Synthetic BACI-shaped years of {rows:,} rows, {years} of them for `all_years`; DuckDB "
        f"{duckdb.__version__}, pandas {pd.__version__}, {os.cpu_count()} cores; medians of "
        f"{runs} runs (`all_years`: 1).",
        "",
        "| contender | | CPU s | peak MB | wall s |",
        "|---|---|---:|---:|---:|",
    ]
    lines += [
        f"| `{name}` | {what[name]} | {c.cpu:.2f} | {c.peak:,.0f} | {c.wall:.2f} |"
        for name, c in middle.items()
    ]
    lines += [
        "",
        "Ratios; CPU and wall time less those of `start`.",
        "",
        "| ratio | CPU | memory | wall | aim |",
        "|---|---:|---:|---:|---|",
    ]
    none = middle["start"]
    for name, against, aim in RATIOS:
        a, b = middle[name], middle[against]
        cpu = (a.cpu - none.cpu) / (b.cpu - none.cpu)
        wall = (a.wall - none.wall) / (b.wall - none.wall)
        lines.append(
            f"| `{name}` / `{against}` | {cpu:.2f} | {a.peak / b.peak:.2f} | {wall:.2f} | {aim} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Generate, run, compare, print; or, with the hidden options, be a step of that."""
    options = argparse.ArgumentParser(description="Benchmark of the engine for large BACI files")
    options.add_argument("--rows", type=int, default=11_000_000, help="rows of one year")
    options.add_argument("--runs", type=int, default=3, help="runs of each contender")
    options.add_argument("--years", type=int, default=5, help="years that are measured together")
    options.add_argument("--scratch", type=Path, default=None, help="folder for the files")
    options.add_argument("--contender", default=None, help=argparse.SUPPRESS)
    options.add_argument("--generate", type=int, default=None, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.contender:
        {one.__name__: one for one in CONTENDERS}[chosen.contender](Place(chosen.scratch))
        return
    if chosen.generate:
        write_year(Place(chosen.scratch).csv(chosen.generate), chosen.generate, chosen.rows)
        return
    with tempfile.TemporaryDirectory(dir=chosen.scratch) as folder:
        place = Place(Path(folder))
        place.out("").mkdir()
        for year in range(FIRST_YEAR, FIRST_YEAR + chosen.years):
            print(f"generating {year}", file=sys.stderr)
            # in a process of its own: the peak of a process starts from that of its parent
            generate = ["--generate", str(year), "--rows", str(chosen.rows), "--scratch", folder]
            subprocess.run([sys.executable, __file__, *generate], check=True)
        costs: dict[str, list[Cost]] = {one.__name__: [] for one in CONTENDERS}
        for run in range(chosen.runs):
            for name, taken in costs.items():
                if name == "all_years" and run:
                    continue
                taken.append(cost(name, place))
                print(f"run {run + 1}, {name}: {taken[-1]}", file=sys.stderr)
        print(report(costs, chosen.rows, chosen.years, chosen.runs))
        print(f"\nLargest relative difference between ours and pandas: {agreement(place):.1e}")


if __name__ == "__main__":
    main()
