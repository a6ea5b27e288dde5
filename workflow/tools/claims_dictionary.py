"""Write the dictionary of the claims language into docs/claims.md: `make dictionary`.

Names, functions and arguments are looked up where they are defined; what each gives is the first
sentence of its docstring. A test compares what stands between the marks.
"""

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from upgrading.claims.arguments import Function, Wanted
from upgrading.claims.conditions import Condition, Token
from upgrading.claims.table import TABLE_2, TABLE_20, Known, words
from upgrading.parts import plain
from upgrading.vocabulary import COMPONENTS, DEGREES, GOVERNANCE, INDICES, SECTOR_GROUPS, UPGRADING

PAGE = Path("docs/claims.md")
BEGIN, END = "<!-- dictionary: begin -->", "<!-- dictionary: end -->"

_GIVES = {
    "condition": "Conditions on clusters",
    "quantity": "Quantities",
    "test": "Tests",
    "wording": "Texts",
    "text": "Texts",
    "list": "Lists",
}
"""Under which heading a function stands, by what it gives."""

_FROM_DATA = (
    ("`footwear_leon` …", "the clusters, by the ids of `data/raw/clusters.csv`"),
    ("`salmon_austral_region` …", "the rows of Table 2, by the ids of `data/raw/profiles.csv`"),
    ("`initial_learning`, `maturing`, `globalization`", "the stages of Table 20"),
    ("`table_01` … `annex_table_8`", "the tables of the report"),
)


_LABELS = {
    **COMPONENTS,
    **INDICES,
    **{pattern: f"Governance: {label}, code of the chain" for pattern, label in GOVERNANCE.items()},
    **UPGRADING,
    **SECTOR_GROUPS,
    "up_sum": "Sum of the upgrading scores",
    "earliest": "First possible year of creation (Table 2)",
    "latest": "Last possible year of creation (Table 2)",
    "year": "Year of creation, where Table 2 prints one",
    "decade": "Decade of creation (Table 2)",
    "rows_of_table_2": "How many rows of Table 2 the cluster has",
}
_LISTS = {
    "clusters": "all clusters",
    "profiles": "all rows of Table 2",
    "studied_clusters": "the clusters that stand in Table 2",
    "industries": "all industries, as texts",
    "countries": "the codes of all countries, as texts",
}


def put_between(page: Path, text: str, begin: str = BEGIN, end: str = END) -> None:
    """Put a text between the marks of a page."""
    before, _, rest = page.read_text(encoding="utf-8").partition(begin)
    after = rest.partition(end)[2]
    page.write_text(f"{before}{begin}\n\n{text}\n{end}{after}", encoding="utf-8")


def dictionary() -> str:
    """The dictionary in Markdown."""
    names = words(Known({}, {}, (), ())).names
    lines = ["### Names", "", "| name | stands for |", "| --- | --- |"]
    lines += [f"| {name} | {meaning} |" for name, meaning in _names(names)]
    lines += ["", "After a point:", ""]
    lines += [
        "- a cluster has its scores and indices: `footwear_leon.jai`;",
        f"- a row of Table 2 has {_code(TABLE_2)}, and its date as printed, `created`;",
        f"- a stage of Table 20 has {_code(TABLE_20)};",
        "- a chain has `domestic` and `abroad`: `quasi_hierarchy.abroad`.",
    ]
    functions = [value for value in names.values() if isinstance(value, Function)]
    for heading in dict.fromkeys(_GIVES.values()):
        own = [one for one in functions if _heading(one) == heading]
        lines += ["", f"### {heading}", "", "| function | gives |", "| --- | --- |"]
        lines += [f"| `{_signature(one)}` | {_says(one)} |" for one in own]
    lines += ["", "### What arguments take", "", "| argument | takes |", "| --- | --- |"]
    lines += [f"| {named} | {taken} |" for named, taken in _arguments(functions)]
    return "\n".join(lines) + "\n"


def _names(names: dict[str, object]) -> Iterator[tuple[str, str]]:
    yield from _FROM_DATA
    for name, value in names.items():
        match value:
            case Token():
                yield f"`{name}`", _LABELS[value]
            case tuple():
                yield f"`{name}`", _LISTS.get(name) or _code(_shown(names, one) for one in value)
            case Condition():
                degree = getattr(value, "degree", "")
                told = f"the degree {DEGREES[degree]}" if degree else plain(value.words)
                yield f"`{name}`", f"clusters: {told}"


def _shown(names: dict[str, object], value: object) -> str:
    return next(name for name, one in names.items() if one is value)


def _code(names: object) -> str:
    return ", ".join(f"`{name}`" for name in names)  # type: ignore[attr-defined]


def _heading(function: Function) -> str:
    given = function.wanted["return"]
    return _GIVES["list" if given.several else given.kinds[0]]


def _signature(function: Function) -> str:
    parts = []
    for name, one in function.signature.parameters.items():
        default = "" if one.default is inspect.Parameter.empty else "?"
        parts.append(f"*{name}" if one.kind is inspect.Parameter.VAR_POSITIONAL else name + default)
    return f"{function.name}({', '.join(parts)})"


def _says(function: Function) -> str:
    """Its docstring: first sentence, and what follows on arguments."""
    text = inspect.getdoc(function.make) or ""
    return re.sub(r"\s+", " ", text).replace("|", "\\|")


def _arguments(functions: list[Function]) -> Iterator[tuple[str, str]]:
    """What every argument takes, the same told once."""
    by_kind: dict[Wanted, dict[str, None]] = {}
    for function in functions:
        for name in function.signature.parameters:
            by_kind.setdefault(function.wanted[name], {})[f"`{name}`"] = None
    for wanted, named in sorted(by_kind.items(), key=lambda one: str(one[0])):
        yield ", ".join(named), str(wanted)


if __name__ == "__main__":
    put_between(PAGE, dictionary())
