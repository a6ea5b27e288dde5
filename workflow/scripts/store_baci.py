"""A file of BACI, converted once to Parquet with a folder per year."""

import shutil
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from task import task
from trade_formats import NOT_UNPACKED, is_baci, is_zip
from trade_sources import write_faults
from upgrading.faults import Fault
from upgrading.trade.large import source, store
from upgrading.trade.large.connection import connect

with task(snakemake) as log:
    path, folder = Path(snakemake.input.trade), Path(snakemake.output.store)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with (
        TemporaryDirectory(dir=folder.parent) as scratch,
        closing(connect(Path(scratch), threads=snakemake.threads)) as database,
    ):
        members = [(path.as_posix(), path)]
        if is_zip(path):
            # tables of codes and notes, which the archive holds too, are not converted
            members = (
                (f"{path.parent.as_posix()}/{name}", member)
                for name, member in source.unpacked(path, Path(scratch))
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
            faults.append(Fault(path.as_posix(), text))
    write_faults(snakemake.output.faults, faults)
