"""Every table as CSV, HTML and LaTeX."""

from pathlib import Path

import pandas as pd
import yaml

from sources import read_catalogue, read_frame
from task import task
from upgrading.present.tables import Text, number_of, to_csv, to_html, to_latex

with task(snakemake):
    _, around = read_catalogue(snakemake.input)
    words = yaml.safe_load(Path(snakemake.input.captions).read_text(encoding="utf-8"))
    own_words = dict(words["own_tables"])
    for path in snakemake.input.words:
        own_words |= yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    folder = Path(snakemake.output[0]).parent
    exhibits = pd.concat(map(read_frame, snakemake.input.exhibits), ignore_index=True)
    for exhibit, table in exhibits.groupby("exhibit", sort=False):
        own = own_words.get(exhibit)
        if own:
            text = Text(exhibit, "", own["caption"], tuple(own["notes"]))
        else:
            printed = around[exhibit]
            shown = table["shown"].ne("").any() and table["value"].ne("").any()
            place = words["place"].format(section=printed.section)
            notes = (printed.legend, *printed.notes, words["marks"] if shown else "", place)
            text = Text(exhibit, number_of(exhibit), printed.caption, tuple(filter(None, notes)))
        (folder / f"{exhibit}.csv").write_text(to_csv(table), encoding="utf-8")
        (folder / f"{exhibit}.html").write_text(to_html(table, text), encoding="utf-8")
        (folder / f"{exhibit}.tex").write_text(to_latex(table, text), encoding="utf-8")
