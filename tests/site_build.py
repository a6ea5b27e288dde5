"""The site built from the repository's own data by the workflow's steps, without Snakemake.

Pictures and the PDF are stand-ins, which take a minute to make and are tested elsewhere; random
numbers are few.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import yaml
from notebook_cells import CELLS, prose
from page_templates import ENVIRONMENT
from reference import RAW, ROOT
from rules_of_study import rules
from step_run import Files, few_draws, run_step
from trade.run_steps import World, against_report, measured, registers
from trade.run_steps import config as trade_config

from upgrading.audit.run import Audit
from upgrading.cases.cleaning import CleanCases
from upgrading.cases.indices import IndexRule
from upgrading.cases.means import governance_counts
from upgrading.exhibits.build import build
from upgrading.exhibits.own import own_tables
from upgrading.exhibits.tabulation import exhibits_of, formulas_of
from upgrading.exhibits.values import Scored, Study
from upgrading.files.frames import to_csv
from upgrading.parts import to_json
from upgrading.provenance import page
from upgrading.publish.notebook_page import page as executed

FIGURES = (
    "indices_by_cluster",
    "upgrading_against_index",
    "upgrading_by_degree",
    "association_forest",
    "trade_quadrants",
    "trade_printed_years",
)

PICTURE = """<svg xmlns="http://www.w3.org/2000/svg" role="img" width="662" height="200"
 aria-labelledby="figure-title figure-description"><title id="figure-title">{title}</title>
<desc id="figure-description">A stand-in for the figure {title}, &quot;quoted&quot;.</desc>
<rect width="662" height="200" fill="#eee"/></svg>
"""

ONE_OF_EACH = {
    "permutations": 19,
    "weights": [0.5],
    "high_from": [9.5],
    "low_to": [5],
}

UPDATES = pd.DataFrame(
    [
        *[("footwear_sinos_valley", "up_product", "3", "3", "A. Author, field notes", "mine.csv")],
        *[("footwear_sinos_valley", "gov_market", "X", "", "A. Author, <2025>", "mine.csv")],
    ],
    columns=["cluster_id", "column", "printed", "value", "source", "file"],
    dtype=object,
)
"""What an author's file would give: one value as it is, one made not available."""

TRADE_UPDATE = b"""item_slug,area_code_fao,area,element,unit,year,value
tobacco_unmanufactured,21,Brazil,export_quantity,tonnes,2005,600000
tobacco_unmanufactured,21,Brazil,export_value,1000 USD,2005,1700000
tobacco_unmanufactured,21,Brazil,export_quantity,tonnes,2006,600000
tobacco_unmanufactured,21,Brazil,export_value,1000 USD,2006,1700000
"""
"""An author's trade file, invented: a flow that is there already, and one more."""

NOTEBOOK = "# Varying the trade part\n\nSee [the page](../results/report/trade.html)."

FEW = {"permutations": 19, "exact_up_to": 100, "bootstrap": 10, "confidence": 0.95, "seed": 1}


def config() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "config" / "config.yaml").read_text(encoding="utf-8"))


def given(rule: str, name: str) -> list[str]:
    """Files of the repository that a rule names."""
    return [str(ROOT / path) for path in rules()[rule]["inputs"][name]]


def flat(files: Mapping[str, Any]) -> list[str]:
    """The paths among the named files of a rule, some of which are lists."""
    return [path for some in files.values() for path in ([some] if isinstance(some, str) else some)]


