"""A file of BACI, converted once to Parquet with a folder per year."""

import shutil
from collections.abc import Iterable, Mapping
from contextlib import closing
from logging import Logger
from pathlib import Path
from tempfile import TemporaryDirectory

from upgrading.faults import Fault
from upgrading.trade.baci_files import NOT_UNPACKED, is_baci, is_zip
from upgrading.trade.large import source, store
from upgrading.trade.large.source import connect


def store_baci(
    trade: Path, output: Mapping[str, Path], threads: int, log: Logger
) -> dict[str, list[Fault]]:
    """`faults`: what cannot be read, for `check_flows` to raise; the store is written on the way.

    Tables of codes and notes, which an archive holds too, are not converted.
    """
    folder = output["store"]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with (
        TemporaryDirectory(dir=folder.parent) as scratch,
        closing(connect(Path(scratch), threads=threads)) as database,
    ):
        members: Iterable[tuple[str, Path]] = [(trade.as_posix(), trade)]
        if is_zip(trade):
            members = (
                (f"{trade.parent.as_posix()}/{name}", member)
                for name, member in source.unpacked(trade, Path(scratch))
                if is_baci(member)
            )
        faults = []
        try:
            for name, member in members:
                found, wrong = source.recognised(member, name)
                faults += wrong
                if found is not None:
                    years, wrong = store.convert(database, found, folder)
                    faults += wrong
                    log.info("%s: %s", name, ", ".join(map(str, years)))
        except NOT_UNPACKED as error:
            text = f"the archive cannot be unpacked (cut off?): {error}"
            faults.append(Fault(trade.as_posix(), text))
    return {"faults": faults}
