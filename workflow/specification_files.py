"""How the specifications of the multiverse are written and read: too many rows for text."""

from collections.abc import Iterable

import duckdb
import pandas as pd


def write_specifications(frames: Iterable[pd.DataFrame], path: str) -> None:
    """Write frames of the same columns into one Parquet file, the same bytes every time."""
    with _database() as database:
        for number, frame in enumerate(frames):
            texts = [c for c in frame if isinstance(frame[c].dtype, pd.CategoricalDtype)]
            columns = ", ".join(f"CAST({c} AS VARCHAR) AS {c}" if c in texts else c for c in frame)
            start = (
                "CREATE TABLE specifications AS" if number == 0 else "INSERT INTO specifications"
            )
            database.execute(f"{start} SELECT {columns} FROM frame")
        database.execute("COPY specifications TO ? (FORMAT parquet, COMPRESSION zstd)", [path])


def read_effects(path: str, relations: Iterable[str]) -> pd.DataFrame:
    """`relation, baseline, effect` of the specifications of some relations."""
    with _database() as database:
        rows = database.read_parquet(path).filter(_of(relations))
        frame = rows.project("relation, baseline, effect").df()
    return frame.astype({"relation": "category"})


def read_relation(path: str, relation: str) -> pd.DataFrame:
    """All columns of the specifications of one relation; texts are categories."""
    with _database() as database:
        frame = database.read_parquet(path).filter(_of([relation])).df()
    texts = [name for name in frame if pd.api.types.is_string_dtype(frame[name])]
    return frame.astype(dict.fromkeys(texts, "category"))


def _database() -> duckdb.DuckDBPyConnection:
    """A database that keeps the order of rows, which several threads do not."""
    database = duckdb.connect()
    database.execute("SET threads = 1")
    return database


def _of(relations: Iterable[str]) -> duckdb.Expression:
    named = [duckdb.ConstantExpression(relation) for relation in relations]
    return duckdb.ColumnExpression("relation").isin(*named)