class Build:
    """A folder in which steps of the workflow read and write."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rules: list[dict[str, Any]] = []

    def path(self, name: str) -> str:
        return str(self.folder / name)

    def put(self, name: str, frame: pd.DataFrame) -> str:
        """A frame as a file."""
        return self.text(name, to_csv(frame))

    def text(self, name: str, text: str) -> str:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return str(path)

    def run(
        self,
        rule: str,
        inputs: Mapping[str, Any],
        outputs: Mapping[str, Any],
        params: Mapping[str, Any] | None = None,
    ) -> None:
        """Run the step of a rule."""
        if rule not in {one["name"] for one in self.rules}:
            self.rules.append(
                {
                    "name": rule,
                    "message": f"Running {rule}",
                    "script": f"workflow/upgrading/steps/{rule}.py",
                    "inputs": flat(inputs),
                    "outputs": flat(outputs),
                }
            )
        run_step(rule, inputs, outputs, params, self.folder / f"kept_{rule}")


AROUND = {
    "captions": str(ROOT / "config" / "captions.yaml"),
    "layouts": str(ROOT / "config" / "exhibits.yaml"),
    "catalogue": str(RAW / "report" / "catalogue.yaml"),
}


def second_sources(build_in: Build, trade: World) -> str:
    """Printed figures against the second sources that the project ships."""
    path, files = build_in.path, sorted((RAW / "second_sources").glob("*.csv"))
    build_in.run(
        "read_second_sources",
        {"files": [str(file) for file in files]},
        {"": path("second_series.csv")},
    )
    outputs = ("comparisons", "years", "pairs", "exhibits", "formulas")
    build_in.run(
        "second_sources",
        {
            "series": path("second_series.csv"),
            "unit_values": trade.path("unit_values"),
            "cells": path("cells.csv"),
            "second": str(ROOT / "config" / "second_sources.yaml"),
        },
        {name: path(f"second/{name}.csv") for name in outputs}
        | {"words": path("second/words.yaml")},
    )
    return path("second/comparisons.csv")


def exhibits(build_in: Build, cases: CleanCases, tables: Any, study: Study, trade: World) -> Files:
    """The cells of every exhibit, the words around them, the formulas."""
    choices = config()
    made = [
        *build(cases.cells, tables, study),
        *own_tables(study, governance_counts(study.clusters)),
    ]
    scored = Scored(tables, study, IndexRule.from_config(choices["indices"]))
    path = build_in.path
    parts = ("trade", "inference", "models", "overview")
    cells = [
        build_in.put("exhibits.csv", exhibits_of(made)),
        *(path(f"{part}_exhibits.csv") for part in parts),
    ]
    told = [path(f"{part}_words.yaml") for part in parts]
    first = build_in.put("formulas.csv", formulas_of(made, scored))
    build_in.rules.append(
        {
            "name": "exhibits",
            "message": "Setting the tables",
            "script": "workflow/upgrading/steps/exhibits.py",
            "inputs": [path("cells.csv"), path("clusters.csv")],
            "outputs": [cells[0], first],
        }
    )
    chosen = trade_config()
    names = ("flows", "unit_values", "warnings", "upgrading", "verdicts", "exports", "offsets")
    build_in.run(
        "trade_exhibits",
        registers()
        | {name: trade.path(name) for name in (*names, "field_study", "market_share_parts")}
        | {"cells": path("cells.csv")},
        {"exhibits": cells[1], "words": told[0], "formulas": path("trade_formulas.csv")},
        {name: chosen[name] for name in ("classes", "window", "measures")}
        | {"updates": ["mine_trade.csv"]},
    )
    inferred = ("models", "coefficients", "between_groups", "group_differences", "paired")
    build_in.run(
        "models",
        {"clusters": path("clusters.csv"), "indices": path("indices.csv")}
        | {name: AROUND[name] for name in ("layouts", "catalogue")},
        {name: path(f"{name}.csv") for name in (*inferred, "reliability")}
        | {"exhibits": cells[3], "words": told[2], "formulas": path("models_formulas.csv")},
        FEW | {"rule": config()["indices"]},
    )
    inference(build_in)
    build_in.run(
        "correlations",
        {name: path(f"{name}.csv") for name in ("clusters", "indices")},
        {"": path("correlations.csv")},
    )
    build_in.run(
        "what_if",
        {
            "claims_files": given("what_if", "claims_files"),
            **{name: path(f"{name}.csv") for name in ("cells", "sets_printed", "sets_corrected")},
            **{name: path(f"{name}.csv") for name in ("relations_printed", "relations_corrected")},
            **{f"{name}_clusters": path(f"{name}.csv") for name in ("printed", "corrected")},
            "profiles": build_in.put("profiles.csv", cases.profiles),
            "stages": build_in.put("stages.csv", cases.stages),
            "curves": path("multiverse.csv"),
            "specifications": path("set_specifications.csv"),
            "relations": str(ROOT / "config" / "relations.yaml"),
            **{name: trade.path(name) for name in ("upgrading", "unit_values")},
            "second": second_sources(build_in, trade),
            "cluster_register": str(RAW / "clusters.csv"),
            "profile_register": str(RAW / "profiles.csv"),
            "layouts": AROUND["layouts"],
        },
        {"": path("what_if.csv")},
        {"multiverse": choices["multiverse"] | ONE_OF_EACH, "rule": choices["indices"]}
        | {"seed": 1, "classes": chosen["classes"]},
    )
    build_in.run(
        "summary",
        {name: path(f"audit/{name}.csv") for name in ("cells", "errata", "claims")}
        | {"parts": path("audit/parts.json")}
        | {name: path(f"{name}.csv") for name in ("by_degree", "association", "survives")}
        | {name: path(f"{name}.csv") for name in ("sets_printed", "sets_corrected")}
        | {name: trade.path(name) for name in ("exports", "field_study")},
        {"exhibits": cells[4], "words": told[3], "formulas": path("overview_formulas.csv")},
    )
    formulas = [first, *(path(f"{part}_formulas.csv") for part in parts)]
    return Files(exhibits=cells, words=told, formulas=formulas, **AROUND)


def inference(build_in: Build) -> None:
    """Association, few specifications, and what survives of them."""
    path = build_in.path
    choices = config()
    few = choices["multiverse"] | ONE_OF_EACH
    inferred = choices["inference"] | FEW
    cases = {name: path(f"{name}.csv") for name in ("cells", "clusters", "indices")}
    layouts = {name: AROUND[name] for name in ("layouts", "catalogue")}
    relations = {"relations": str(ROOT / "config" / "relations.yaml")}
    build_in.run(
        "edition_association",
        {"clusters": path("corrected.csv")},
        {"": path("association_corrected.csv")},
        {"inference": inferred, "rule": choices["indices"]},
    )
    build_in.run(
        "association",
        {name: path("association_corrected.csv") for name in ("printed", "corrected")},
        {"": path("association.csv")},
        {"edition": "corrected"},
    )
    build_in.run("degrees", cases, {"": path("degrees.csv")}, FEW)
    build_in.run(
        "hypotheses",
        {
            "layouts": layouts["layouts"],
            "cells": path("cells.csv"),
            "printed_clusters": path("printed.csv"),
        },
        {"errata": path("hypotheses.csv"), "parts": path("hypotheses_parts.json")},
    )
    build_in.run(
        "multiverse",
        layouts
        | relations
        | {
            "printed_clusters": path("printed.csv"),
            "corrected_clusters": path("corrected.csv"),
            "cells": path("cells.csv"),
            "errata": path("hypotheses.csv"),
            "parts": path("hypotheses_parts.json"),
        },
        {
            "specifications": path("specifications.csv"),
            "curves": path("multiverse.csv"),
            "choices": path("choices.csv"),
            "sets": path("set_specifications.csv"),
        },
        {"multiverse": few, "rule": choices["indices"], "edition": "corrected"},
    )
    judged = {
        f"{table}_{edition}": path(f"{table}_{edition}.csv")
        for table in ("relations", "sets")
        for edition in ("printed", "corrected")
    }
    with few_draws():
        for edition in ("printed", "corrected"):
            build_in.run(
                "edition_relations",
                relations
                | {
                    "clusters": path(f"{edition}.csv"),
                    "curves": path("multiverse.csv"),
                    "specifications": path("set_specifications.csv"),
                },
                {table: judged[f"{table}_{edition}"] for table in ("relations", "sets")},
                {"rule": choices["indices"], "seed": 1},
            )
    build_in.run(
        "inference_exhibits",
        cases
        | layouts
        | relations
        | judged
        | {
            "printed_clusters": path("printed.csv"),
            "corrected_clusters": path("corrected.csv"),
            "curves": path("multiverse.csv"),
            **{name: path(f"{name}.csv") for name in ("association", "degrees", "choices")},
        },
        {
            "survives": path("survives.csv"),
            "exhibits": path("inference_exhibits.csv"),
            "words": path("inference_words.yaml"),
            "formulas": path("inference_formulas.csv"),
        },
        {
            **{"inference": inferred, "multiverse": few, "edition": "corrected"},
            "rule": choices["indices"],
        },
    )


def run_of(rules: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the record of a run of these rules would say, of which the first ran earlier."""
    jobs = len(rules)
    return {
        "run": {
            "started": "2026-11-25T13:33:00+00:00",
            "ended": "2026-11-25T13:34:01+00:00",
            "seconds": 61.0,
            "jobs": jobs - 1,
        },
        "machine": {"system": "Linux 6", "processors": 2},
        "versions": {"python": "3.11.7"},
        "jobs": [{}] * jobs,
        "rules": [
            {
                "name": rule["name"],
                "jobs": 1,
                "jobs_in_this_run": int(place > 0),
                "seconds": place * 1.5,
            }
            for place, rule in enumerate(rules)
        ],
    }


