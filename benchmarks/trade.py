"""What BACI costs: in the steps of the workflow, in `snakemake` as users run it, in other ways.

    python benchmarks/trade.py [--rows 11000000] [--runs 5] [--scratch FOLDER]

The year is synthetic (`baci_years`), in a scratch folder that is removed afterwards. Every
contender is a process of its own; CPU seconds and peak memory are those that the operating system
counted for it and for the processes it started. The table gives medians; ratios are of medians of
the same run. polars is no dependency of the project: it is measured where it is installed
(`pip install polars==2.1.0` in an environment of one's own), and left out otherwise.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import baci_years
import duckdb
import pandas as pd
from baci_years import FIRST_YEAR, ROOT, Cost

sys.path.insert(0, str(ROOT / "workflow"))

from upgrading.trade.readers import codes as code_tables

# Contenders: each is run as a process of its own, on files in the scratch folder


@dataclass(frozen=True)
class Place:
    """Where the files of one benchmark are."""

    folder: Path

    def csv(self) -> Path:
        """The synthetic year."""
        return self.folder / baci_years.name(FIRST_YEAR)

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
        "COPY (SELECT i, k, sum(v) AS v, sum(TRY_CAST(trim(q::VARCHAR) AS DOUBLE)) AS q"
        f" FROM read_csv('{place.csv()}') GROUP BY i, k) TO '{place.out('group.parquet')}'",
    )


def group_tuned(place: Place) -> None:
    """DuckDB merely groups, types given in the way that ours gives them, groups to Parquet."""
    _duckdb(
        place,
        f"COPY (SELECT i, k, sum(v) AS v, sum(q) AS q FROM {_TUNED.format(place.csv())}"
        f" GROUP BY i, k) TO '{place.out('group.parquet')}'",
    )


def select(place: Place) -> None:
    """Ours, the step `select_baci`: CSV to the flows of the configured products, all checks."""
    baci_years.select(place.folder, FIRST_YEAR, MEMORY_MB)


def measure(place: Place) -> None:
    """Ours, the step `measure_baci`: CSV to all measures of all exporters and products."""
    baci_years.measure(place.folder, FIRST_YEAR, MEMORY_MB)


_COUNTRY = "names.name AS exporter, lpad(k::VARCHAR, 6, '0') AS product, t AS year"


def plain_sql(place: Place) -> None:
    """DuckDB, the same measures in SQL as one would write them, to Parquet."""
    connection = duckdb.connect(config={"threads": 2, "temp_directory": str(place.out("scratch"))})
    names = _names(range(1, 1000))
    connection.register("names", pd.DataFrame({"i": names.keys(), "name": names.values()}))
    connection.execute(
        f"""COPY (
        WITH flows AS (SELECT *, CASE WHEN q > 0 THEN v END AS vq,
                CASE WHEN q > 0 THEN q END AS known FROM {_TUNED.format(place.csv())}),
        own AS (SELECT i, k, t, sum(v) AS v, sum(vq) AS vq, sum(known) AS q, count(*) AS n,
                median(vq / known) AS median, sum(vq) / sum(known) AS uv
            FROM flows GROUP BY i, k, t),
        world AS (SELECT *, sum(v) OVER p AS wv, sum(vq) OVER p AS wvq, sum(q) OVER p AS wq,
                count(*) OVER p AS exporters, count(uv) OVER p AS with_uv,
                median(uv) OVER p AS middle, sum(v) OVER (PARTITION BY i, t) AS own_v,
                sum(v) OVER (PARTITION BY t) AS all_v
            FROM own WINDOW p AS (PARTITION BY k, t)),
        rest AS (SELECT *, round(wq - coalesce(q, 0), 6) AS rq, wvq - coalesce(vq, 0) AS rvq,
                (v / own_v) / (wv / all_v) AS rca FROM world)
        SELECT {_COUNTRY}, v * 1000 AS value_usd, q * 1000 AS quantity, n AS partners,
            coalesce(vq, 0) / v AS quantity_coverage, uv AS unit_value,
            median AS median_bilateral_unit_value, wv * 1000 AS world_value_usd,
            CASE WHEN exporters >= 2 THEN v / wv END AS market_share,
            wvq / wq AS world_unit_value_including,
            CASE WHEN rq > 0 THEN rvq / rq END AS world_unit_value_excluding,
            uv / CASE WHEN rq > 0 THEN rvq / rq END AS relative_to_world_excluding,
            uv / (wvq / wq) AS relative_to_world_including,
            CASE WHEN with_uv >= 3 THEN uv / middle END AS relative_to_median_exporter,
            rca, (rca - 1) / (rca + 1) AS symmetric_rca
        FROM rest JOIN names USING (i) ORDER BY exporter, product, year
        ) TO '{place.out("plain_sql.parquet")}' (FORMAT parquet)"""
    )


def _names(numbers: range) -> dict[int, str]:
    return {i: code_tables.baci(str(i), {}, baci_years.name(FIRST_YEAR)) for i in numbers}


def polars(place: Place) -> None:
    """polars, the same measures, streaming, to Parquet."""
    import polars as pl

    col = pl.col
    known = pl.when(col("q") > 0)
    types = {"t": pl.Int16, "i": pl.Int16, "j": pl.Int16, "k": pl.Int32}
    # padded with blanks, a quantity is no number to polars
    flows = pl.scan_csv(place.csv(), schema_overrides=types | {"v": pl.Float64, "q": pl.String})
    flows = flows.with_columns(q=col("q").str.strip_chars().cast(pl.Float64, strict=False))
    flows = flows.with_columns(vq=known.then(col("v")), q=known.then(col("q")))
    own = flows.group_by("i", "k", "t").agg(
        col("v").sum(),
        col("vq").sum(),
        col("q").sum(),
        pl.len().alias("n"),
        (col("vq") / col("q")).median().alias("median"),
    )
    own = own.with_columns(q=pl.when(col("q") > 0).then(col("q")))
    own = own.with_columns(uv=col("vq") / col("q")).collect(engine="streaming").lazy()
    p = ["k", "t"]
    world = own.with_columns(
        wv=col("v").sum().over(p),
        wvq=col("vq").sum().over(p),
        wq=col("q").sum().over(p),
        exporters=pl.len().over(p),
        with_uv=col("uv").count().over(p),
        middle=col("uv").median().over(p),
        own_v=col("v").sum().over("i", "t"),
        all_v=col("v").sum().over("t"),
    )
    world = world.with_columns(
        rq=(col("wq") - col("q").fill_null(0)).round(6),
        rca=(col("v") / col("own_v")) / (col("wv") / col("all_v")),
        including=col("wvq") / col("wq"),
    )
    world = world.with_columns(
        excluding=pl.when(col("rq") > 0).then((col("wvq") - col("vq")) / col("rq"))
    )
    names = pl.LazyFrame(
        [{"i": i, "exporter": name} for i, name in _names(range(1, 1000)).items()],
        schema={"i": pl.Int16, "exporter": pl.String},
    )
    world.join(names, on="i").select(
        "exporter",
        col("k").cast(pl.String).str.zfill(6).alias("product"),
        col("t").alias("year"),
        (col("v") * 1000).alias("value_usd"),
        (col("q") * 1000).alias("quantity"),
        col("n").alias("partners"),
        (col("vq") / col("v")).alias("quantity_coverage"),
        col("uv").alias("unit_value"),
        col("median").alias("median_bilateral_unit_value"),
        (col("wv") * 1000).alias("world_value_usd"),
        pl.when(col("exporters") >= 2).then(col("v") / col("wv")).alias("market_share"),
        col("including").alias("world_unit_value_including"),
        col("excluding").alias("world_unit_value_excluding"),
        (col("uv") / col("excluding")).alias("relative_to_world_excluding"),
        (col("uv") / col("including")).alias("relative_to_world_including"),
        pl.when(col("with_uv") >= 3)
        .then(col("uv") / col("middle"))
        .alias("relative_to_median_exporter"),
        "rca",
        ((col("rca") - 1) / (col("rca") + 1)).alias("symmetric_rca"),
    ).sort("exporter", "product", "year").collect().write_parquet(place.out("polars.parquet"))


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
    names = _names(range(1, 1000))
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
    result.to_pickle(place.out("plain_pandas.pickle"))


MEMORY_MB = 800
"""As `trade.memory_mb` in the config that is shipped."""

WANTED = ("results/trade/unit_values.csv", "results/trade/verdicts.csv")
"""What users run for: all other measures are written with these."""


def _snakemake(place: Place, *more: str) -> None:
    """Snakemake on the copy of the project, as `make` calls it."""
    environment = os.environ | {"XDG_CACHE_HOME": str(place.folder / "cache")}
    command = [sys.executable, "-P", "-m", "snakemake", "--profile", "none", "--cores", "2"]
    subprocess.run(
        [*command, *WANTED, *more],
        cwd=place.folder / "project",
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _project(place: Place) -> Path:
    """A fresh copy of the project as it is in the working tree."""
    target = place.folder / "project"
    shutil.rmtree(target, ignore_errors=True)
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    files = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True)
    for file in filter(lambda name: (ROOT / name).is_file(), files.stdout.splitlines()):
        (target / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, target / file)
    return target


def snakemake_without(place: Place) -> None:
    """`snakemake`, all measures of the study as it is shipped, without BACI."""
    _project(place)
    _snakemake(place)


def snakemake_first(place: Place) -> None:
    """`snakemake` of the study with the CSV dropped into data/raw/updates, all measures."""
    project = _project(place)
    updates = project / "data/raw/updates"
    updates.mkdir(exist_ok=True)
    os.link(place.csv(), updates / place.csv().name)
    _snakemake(place, _world(place))


def snakemake_second(place: Place) -> None:
    """`snakemake` again after a product is added: its flows selected, all measures again."""
    products = place.folder / "project/config/trade_products.yaml"
    with products.open("a", encoding="utf-8") as file:
        file.write("\nadded:\n  label: Added\n  clusters: {}\n")
        file.write('  codes: {HS: ["010121"]}\n  competitors: [BRA]\n')
    _snakemake(place, _world(place))


def _world(place: Place) -> str:
    return f"results/trade/world/updates/{place.csv().name}"


CONTENDERS: tuple[Callable[[Place], None], ...] = (
    start,
    parse,
    group,
    group_tuned,
    select,
    measure,
    plain_sql,
    *([polars] if find_spec("polars") else []),
    plain_pandas,
    snakemake_without,
    snakemake_first,
    snakemake_second,
)

RATIOS = (
    ("first", "CPU at most 2.5", lambda at: at("select") + at("measure") - 2 * at("start")),
    ("second", "CPU at most 1.3", lambda at: at("select") - at("start")),
    ("measure", "", lambda at: at("measure") - at("start")),
    ("plain_sql", "", lambda at: at("plain_sql") - at("start")),
    ("plain_pandas", "", lambda at: at("plain_pandas") - at("start")),
    ("snakemake, first", "", lambda at: at("snakemake_first") - at("snakemake_without")),
)
"""Over grouping alone, less what starting Python takes: `first` is the two steps of the workflow
that read the CSV, `second` the one that runs again for other products."""


# Measuring


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
    """Largest relative difference between ours and the others; fails where one has no number."""
    keys = ["exporter", "product", "year"]

    def sorted_by_keys(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.sort_values(keys, ignore_index=True)

    def parquet(path: Path) -> pd.DataFrame:
        return sorted_by_keys(duckdb.connect().read_parquet(str(path)).df())

    ours = parquet(place.folder / f"world/{FIRST_YEAR}.parquet")
    others = [sorted_by_keys(pd.read_pickle(place.out("plain_pandas.pickle")))]
    others += map(parquet, sorted(place.out("").glob("p*.parquet")))
    largest = 0.0
    for theirs in others:
        for key in keys:
            assert (ours[key] == theirs[key]).all(), f"other rows: {key}"
        for name in theirs.columns.drop([*keys, "symmetric_rca"]):
            # near 0 a relative difference says nothing; symmetric_rca is a function of rca
            a, b = ours[name].astype(float), theirs[name].astype(float)
            assert (a.isna() == b.isna()).all(), f"{name} is missing in one"
            largest = max(largest, ((a - b).abs() / b.abs().where(b != 0)).max())
    return largest


def report(costs: dict[str, list[Cost]], rows: int, runs: int) -> str:
    """The tables in Markdown."""

    def middle(name: str, part: str) -> float:
        return statistics.median(getattr(one, part) for one in costs[name])

    what = {one.__name__: str(one.__doc__).rstrip(".") for one in CONTENDERS}
    lines = [
        f"A synthetic BACI-shaped year of {rows:,} rows; DuckDB {duckdb.__version__}, pandas "
        f"{pd.__version__}, {os.cpu_count()} cores; medians of {runs} runs.",
        "",
        "| contender | | CPU s | peak MB | wall s |",
        "| --- | --- | ---: | ---: | ---: |",
    ]
    for name in costs:
        cpu, peak, wall = (middle(name, part) for part in ("cpu", "peak", "wall"))
        lines.append(f"| `{name}` | {what[name]} | {cpu:.2f} | {peak:,.0f} | {wall:.2f} |")
    lines += ["", "| over `group` | CPU | wall | aim |", "| --- | ---: | ---: | --- |"]
    for name, aim, of in RATIOS:
        cpu, wall = (
            of(lambda name, part=part: middle(name, part))
            / (middle("group", part) - middle("start", part))
            for part in ("cpu", "wall")
        )
        lines.append(f"| {name} | {cpu:.2f} | {wall:.2f} | {aim} |")
    return "\n".join(lines)


def main() -> None:
    """Generate, run, compare, print; or, with the hidden option, be a contender."""
    options = argparse.ArgumentParser(description="Benchmark of large BACI files")
    options.add_argument("--rows", type=int, default=11_000_000, help="rows of the year")
    options.add_argument("--runs", type=int, default=5, help="runs of each contender")
    options.add_argument("--scratch", type=Path, default=None, help="folder for the files")
    options.add_argument("--contender", default=None, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.contender:
        {one.__name__: one for one in CONTENDERS}[chosen.contender](Place(chosen.scratch))
        return
    with tempfile.TemporaryDirectory(dir=chosen.scratch) as folder:
        place = Place(Path(folder))
        place.out("").mkdir()
        print("generating", file=sys.stderr)
        # in a process of its own: the peak of a process starts from that of its parent
        baci_years.cost("write", folder, str(FIRST_YEAR), "--rows", str(chosen.rows))
        costs: dict[str, list[Cost]] = {one.__name__: [] for one in CONTENDERS}
        for run in range(chosen.runs):
            for name, taken in costs.items():
                taken.append(cost(name, place))
                print(f"run {run + 1}, {name}: {taken[-1]}", file=sys.stderr)
        print(report(costs, chosen.rows, chosen.runs))
        used = baci_years.used(place.folder / "project/data/processed/trade")
        print(f"\nDisk below data/processed/trade: {used:,.0f} MB.")
        print(f"Largest relative difference between ours and the others: {agreement(place):.1e}")


if __name__ == "__main__":
    main()
