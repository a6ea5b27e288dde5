"""Every table as CSV, HTML and LaTeX."""

from pathlib import Path

from exhibit_sources import read_exhibits, read_texts
from task import task
from upgrading.present.tables import to_csv, to_html, to_latex

with task(snakemake):
    exhibits = read_exhibits(snakemake.input)
    texts = read_texts(snakemake.input, exhibits)
    folder = Path(snakemake.output[0]).parent
    for exhibit, table in exhibits.groupby("exhibit", sort=False):
        text = texts[exhibit]
        (folder / f"{exhibit}.csv").write_text(to_csv(table), encoding="utf-8")
        (folder / f"{exhibit}.html").write_text(to_html(table, text), encoding="utf-8")
        (folder / f"{exhibit}.tex").write_text(to_latex(table, text), encoding="utf-8")
