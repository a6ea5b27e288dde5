"""Tables and macros through pdflatex: nothing is an error, nothing is off the page."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from upgrading.exhibits.trade import unsupplied
from upgrading.publish.latex_tables import document, to_latex
from upgrading.publish.tables import Text

FAULTS = re.compile(
    r"^! .*|^.*Overfull .*|^.*(?:Float too large|Missing character|multiply defined|undefined"
    r"|has changed|have changed|Too many unprocessed).*",
    re.M,
)
ALLOWED = 5.0
"""Points that a line may stick out."""


def faults(folder: Path, name: str) -> list[str]:
    """What pdflatex finds wrong with a document when its references and widths have settled."""
    environment = os.environ | {"max_print_line": "1000", "TEXMFVAR": str(folder / "fonts")}
    for _ in range(5):
        subprocess.run(
            ["pdflatex", "-interaction=nonstopmode", "-no-shell-escape", name],
            cwd=folder,
            env=environment,
            capture_output=True,
            check=False,
        )
        log = (folder / name).with_suffix(".log").read_text(encoding="utf-8", errors="replace")
        if not re.search(r"Rerun|rerun|^No file", log, re.M):
            break
    found = [] if "Output written on" in log else ["no output"]
    for fault in FAULTS.findall(log):
        points = re.search(r"Overfull .*\(([\d.]+)pt", fault)
        if points is None or float(points[1]) > ALLOWED:
            found.append(fault)
    return found


def put(folder: Path, exhibits: dict[str, str], macros: str = "") -> Path:
    """A folder as `results/` is: tables, macros and the document of all of them."""
    (folder / "tables").mkdir(parents=True)
    for name, text in exhibits.items():
        (folder / "tables" / f"{name}.tex").write_text(text, encoding="utf-8")
    (folder / "numbers.tex").write_text(macros, encoding="utf-8")
    (folder / "tables.tex").write_text(document(exhibits), encoding="utf-8")
    return folder


def test_tables_that_float_that_break_and_that_lie(exhibits, tmp_path: Path) -> None:
    short, wide = (exhibits[exhibits["exhibit"] == name] for name in ("table_06", "table_02"))
    text = Text(
        "t", "Table 6", "τ × ρ, “−1”", ("A note of |τ-b| ≥ ½ in São Paulo & elsewhere: 5 %.",)
    )
    body = short[short["row"] == "medium"]
    long = [short, *(body.assign(line=100 + n, row=f"more_{n}") for n in range(70))]
    made = {
        "short": to_latex(short, text),
        "long": to_latex(pd.concat(long), text),
        "wide": to_latex(wide, text),
    }
    made = {name: table.replace("tab:t", f"tab:{name}") for name, table in made.items()}
    assert faults(put(tmp_path / "results", made), "tables.tex") == []


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ("τ", "Unicode character"),
        (r"\hbox to \linewidth{\hskip\linewidth\hskip 6pt}", "Overfull"),
        (r"\begin{table}\rule{1pt}{2\textheight}\end{table}", "Float too large"),
        (r"x\label{a}\label{a}", "multiply defined"),
    ],
)
def test_a_fault_is_found(tmp_path: Path, table: str, fault: str) -> None:
    found = faults(put(tmp_path / "results", {"one": table}), "tables.tex")
    assert any(fault in one for one in found)


@pytest.mark.ci
@pytest.mark.parametrize(
    ("options", "package"),
    [("10pt", "array"), ("11pt", "hyperref"), ("12pt", "caption"), ("10pt,a4paper", "geometry")],
)
def test_every_table_of_the_study_fits_its_page(
    finished, tmp_path: Path, options: str, package: str
) -> None:
    results = tmp_path / "results"
    shutil.copytree(finished / "results" / "tables", results / "tables")
    shutil.copy(finished / "results" / "numbers.tex", results)
    text = (finished / "results" / "tables.tex").read_text(encoding="utf-8")
    cells = pd.read_csv(finished / "data/processed/trade/exhibits.csv", dtype=str)
    without = set(unsupplied(cells))
    assert without
    assert sorted(re.findall(r"^\\clearpage\\input\{tables/(.+)\}", text, re.M)) == sorted(
        {file.stem for file in (results / "tables").glob("*.tex")} - without
    )
    text = text.replace(
        r"\documentclass{article}",
        rf"\documentclass[{options}]{{article}}\usepackage{{{package}}}",
    )
    (results / "tables.tex").write_text(text, encoding="utf-8")
    assert faults(results, "tables.tex") == []


@pytest.mark.ci
def test_every_macro_can_be_set_in_text_and_in_a_formula(finished, tmp_path: Path) -> None:
    shutil.copy(finished / "results" / "numbers.tex", tmp_path)
    macros = (tmp_path / "numbers.tex").read_text(encoding="utf-8")
    names = re.findall(r"^\\newcommand\{\\(\w+)\}", macros, re.M)
    assert len(names) > 1000
    used = "\n".join(rf"\setbox0=\hbox{{\{name}\ and ${{}}<\{name}$}}" for name in names)
    (tmp_path / "quoted.tex").write_text(
        "\\documentclass{article}\\input{numbers}\\begin{document}\n"
        f"{used}\nA word.\\end{{document}}\n",
        encoding="utf-8",
    )
    assert faults(tmp_path, "quoted.tex") == []
