"""Bring what the documentation shows of the results up to date: `make map`.

Writes which program makes which table and figure into docs/exhibit_map.md, and copies the figure of
the README. Everything on the map is looked up where it stands: which rule made what in the record
of the last run, titles in the tables and figures themselves, modules in the steps. Tests compare.
"""

import ast
import csv
import html
import json
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).parent.parent))

from plan.code import UPGRADING
from tools.claims_dictionary import put_between

RECORD = Path("results/provenance/run.json")
LAYOUTS = Path("config/exhibits.yaml")
PAGE = Path("docs/exhibit_map.md")
PICTURE = Path("results/figures/association_forest.svg")
"""The figure that the README shows, from a copy in the folder of the page."""
BEGIN, END = "<!-- map: begin -->", "<!-- map: end -->"

BUILDING = ("upgrading.exhibits",)
"""Parts of the package in which tables are built; what else a script imports is science or text."""


def main() -> int:
    """Write the map into its page and copy the picture; 1 if there is no finished run."""
    if not RECORD.is_file():
        print(f"There is no finished run ({RECORD} is missing): run make.", file=sys.stderr)
        return 1
    put_between(PAGE, exhibit_map(json.loads(RECORD.read_text(encoding="utf-8"))), BEGIN, END)
    shutil.copy(PICTURE, PAGE.parent)
    return 0


def exhibit_map(record: Mapping[str, Any]) -> str:
    """The map in Markdown. `record`: of the run, as `run_record` writes it."""
    rules = {rule["name"]: rule for rule in record["rules"]}
    lines = ["| table | shows | rules | program | output |", "| --- | --- | --- | --- | --- |"]
    table_job = _job_of(record, "results/tables/")
    layouts = yaml.safe_load(LAYOUTS.read_text(encoding="utf-8"))
    for cells in filter(_holds_exhibits, table_job["inputs"]):
        maker = rules[_maker(record, cells)]
        modules = _building(Path(maker["code"]))
        for exhibit in _exhibits(Path(cells)):
            output = f"results/tables/{exhibit}.html"
            program = _program(exhibit, modules, layouts)
            ran = f"`{maker['name']}`, `{table_job['rule']}`"
            lines.append(_line(exhibit, _title(Path(output)), ran, program, output))
    lines += ["", "| figure | shows | rule | program | output |", lines[1]]
    pictures = {
        output["file"]: output["rule"]
        for output in record["outputs"]
        if re.fullmatch(r"results/figures/[^/]*\.svg", output["file"])
    }
    for output, rule in sorted(pictures.items()):
        figure = Path(output).stem
        program = f"`{_drawn_by(figure)}`"
        lines.append(_line(figure, _title(Path(output)), f"`{rule}`", program, output))
    return "\n".join(lines)


def between_the_marks(text: str) -> str:
    """The part of the page that is written by this program."""
    return text.split(BEGIN, 1)[1].split(END, 1)[0].strip()


def _line(exhibit: str, title: str, rules: str, program: str, output: str) -> str:
    return f"| `{exhibit}` | {title.replace('|', '/')} | {rules} | {program} | `{output}` |"


def _job_of(record: Mapping[str, Any], folder: str) -> Mapping[str, Any]:
    """The job with outputs in a folder; the last one, if some of an older kind are left."""
    jobs = [
        job for job in record["jobs"] if any(file.startswith(folder) for file in job["outputs"])
    ]
    return max(jobs, key=lambda job: str(job["ended"]))


def _maker(record: Mapping[str, Any], path: str) -> str:
    (rule,) = {output["rule"] for output in record["outputs"] if output["file"] == path}
    return str(rule)


def _holds_exhibits(path: str) -> bool:
    if not path.endswith(".csv"):
        return False
    with Path(path).open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))[:1] == ["exhibit"]


def _exhibits(cells: Path) -> list[str]:
    with cells.open(encoding="utf-8", newline="") as file:
        return list(dict.fromkeys(row["exhibit"] for row in csv.DictReader(file)))


def _title(file: Path) -> str:
    text = file.read_text(encoding="utf-8")
    # of a table, whose title above the page may be cut short
    found = re.search(r"<caption>(.*?)</caption>", text, re.S) or re.search(
        r"<title[^>]*>(.*?)</title>", text, re.S
    )
    if not found:
        raise ValueError(f"{file}: no title")
    return " ".join(html.unescape(found[1]).split())


def _imported(script: Path) -> Iterator[tuple[str, str]]:
    """Names that a script imports from the package, with the module that each is or comes from."""
    for node in ast.walk(ast.parse(script.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("upgrading"):
            for name in node.names:
                whole = f"{node.module}.{name.name}"
                yield name.name, whole if _file(whole).is_file() else str(node.module)


def _file(module: str) -> Path:
    place = Path("workflow", *module.split("."))
    return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")


def _path(module: str) -> str:
    return f"`{module.removeprefix('upgrading.').replace('.', '/')}.py`"


def _drawn_by(figure: str) -> str:
    """The module of a figure, which has its name."""
    (module,) = UPGRADING.glob(f"figures/*/{figure}.py")
    return module.relative_to(UPGRADING).as_posix()


def _building(script: Path) -> list[str]:
    """Modules that a script imports itself and in which tables are built."""
    return sorted({module for _, module in _imported(script) if module.startswith(BUILDING)})


def _program(exhibit: str, modules: list[str], layouts: Mapping[str, Any]) -> str:
    """Where a table is built: by the shape of a printed one, else the modules that name it or its
    family (`f"trade_{product}"`), else all that the rule's script uses.
    """
    if exhibit in layouts:
        return (
            f"{_path('upgrading.exhibits.values')}: {layouts[exhibit]['shape'].replace('_', ' ')}"
        )
    if (UPGRADING / f"exhibits/own/{exhibit}.py").is_file():
        return _path(f"upgrading.exhibits.own.{exhibit}")
    texts = {module: _file(module).read_text(encoding="utf-8") for module in modules}
    names = (f'"{exhibit}"', f'f"{exhibit.split("_")[0]}_{{')
    for name in names:
        if naming := [module for module, text in texts.items() if name in text]:
            return ", ".join(map(_path, naming))
    return ", ".join(map(_path, modules))


if __name__ == "__main__":
    sys.exit(main())
