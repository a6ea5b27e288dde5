"""Every measure of every exporter and product of a file of BACI, a Parquet per year."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from upgrading.faults import raise_if_any
from upgrading.files.codec import RawFile
from upgrading.trade.large import measures
from upgrading.trade.large.source import connect
from upgrading.trade.readers import codes


def measure_baci(
    store: Path, code_tables: Mapping[str, RawFile], output: Path, threads: int
) -> None:
    """Write a Parquet per year into the folder `output`. Raises `DataFaults` of the codes."""
    named, faults = codes.read({path: file.content for path, file in code_tables.items()})
    raise_if_any(faults)
    output.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory(dir=output.parent) as scratch,
        closing(connect(Path(scratch), threads=threads)) as database,
    ):
        measures.of_store(database, store, output, named)
