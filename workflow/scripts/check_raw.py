"""Check every raw file against its checksum, and the case data cell by cell."""

from pathlib import Path

from sources import clean_raw_cases
from task import task
from upgrading import register
from upgrading.faults import raise_if_any
from upgrading.frames import to_csv

with task(snakemake) as log:
    files = snakemake.input
    registered = register.entries(Path(files.register).read_bytes(), files.register)
    raw = Path(files.register).parent
    sourced = [*files.tables, files.clusters, files.labels, files.profiles, files.off_scale]
    sourced += [files.errata, files.catalogue]
    contents = {Path(path).relative_to(raw).as_posix(): Path(path).read_bytes() for path in sourced}
    states = register.states(registered, contents)
    deviations = register.deviations(states, files.register)
    if snakemake.params.changed == "stop":
        raise_if_any(deviations)
    for deviation in deviations:
        log.warning("note: %s", deviation)
    clean_raw_cases(files)
    Path(snakemake.output[0]).write_text(to_csv(states), encoding="utf-8")
