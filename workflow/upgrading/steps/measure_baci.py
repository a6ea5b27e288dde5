"""Every measure of every exporter and product of a file of BACI, a Parquet per year."""

from collections.abc import Mapping
from pathlib import Path

from upgrading.faults import raise_if_any
from upgrading.files.codec import RawFile
from upgrading.trade.large import measures, source
from upgrading.trade.readers import codes


def measure_baci(
    trade: Path, code_tables: Mapping[str, RawFile], memory_mb: int, output: Path, threads: int
) -> None:
    """Write a Parquet per year into the folder `output`.

    Raises `DataFaults` of the codes, and of rows that cannot be read, which `check_flows` has told.
    """
    named, faults = codes.read({path: file.content for path, file in code_tables.items()})
    raise_if_any(faults)
    output.mkdir(parents=True, exist_ok=True)
    with source.database(output, memory_mb=memory_mb, threads=threads) as (duck, scratch):
        for name, member in source.baci_in(trade, scratch):
            file, faults = source.recognised(member, name)
            if file is not None:
                faults = faults or measures.of_file(duck, file, output, named)[1]
            raise_if_any(faults)
