"""The flows of the configured products from a file of BACI, however large."""

from collections.abc import Iterator, Mapping
from logging import Logger
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from upgrading.faults import Fault
from upgrading.files.codec import RawFile
from upgrading.files.frames import to_csv
from upgrading.trade import schema
from upgrading.trade.baci_files import NOT_UNPACKED
from upgrading.trade.double_counting import unknown_areas
from upgrading.trade.large import rows, source
from upgrading.trade.product_entries import Product
from upgrading.trade.products import codes_of
from upgrading.trade.readers import codes
from upgrading.trade.readers.codes import Codes
from upgrading.trade.readers.formats import baci
from upgrading.trade.readers.recognise import unknown_countries


def select_baci(
    trade: Path,
    code_tables: Mapping[str, RawFile],
    products: Mapping[str, Product],
    memory_mb: int,
    output: Mapping[str, Path],
    threads: int,
    log: Logger,
) -> dict[str, Any]:
    """`account`, and `faults`: what cannot be read, for `check_flows` to raise.

    The flows are written on the way, a part at a time; where there are faults they are not whole.
    """
    wanted = codes_of(products)
    named, faults = codes.read({path: file.content for path, file in code_tables.items()})
    strange = [schema.empty()]
    reading = Reading()
    with (
        source.database(output["account"], memory_mb=memory_mb, threads=threads) as (duck, scratch),
        output["flows"].open("w", encoding="utf-8", newline="") as target,
    ):
        target.write(to_csv(schema.empty()))
        try:
            for name, member in source.baci_in(trade, scratch):
                for part in reading.flows(duck, name, member, wanted, named):
                    target.write(to_csv(part).split("\n", 1)[1])
                    if odd := unknown_areas(part):
                        strange.append(part[pd.DataFrame(odd).any(axis=1)])
                log.info("%s: %s", name, ", ".join(map(str, reading.years.get(name, []))))
        except NOT_UNPACKED as error:
            text = f"the archive cannot be unpacked (cut off?): {error}"
            reading.faults.append(Fault(trade.as_posix(), text))
    faults = [*reading.faults, *faults]
    if not reading.found and not faults:
        log.warning("%s: no flow of a configured product", trade.name)
    for note in () if faults else unknown_countries(pd.concat(strange)):
        log.warning("%s", note)
    return {"account": reading.counted.account(), "faults": faults}


class Reading:
    """What the files of an archive were found to hold, one after the other."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.faults: list[Fault] = []
        self.counted = rows.Counted()
        self.years: dict[str, list[int]] = {}
        self.found = False

    def flows(
        self,
        duck: duckdb.DuckDBPyConnection,
        name: str,
        path: Path,
        products: frozenset[str],
        codes: Codes,
    ) -> Iterator[pd.DataFrame]:
        """The flows of one more file, none if it is at fault."""
        file, faults = source.recognised(path, name)
        if file is not None:
            faults = faults or rows.load(duck, file) or rows.repeated(duck, file)
        if file is None or faults:
            self.faults += faults
            return
        years = rows.years(duck)
        if twice := self._beside(name, years):
            self.faults.append(twice)
            return
        self.years[name] = years
        self.counted = self.counted.and_of(rows.counted(duck, products))
        for part in rows.flows(duck, file, products, codes):
            self.found = True
            yield part

    def _beside(self, name: str, years: list[int]) -> Fault | None:
        """A fault if the file does not go with those before it: another vintage, a year again."""
        for other, theirs in self.years.items():
            if (own := baci.vintage(name)) != (its := baci.vintage(other)):
                return Fault(name, f"is {own}, {other} is {its}: give each vintage separately")
            if both := sorted({*years} & {*theirs}):
                return Fault(name, f"has the year {both[0]}, as {other} does: give each year once")
        return None