def site(
    folder: Path, cases: CleanCases, tables: Any, study: Study, found: Audit, content: bytes
) -> Path:
    """The whole site under `folder`; `content`: the trade file. Returns the site's folder."""
    made = Build(folder)
    path = made.path
    paths = {
        "cells": made.put("cells.csv", cases.cells),
        "clusters": made.put("clusters.csv", study.clusters),
        "indices": made.put("indices.csv", study.indices),
        "by_degree": made.put("by_degree.csv", study.by_degree),
        "printed_clusters": made.put("printed.csv", cases.printed_clusters),
        "corrected_clusters": made.put("corrected.csv", cases.corrected_clusters),
    }
    few = {"comparators": ["world_excluding"], "tolerances": [0, 0.05], "years": [2], "shortest": 5}
    trade = measured(
        folder / "trade",
        {"faostat_exports.csv": content},
        {"robustness": few},
        updates={"mine_trade.csv": TRADE_UPDATE},
    )
    against_report(trade, cells=paths.pop("cells"), clusters=paths["clusters"])
    audited = ("cells", "errata", "conventions")
    audit = {
        **{name: made.put(f"audit/{name}.csv", found.plain(name)) for name in (*audited, "claims")},
        "parts": made.text("audit/parts.json", to_json(found.parts(*audited))),
        "claims_parts": made.text("audit/claims_parts.json", to_json(found.parts("claims"))),
    }
    tables_made = exhibits(made, cases, tables, study, trade)
    names = pd.concat(map(pd.read_csv, tables_made.exhibits))["exhibit"].unique()
    made.run(
        "tables",
        tables_made | {"templates": given("tables", "templates")},
        {
            **{
                form: [path(f"tables/{name}.{form}") for name in names]
                for form in ("csv", "html", "tex")
            },
            "document": path("tables.tex"),
        },
    )
    made.run("numbers", {"exhibits": tables_made.exhibits}, {"": path("numbers.csv")})
    made.run(
        "workbook",
        tables_made
        | {
            "numbers": path("numbers.csv"),
            "citation": str(ROOT / "CITATION.cff"),
            "register": str(RAW / "register.csv"),
        },
        {"workbook": path("tables.xlsx"), "macros": path("numbers.tex")},
        {"edition": "corrected"},
    )
    pictures = [
        made.text(f"figures/{name}.svg", PICTURE.format(title=name.replace("_", " ")))
        for name in FIGURES
    ]
    states = pd.DataFrame(
        [("data/raw/clusters.csv", "as registered", "0" * 64)], columns=["file", "state", "found"]
    )
    assets = ROOT / "workflow" / "assets"
    styles = [
        (assets / f"{name}.css").read_text("utf-8") for name in ("site", "shell", "notebook_page")
    ]
    made.run(
        "site",
        tables_made
        | audit
        | paths
        | {
            **{name: given("site", name) for name in ("assets", "templates")},
            "raw_states": [made.put("states.csv", states)],
            "profile_register": str(RAW / "profiles.csv"),
            "products": str(ROOT / "config" / "trade_products.yaml"),
            "updates": made.put("updates.csv", UPDATES),
            **{name: path(f"{name}.csv") for name in ("survives", "what_if", "correlations")},
            "relations_printed": path("relations_printed.csv"),
            "sets_printed": path("sets_printed.csv"),
            "sets_corrected": path("sets_corrected.csv"),
            "citation": str(ROOT / "CITATION.cff"),
            "chance": str(ROOT / "benchmarks" / "words_by_chance.csv"),
            "field_study": trade.path("field_study"),
            "cleaning": trade.path("steps"),
            "flows": trade.path("flows"),
            "figures": pictures,
            "pictures": [
                made.text(f"figures/{name}.{form}", "")
                for name in FIGURES
                for form in ("pdf", "png")
            ],
            "drawn": [made.text(f"figures/{name}.csv", "") for name in FIGURES],
            "tables": sorted(map(str, (folder / "tables").iterdir())),
            "numbers": path("numbers.csv"),
            "dictionary": made.text("data_dictionary.csv", ""),
            "macros": path("numbers.tex"),
            "pdf": made.text("report.pdf", ""),
            "workbook": path("tables.xlsx"),
            "notebooks": [
                made.text(
                    "notebooks/03_trade.html",
                    executed([prose(NOTEBOOK), *CELLS], "03_trade", styles, ENVIRONMENT),
                )
            ],
        },
        {"site": path("report")},
        {"rules": made.rules, "choices": config(), "trade_updates": ["mine_trade.csv"]}
        | {"programs": {name: f"workflow/upgrading/figures/made_up/{name}.py" for name in FIGURES}},
    )
    made.text("report/run.js", page.script(run_of(made.rules)))
    return folder / "report"
