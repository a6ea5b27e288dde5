"""How the specifications of the multiverse are written and read: too many rows for text."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import duckdb
import pandas as pd
from pandas.api.types import union_categoricals

from upgrading.files.codec import RAW, Codec
from upgrading.files.form import Form


def write_specifications(frames: Sequence[pd.DataFrame], path: Path) -> None:
    """Write frames of the same columns into one Parquet file, the same bytes every time."""
    # One frame, since a union of several does not keep their order; a category of each has its own
    # levels, and they must be the same for one frame to have them.
    joined = pd.DataFrame({name: _joined([frame[name] for frame in frames]) for name in frames[0]})
    texts = [name for name in joined if isinstance(joined[name].dtype, pd.CategoricalDtype)]
    columns = [f"CAST({name} AS VARCHAR) AS {name}" if name in texts else name for name in joined]
    with _database() as database:
        rows = database.from_df(joined).project(", ".join(columns))
        rows.write_parquet(str(path), compression="zstd")


def _content(frames: Sequence[pd.DataFrame], path: str, form: Form) -> bytes:
    # the library writes into files alone
    with TemporaryDirectory() as folder:
        file = Path(folder) / "specifications.parquet"
        write_specifications(frames, file)
        return file.read_bytes()


FILE: Final = Codec(RAW.read, _content)
"""Written from frames of the same columns; read in parts, by its path."""


def _joined(parts: Sequence[pd.Series]) -> pd.Series:
    """The parts of a column, one after the other."""
    if all(isinstance(part.dtype, pd.CategoricalDtype) for part in parts):
        return pd.Series(union_categoricals(parts))
    return pd.concat(parts, ignore_index=True)


def read_effects(path: Path, relations: Iterable[str]) -> pd.DataFrame:
    """`relation, baseline, effect` of the specifications of some relations."""
    with _database() as database:
        rows = database.read_parquet(str(path)).filter(_of(relations))
        frame = rows.project("relation, baseline, effect").df()
    return frame.astype({"relation": "category"})


def read_relation(path: Path, relation: str) -> pd.DataFrame:
    """All columns of the specifications of one relation; texts are categories."""
    with _database() as database:
        rows = database.read_parquet(str(path)).filter(_of([relation]))
        texts = [
            name for name, kind in zip(rows.columns, rows.types, strict=True) if _is_text(kind)
        ]
        levels = {name: _levels(rows, name) for name in texts}
        # a million texts become objects, and these categories, in seconds; levels do in none
        columns = [
            _as_levels(name, levels[name]) if levels.get(name) else name for name in rows.columns
        ]
        frame = rows.project(", ".join(columns)).df()
    return frame.assign(
        **{name: frame[name].astype("category").cat.as_unordered() for name in texts}
    )


def _is_text(kind: object) -> bool:
    return str(kind) == "VARCHAR"


def _levels(rows: duckdb.DuckDBPyRelation, name: str) -> list[str]:
    found = rows.project(name).distinct().filter(f"{name} IS NOT NULL").order(name).fetchall()
    return [level for (level,) in found]


def _as_levels(name: str, levels: Iterable[str]) -> str:
    quoted = ", ".join("'" + level.replace("'", "''") + "'" for level in levels)
    return f"CAST({name} AS ENUM ({quoted})) AS {name}"


def _database() -> duckdb.DuckDBPyConnection:
    """A database that keeps the order of rows, which several threads do not."""
    database = duckdb.connect()
    database.execute("SET threads = 1")
    return database


def _of(relations: Iterable[str]) -> duckdb.Expression:
    named = [duckdb.ConstantExpression(relation) for relation in relations]
    # no relation may have the kind of upgrading that a figure shows
    return duckdb.ColumnExpression("relation").isin(*named or [duckdb.ConstantExpression("")])
