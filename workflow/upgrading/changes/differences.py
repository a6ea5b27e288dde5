"""What differs from the baseline: inputs, cell by cell or grouped, and what the study says.

One edit in a file may show in several tables of inputs: a score in the printed cells and in both
editions of the clusters. What belongs together is one cause.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, NamedTuple, TypeAlias

import pandas as pd

from upgrading.cases.cluster_rows import SCORE_SHAPES
from upgrading.cases.profiles import TONNES
from upgrading.changes.inputs import Inputs, InputTable, Key
from upgrading.numbers import exact_text
from upgrading.vocabulary import AMOUNTS, GOVERNANCE, SCORES

Edition: TypeAlias = Literal["printed", "corrected"]

# What the study says: words and numbers, and how two states of it differ -------------------------


Kind = Literal["set", "relation", "claim", "degree", "verdict", "number"]

KINDS: Final[tuple[Kind, ...]] = ("set", "relation", "claim", "degree", "verdict", "number")

CONCLUSIONS: Final[tuple[Kind, ...]] = ("set", "relation", "claim", "degree")
"""Kinds that a reader takes away. Verdicts of the audit are on single printed cells."""

WORDS: Final[Mapping[Edition, str]] = {"printed": "word", "corrected": "word_corrected"}
"""Columns with the words on sets and relations, by the edition of the scores."""


class Place(NamedTuple):
    """Where an outcome stands."""

    kind: Kind
    exhibit: str
    row: str
    column: str

    @property
    def edition(self) -> Edition:
        """The edition of the scores that a word on a set, relation or claim is of."""
        return "corrected" if self.column.endswith("_corrected") else "printed"


class Shown(NamedTuple):
    """An outcome: its value (a number in full precision, or a word), and what a table shows."""

    value: str
    shown: str


Outcomes: TypeAlias = Mapping[Place, Shown]

_LARGEST_DENOMINATOR: Final = 5000
"""Means are of scores in half steps over a few dozen clusters; twelve digits tell these apart."""

_NOISE: Final = Fraction(1, 10**9)
"""Relative difference that two measured figures may have for the order of their sums alone."""


def exact(text: str) -> Fraction | None:
    """The number that a file gives in twelve digits; `None` of a word or nothing.

    A mean that does not terminate is given back exactly: 1.82142857143 is 51/28.
    """
    try:
        given = Fraction(text)
    except ValueError:
        return None
    near = given.limit_denominator(_LARGEST_DENOMINATOR)
    return near if exact_text(near) == exact_text(given) else given


def negligible(difference: Fraction, *of: Fraction) -> bool:
    """Whether a difference is nothing but the rounding of measured figures."""
    return abs(difference) <= _NOISE * max((abs(value) for value in of), default=Fraction(0))


def same(one: Shown | None, other: Shown | None) -> bool:
    """Whether two outcomes are the same, the last digits of measured figures aside."""
    if one is None or other is None or one.shown != other.shown:
        return one is other
    first, second = exact(one.value), exact(other.value)
    if first is None or second is None:
        return one.value == other.value
    return negligible(first - second, first, second)


@dataclass(frozen=True)
class Change:
    """An outcome that is not what it was; `None` stands for one that is not there."""

    place: Place
    old: Shown | None
    new: Shown | None

    @property
    def what(self) -> Literal["changed", "appeared", "vanished"]:
        """Whether it changed, appeared or vanished."""
        if self.old is None:
            return "appeared"
        return "vanished" if self.new is None else "changed"

    @property
    def difference(self) -> Fraction | None:
        """New less old, of two numbers."""
        return difference(self.old, self.new)

    @property
    def shown_changes(self) -> bool:
        """Whether the printed digits are others."""
        return self.old is None or self.new is None or self.old.shown != self.new.shown


def difference(old: Shown | None, new: Shown | None) -> Fraction | None:
    """New less old, exactly; `None` unless both are numbers."""
    if old is None or new is None:
        return None
    first, second = exact(old.value), exact(new.value)
    return None if first is None or second is None else second - first


def changes(old: Outcomes, new: Outcomes) -> list[Change]:
    """Every outcome that differs, in the order of `KINDS`, exhibits, rows and columns."""
    places = sorted(old.keys() | new.keys(), key=lambda place: (KINDS.index(place.kind), place))
    return [
        Change(place, old.get(place), new.get(place))
        for place in places
        if old.get(place) != new.get(place)
    ]


def numbers(frame: pd.DataFrame) -> dict[Place, Shown]:
    """Outcomes of `build.numbers_shown`."""
    return {
        Place("number", row.exhibit, row.row, row.column): Shown(row.value, row.shown)
        for row in frame.itertuples(index=False)
    }


def _words(
    kind: Kind, frame: pd.DataFrame, keys: Sequence[str], columns: Iterable[str], exhibit: str = ""
) -> dict[Place, Shown]:
    found = {}
    for row in frame.to_dict("records"):
        for column in columns:
            word = row[column] or ""
            place = (exhibit, row[keys[0]], column) if exhibit else tuple(row[key] for key in keys)
            found[Place(kind, *place)] = Shown(word, word)
    return found


def degrees(indices: pd.DataFrame) -> dict[Place, Shown]:
    """Degree of collective efficiency of every cluster (`indices.INDEX_COLUMNS`)."""
    return _words("degree", indices, ["cluster_id"], ["ce_degree"], "indices")


def sets(frame: pd.DataFrame, columns: Iterable[str] = WORDS.values()) -> dict[Place, Shown]:
    """Words on general sentences: `set` and columns of `WORDS`.

    A set of a single relation has none: its relation has.
    """
    found = _words("set", frame, ["set"], columns, "sets")
    return {place: word for place, word in found.items() if word.value}


def relations(frame: pd.DataFrame, columns: Iterable[str] = WORDS.values()) -> dict[Place, Shown]:
    """Words on relations: `relation` and columns of `WORDS`."""
    return _words("relation", frame, ["relation"], columns, "relations")


def claims(frame: pd.DataFrame) -> dict[Place, Shown]:
    """Verdict on every claim, in both editions (`run.CLAIM_COLUMNS`)."""
    return _words("claim", frame, ["claim_id"], ["verdict", "verdict_corrected"], "claims")


def verdicts(cells: pd.DataFrame) -> dict[Place, Shown]:
    """Verdict on every printed number (`results/audit/cells.csv`)."""
    return _words("verdict", cells, ["exhibit", "row", "column"], ["verdict"])


LIMIT: Final = 24
"""Causes of one kind that are told apart singly; more are grouped."""

CLEANING: Final = ("trade.cleaning", "trade.concordances", "trade.standard_unit_values")
"""Choices that act through the flows: what they change cannot be told from other files."""

FLOW_FIELDS: Final = ("codes", "unit", "unchanged")
"""Fields of a product that act through its flows."""


@dataclass(frozen=True)
class Edit:
    """A cell of an input table that differs; without a column, a row that came or went."""

    table: str
    key: Key
    column: str = ""


Name: TypeAlias = tuple[str, ...]
"""Kind of a cause, then its place from the coarsest to the finest part."""


@dataclass(frozen=True)
class Cause:
    """An input that differs: a name, what it was and is (empty if grouped), and its edits."""

    name: Name
    old: str
    new: str
    edits: tuple[Edit, ...]
    grouped: bool = False

    @property
    def kind(self) -> str:
        """`cluster`, `profile`, `stage`, `printed`, `choice`, `product`, `relation` or `trade`."""
        return self.name[0]


def edits(before: Inputs, after: Inputs) -> list[Edit]:
    """Every cell that differs between two states of the inputs."""
    found: list[Edit] = []
    for name, table in before.items():
        other = after[name]
        if table is other:
            continue
        for key in [*table.rows, *(key for key in other.rows if key not in table.rows)]:
            old, new = table.rows.get(key), other.rows.get(key)
            if old is None or new is None:
                found.append(Edit(name, key))
            elif old != new:
                columns = [column for column in other.columns if old.get(column) != new[column]]
                found += [Edit(name, key, column) for column in columns]
    return found


def applied(before: Inputs, after: Inputs, chosen: Iterable[Edit]) -> dict[str, InputTable]:
    """The inputs `before`, with the chosen cells as they are `after`.

    A table without such a cell stays the same object.
    """
    by_table: dict[str, list[Edit]] = defaultdict(list)
    for edit in chosen:
        by_table[edit.table].append(edit)
    mixed = dict(before)
    for name, own in by_table.items():
        rows = {key: dict(row) for key, row in before[name].rows.items()}
        for edit in own:
            new = after[name].rows.get(edit.key)
            if edit.column:
                rows[edit.key][edit.column] = after[name].rows[edit.key][edit.column]
            elif new is None:
                del rows[edit.key]
            else:
                rows[edit.key] = dict(new)
        mixed[name] = InputTable(after[name].columns, rows)
    return mixed


def aligned(before: Inputs, after: Inputs) -> dict[str, InputTable]:
    """The inputs `before` in the form that the present program reads.

    Keys of the config and columns that the baseline does not have yet are as `after`, those that
    the program no longer has are left out: these are changes of the program, not of an input.
    """
    found = dict(before)
    for name, table in before.items():
        other = after[name]
        keys = other.rows if name == "choices" else table.rows
        if table.columns == other.columns and keys.keys() == table.rows.keys():
            continue
        rows = {
            key: {
                column: {**other.rows.get(key, {}), **table.rows.get(key, {})}.get(column, "")
                for column in other.columns
            }
            for key in keys
        }
        found[name] = InputTable(other.columns, rows)
    return found


# Which edits are one cause ---------------------------------------------------------------------

_OF_PROFILE: Final = {"additional_firms": "firms"}
_OF_STAGE: Final = {
    "from_year": "years",
    "to_year": "years",
    "price_low": "price_us_kg",
    "price_high": "price_us_kg",
    **{column: row for row, column in TONNES.items()},
}
"""Columns of the salmon stages, and the row of Table 20 that each is read from."""


def causes(
    before: Inputs, after: Inputs, shapes: Mapping[str, str], limit: int = LIMIT
) -> list[Cause]:
    """The inputs that differ. `shapes`: shape of each printed table.

    More than `limit` of a kind are grouped: scores by cluster, then by sector group; printed cells
    by table; Table 2 by row; trade by source, product and exporter, then without the exporter,
    then by source.
    """
    bundles: dict[Name, list[Edit]] = defaultdict(list)
    every = edits(before, after)
    through = _through_flows(every)
    for edit in every:
        bundles[_name(edit, before, after, shapes, through)].append(edit)
    _derived(bundles)
    found: list[Cause] = []
    for kind in dict.fromkeys(name[0] for name in bundles):
        own = {name: listed for name, listed in bundles.items() if name[0] == kind}
        found += _grouped(own, before, after, limit)
    return found


def _through_flows(every: Sequence[Edit]) -> tuple[bool, frozenset[str]]:
    """Whether choices of cleaning differ, and products whose codes or units do."""
    cleaning = any(e.table == "choices" and e.key[0].startswith(CLEANING) for e in every)
    fields = {e.key[0] for e in every if e.table == "products" and e.key[1] in FLOW_FIELDS}
    return cleaning, frozenset(fields)


def _name(
    edit: Edit,
    before: Inputs,
    after: Inputs,
    shapes: Mapping[str, str],
    through: tuple[bool, frozenset[str]],
) -> Name:
    match edit.table:
        case "clusters_printed" | "clusters_corrected":
            return ("cluster", _group(edit, before, after), edit.key[0], edit.column)
        case "profiles":
            column = _OF_PROFILE.get(edit.column, edit.column)
            return ("profile", edit.key[0], column)
        case "salmon_stages":
            return ("stage", edit.key[0], _OF_STAGE.get(edit.column, edit.column))
        case "printed_cells":
            return _name_of_cell(edit, before, after, shapes)
        case "choices":
            cleaning = edit.key[0].startswith(CLEANING)
            return ("choice", CLEANING[0] if cleaning else edit.key[0])
        case "products":
            return ("product", edit.key[0])
        case "relations":
            return ("relation", edit.key[0])
    source, exporter, product, flow, year = edit.key
    cleaning, products = through
    if cleaning:
        return ("choice", CLEANING[0])
    if product in products:
        return ("product", product)
    return ("trade", source, product, exporter, flow, year)


def _group(edit: Edit, before: Inputs, after: Inputs) -> str:
    rows = [inputs[edit.table].rows.get(edit.key) for inputs in (after, before)]
    return next(row["group"] for row in rows if row)


def _name_of_cell(edit: Edit, before: Inputs, after: Inputs, shapes: Mapping[str, str]) -> Name:
    cell = after[edit.table].rows.get(edit.key) or before[edit.table].rows[edit.key]
    exhibit, row, column = cell["exhibit"], cell["row"], cell["column"]
    if cell["row_kind"] == "body" and edit.column == "printed":
        scored = shapes.get(exhibit) in SCORE_SHAPES and column in {*SCORES, *GOVERNANCE}
        cluster = after["clusters_printed"].rows.get((row,))
        if scored and cluster:
            return ("cluster", cluster["group"], row, column)
        if shapes.get(exhibit) == "profiles" and not column.startswith("label_"):
            return ("profile", row, column)
        if shapes.get(exhibit) == "stages":
            return ("stage", column, row)
    return ("printed", exhibit, row, column)


def _derived(bundles: dict[Name, list[Edit]]) -> None:
    """Whether exports exceed production follows from these: no cause of its own."""
    for name in [name for name in bundles if name[0] == "profile"]:
        if name[2] == "exports_exceed_production":
            own = [("profile", name[1], amount) for amount in AMOUNTS]
            if source := next((other for other in own if other in bundles), None):
                bundles[source] += bundles.pop(name)


_LEVELS: Final[Mapping[str, tuple[int, ...]]] = {
    "cluster": (4, 3, 2),
    "profile": (3, 2, 1),
    "stage": (3, 2),
    "printed": (4, 2, 1),
    "trade": (6, 4, 3, 2),
    "choice": (2,),
    "product": (2,),
    "relation": (2,),
}
"""How many parts of the name tell causes apart, from the finest to the coarsest."""


def _grouped(
    bundles: Mapping[Name, list[Edit]], before: Inputs, after: Inputs, limit: int
) -> list[Cause]:
    levels = _LEVELS[next(iter(bundles))[0]]
    depth = next(
        (depth for depth in levels if len({name[:depth] for name in bundles}) <= limit),
        levels[-1],
    )
    merged: dict[Name, list[Edit]] = defaultdict(list)
    cells: dict[Name, int] = defaultdict(int)
    for name, own in bundles.items():
        merged[name[:depth]] += own
        cells[name[:depth]] += 1
    found = []
    for name, own in merged.items():
        several = cells[name] > 1 or _manifold(own)
        old, new = ("", "") if several else _values(own, before, after)
        if name[0] in _OF_ENTRIES and (whole := _came_or_went(name, before, after)):
            (old, new), several = whole, False
        found.append(Cause(name, old, new, tuple(own), grouped=several))
    return found


_OF_ENTRIES: Final = {"product": "products", "relation": "relations"}
"""Kinds of causes that are entries of a list, and the table of the list."""


def _came_or_went(name: Name, before: Inputs, after: Inputs) -> tuple[str, str] | None:
    """What an entry was and is if one state does not have it; `None` if both have."""
    table = _OF_ENTRIES[name[0]]
    was, now = (any(key[0] == name[1] for key in state[table].rows) for state in (before, after))
    return None if was and now else (ADDED if now else GONE)


ADDED: Final = ("not there", "added")
GONE: Final = ("there", "gone")
"""What a row that came or went was and is."""


def _manifold(own: Sequence[Edit]) -> bool:
    """Whether a cause holds several cells that are not the same cell in several tables."""
    listed = {"choices", *_OF_ENTRIES.values()}
    return len({(e.key, e.column) for e in own if e.table in listed}) > 1


_TOLD_BY: Final = (
    "clusters_corrected",
    "clusters_printed",
    "printed_cells",
    "profiles",
    "salmon_stages",
    "choices",
    "products",
    "relations",
    "trade_totals",
)
"""The table that tells what a cause was and is, the first of these that has it."""


def _values(own: Sequence[Edit], before: Inputs, after: Inputs) -> tuple[str, str]:
    """What a single cell was and is; a row that came or went says so."""
    edit = min(own, key=lambda one: _TOLD_BY.index(one.table))
    old, new = before[edit.table].rows.get(edit.key), after[edit.table].rows.get(edit.key)
    if edit.table == "trade_totals":
        return _total(old), _total(new)
    if old is None or new is None:
        value = dict.fromkeys(("choices", "products", "relations"), "value")
        value["printed_cells"] = "printed"
        if edit.table in value:
            column = value[edit.table]
            return (old or {}).get(column, ""), (new or {}).get(column, "")
        return ADDED if old is None else GONE
    return old.get(edit.column, ""), new.get(edit.column, "")


def _total(row: Mapping[str, str] | None) -> str:
    if row is None:
        return ""
    quantity = f", {row['quantity']} {row['quantity_unit']}" if row["quantity"] else ""
    return f"{row['value_usd']} US${quantity}"
