"""`snakemake --report`: every exhibit under its category, in one file that fetches nothing."""

from __future__ import annotations

import re


def test_the_report_of_snakemake_shows_every_exhibit_under_its_category(project, run) -> None:
    result = run(project, "--report", "results/snakemake_report.html")
    assert result.returncode == 0, result.stdout + result.stderr
    text = (project / "results/snakemake_report.html").read_text(encoding="utf-8")
    exhibits = [
        *(f"results/tables/{path.name}" for path in (project / "results/tables").glob("*.html")),
        *(f"results/figures/{path.name}" for path in (project / "results/figures").glob("*.svg")),
        *(
            f"results/notebooks/{path.name}"
            for path in (project / "results/notebooks").glob("*.html")
        ),
        *("results/audit/reproduction_report.md", "results/report.pdf"),
    ]
    assert len(exhibits) > 80
    assert [name for name in exhibits if name not in text] == []
    for category in (
        *("Tables", "Figures", "Trade", "Inference", "Notebooks", "Audit"),
        "The working paper",
    ):
        assert f'"{category}"' in text, category
    captions = (project / "workflow" / "report").glob("*.rst")
    for caption in captions:
        first = re.split(r"[.;,'\n]", caption.read_text(encoding="utf-8"))[0]
        assert first in text, caption.name
