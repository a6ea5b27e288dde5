"""What changed, as a page to read (Markdown) and as a table (CSV)."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import pandas as pd

from upgrading.changes.attribution import Attributed, Effect
from upgrading.changes.differences import ADDED, GONE, Cause, Kind, Shown
from upgrading.changes.figures import FigureChange
from upgrading.changes.labels import Labels
from upgrading.numbers import MISSING, exact_text, shown
from upgrading.vocabulary import DEGREES

LINES: Final = 40
"""Rows of a table of changes on the page; the rest is in the CSV file. Inputs are all on the page:
the changes go by their numbers, and the CSV file has no line for one without effect."""

CHANGE_COLUMNS: Final = (
    "kind",
    "exhibit",
    "row",
    "column",
    "change",
    "old",
    "new",
    "difference",
    "old_shown",
    "new_shown",
    "shown_changes",
    "effect",
    "cause",
    "cause_old",
    "cause_new",
    "share",
)
"""One row per changed outcome and effect. `kind`: number, degree, verdict, claim or figure;
`effect`: alone, together, program or not told apart, of figures also each (every one of the causes
moves it); several causes are separated by `; `. `share`: the part of `difference` that is the
effect's."""

_CORRECTED: Final = "_corrected"
"""How the columns of verdicts on claims end that are of the corrected edition."""

NOTHING: Final = (
    "Nothing changed: every number, degree, verdict, claim and figure is as in the baseline.\n"
)

NO_CHANGES: Final = pd.DataFrame(columns=list(CHANGE_COLUMNS))
"""The table of changes without any."""

NO_BASELINE: Final = (
    "There is no baseline to compare with: the folder `baseline/` is empty. `make accept` makes "
    "the present results the baseline.\n"
)


def incomplete(missing: Sequence[str]) -> str:
    """The page where the baseline lacks files: deleted, or not yet kept when it was accepted."""
    return (
        f"Nothing is compared: the baseline lacks {', '.join(f'`{name}`' for name in missing)}. "
        "`make accept` makes the present results the baseline, with all its files.\n"
    )


@dataclass(frozen=True)
class Report:
    """All that changed, and the inputs that differ, which the effects number from 0."""

    causes: Sequence[Cause]
    changes: Sequence[Attributed]
    figures: Sequence[FigureChange]
    labels: Labels

    def of(self, kind: Kind) -> list[Attributed]:
        """The changes of one kind."""
        return [one for one in self.changes if one.change.place.kind == kind]


# The table -------------------------------------------------------------------------------------


def changes_frame(report: Report) -> pd.DataFrame:
    """Every change with every effect, columns `CHANGE_COLUMNS`."""
    rows: list[tuple[object, ...]] = []
    for one in report.changes:
        change = one.change
        old, new = change.old or Shown("", ""), change.new or Shown("", "")
        head: tuple[object, ...] = (
            *change.place,
            change.what,
            old.value,
            new.value,
            _exact(change.difference),
        )
        head += (old.shown, new.shown, change.shown_changes)
        for effect in one.effects:
            rows.append(
                (*head, *_effect_cells(effect.way, effect.causes, report), _exact(effect.share))
            )
    for figure in report.figures:
        head = ("figure", figure.figure, "", "", figure.what, "", "", "", "", "", True)
        way = _figure_way(figure)
        rows.append((*head, *_effect_cells(way, figure.causes, report), ""))
    return pd.DataFrame(rows, columns=list(CHANGE_COLUMNS), dtype=object)


def _figure_way(figure: FigureChange) -> str:
    if not figure.causes:
        return "program"
    if len(figure.causes) == 1:
        return "alone"
    return "each" if figure.told_apart else "not told apart"


def _effect_cells(way: str, causes: Iterable[int], report: Report) -> tuple[str, str, str, str]:
    named = [report.causes[number] for number in causes]
    return (
        way,
        "; ".join(report.labels.cause(cause) for cause in named),
        "; ".join(cause.old for cause in named),
        "; ".join(cause.new for cause in named),
    )


def _exact(value: Fraction | None) -> str:
    return "" if value is None else exact_text(value)


# The page --------------------------------------------------------------------------------------


def markdown(report: Report) -> str:
    """The page: inputs, numbers by exhibit, degrees, verdicts, claims, figures."""
    if not (report.changes or report.figures):
        inputs = f" {_inputs_without_effect(report)}" if report.causes else ""
        return NOTHING.rstrip("\n") + inputs + "\n"
    parts = ["# What changed since the baseline", _summary(report), *_inputs(report)]
    parts += _numbers(report)
    parts += _flips(report, "degree", "Degrees of collective efficiency", ("Cluster",))
    parts += _flips(report, "verdict", "Verdicts of the audit", ("Exhibit", "Row", "Column"))
    parts += _flips(report, "claim", "Claims of the report", ("Claim", "Edition"))
    parts += _figures(report)
    return "\n\n".join(parts) + "\n"


def _inputs_without_effect(report: Report) -> str:
    names = "; ".join(report.labels.cause(cause) for cause in report.causes)
    return f"Inputs that differ, without effect: {names}."


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _summary(report: Report) -> str:
    numbers = report.of("number")
    what = Counter(one.change.what for one in numbers)
    digits = sum(one.change.shown_changes for one in numbers if one.change.what == "changed")
    parts = [
        f"{_count(what['changed'], 'number')} changed ({digits} of them in the printed digits)",
        f"{what['appeared']} appeared and {what['vanished']} vanished",
        f"{_count(len(report.of('degree')), 'degree')}, "
        f"{_count(len(report.of('verdict')), 'verdict')} and {_claims(report)} flipped",
        f"{_count(len(report.figures), 'figure')} changed",
    ]
    return (
        f"{_count(len(report.causes), 'input differs', 'inputs differ')} from the baseline. "
        f"{'; '.join(parts)}. Everything in full precision: `changes.csv`."
    )


def _claims(report: Report) -> str:
    """How many claims flipped, in either edition; in the printed one, where these are fewer."""
    places = [one.change.place for one in report.of("claim")]
    every = {place.row for place in places}
    printed = {place.row for place in places if not place.column.endswith(_CORRECTED)}
    some = f" ({len(printed)} of them in the printed edition)" if printed != every else ""
    return _count(len(every), "claim") + some


def _inputs(report: Report) -> list[str]:
    if not report.causes:
        text = "No input differs: what changed is the work of the program, or of another machine."
        return ["## Inputs that changed", text]
    moves, may_move = _moved(report, apart=True), _moved(report, apart=False)
    lines = [
        (
            str(number + 1),
            report.labels.cause(cause),
            _said(cause, cause.old),
            _said(cause, cause.new),
            str(moves[number]),
            *([str(may_move[number])] if may_move else []),
        )
        for number, cause in enumerate(report.causes)
    ]
    header = ("No.", "Input", "Before", "Now", "Moves", *(["May move"] if may_move else []))
    table = _table(header, lines, len(lines))
    notes = []
    if any(cause.grouped for cause in report.causes):
        notes.append(
            "Inputs of several cells are groups: what each of their cells does is not told apart."
        )
    if len(report.causes) > 1:
        notes.append(
            "“Because of” below gives the number of each input that moves a figure by itself, with "
            "its share of the difference where there are several; “together” is what inputs do "
            "only in combination."
        )
        if any(effect.way == "together" for one in report.of("number") for effect in one.effects):
            notes.append(
                "Of tests and models the printed digits are compared: a last digit that is left "
                "“together” may be rounding."
            )
        if may_move:
            notes.append(
                "“May move” counts what rests on the input among others whose shares are not told "
                "apart."
            )
    else:
        notes.append("What does not say otherwise below comes from this input alone.")
    return ["## Inputs that changed", table, " ".join(notes)]


def _moved(report: Report, *, apart: bool) -> Counter[int]:
    """How many outcomes each input moves, or may move among inputs that are not told apart.

    A claim is one outcome, in whatever edition it moves.
    """
    found = {
        (cause, place._replace(column="") if place.kind == "claim" else place)
        for place, effects in ((one.change.place, one.effects) for one in report.changes)
        for effect in effects
        if (effect.way != "not told apart") is apart
        for cause in effect.causes
    }
    return Counter(cause for cause, _ in found)


def _said(cause: Cause, value: str) -> str:
    """What an input was or is; an empty score is one that is not available."""
    if cause.grouped:
        return "several values"
    if cause.kind in {"choice", "product", "relation"} and value and value not in {*ADDED, *GONE}:
        return _plainly(json.loads(value))
    missing = "n.a." if cause.kind in {"cluster", "profile", "stage"} else MISSING
    return _typeset(value) or missing


def _plainly(value: object) -> str:
    """A value of the config as a reader writes it."""
    match value:
        case bool():
            return "true" if value else "false"
        case list():
            return ", ".join(map(_plainly, value)) or "none"
        case dict():
            return ", ".join(f"{key} {_plainly(one)}" for key, one in value.items())
    return _typeset(str(value)) or MISSING


def _typeset(text: str) -> str:
    """A number with a minus sign for its hyphen; of an interval, the end without its comma."""
    number = text.rstrip(",")
    return number.replace("-", "−") if _NUMBER.fullmatch(number) else text


_NUMBER: Final = re.compile(r"-?[\d.,]*\d")


def _numbers(report: Report) -> list[str]:
    numbers = sorted(report.of("number"), key=lambda one: report.labels.rank(one.change.place))
    if not numbers:
        return []
    parts = ["## Numbers"]
    for exhibit in dict.fromkeys(one.change.place.exhibit for one in numbers):
        own = [one for one in numbers if one.change.place.exhibit == exhibit]
        because = _tells_causes(own, report)
        header = ("Row", "Column", "Before", "Now", "Difference", "Printed digits")
        lines = [
            (
                report.labels.row(exhibit, one.change.place.row),
                report.labels.column_of(one.change.place),
                _typeset(one.change.old.shown) if one.change.old else MISSING,
                _now(one, report),
                _signed(one.change.difference),
                _digits(one, report),
                *([_because(one.effects)] if because else []),
            )
            for one in own
        ]
        parts += [
            f"### {report.labels.exhibit(exhibit)}",
            _table((*header, "Because of") if because else header, lines),
        ]
    return parts


def _now(one: Attributed, report: Report) -> str:
    """What a cell shows now; where its number vanished, the words in its place."""
    if one.change.new:
        return _typeset(one.change.new.shown)
    return report.labels.now(one.change.place) or MISSING


def _digits(one: Attributed, report: Report) -> str:
    if one.change.what == "vanished" and report.labels.now(one.change.place):
        return "no number now"
    if one.change.what != "changed":
        return one.change.what
    return "change" if one.change.shown_changes else "same"


def _flips(report: Report, kind: Kind, title: str, headers: tuple[str, ...]) -> list[str]:
    flipped = sorted(report.of(kind), key=lambda one: report.labels.rank(one.change.place))
    if not flipped:
        return []
    because = _tells_causes(flipped, report)
    lines = []
    for one in flipped:
        _, exhibit, row, column = one.change.place
        cells = {
            "degree": (report.labels.row(exhibit, row),),
            "claim": (
                f"{report.labels.row(exhibit, row)}",
                "corrected" if column.endswith(_CORRECTED) else "printed",
            ),
        }.get(
            kind,
            (
                report.labels.exhibit(exhibit).partition(". ")[0],
                report.labels.row(exhibit, row),
                report.labels.column(exhibit, column),
            ),
        )
        causes = [_because(one.effects)] if because else []
        lines.append((*cells, _word(one.change.old), _word(one.change.new), *causes))
    header = (*headers, "Before", "Now", *(["Because of"] if because else []))
    return [f"## {title}", _table(header, lines)]


def _word(outcome: Shown | None) -> str:
    """A verdict or a degree."""
    return DEGREES.get(outcome.shown, outcome.shown) or MISSING if outcome else MISSING


def _tells_causes(own: Sequence[Attributed], report: Report) -> bool:
    """Whether the causes differ: with one input for everything the page says it once."""
    ways = {(effect.way, effect.causes) for one in own for effect in one.effects}
    return len(report.causes) > 1 or ways != {("alone", (0,))}


def _because(effects: Sequence[Effect]) -> str:
    parts = []
    for effect in effects:
        numbers = ", ".join(str(cause + 1) for cause in effect.causes)
        name = {
            "alone": numbers,
            "together": f"{numbers} together",
            "program": "the program",
            "not told apart": f"{' or '.join(numbers.split(', '))}, not told apart",
        }[effect.way]
        # a single effect has the whole difference for its share
        whole = len(effects) == 1 or effect.share is None
        parts.append(name if whole else f"{name} ({_signed(effect.share)})")
    return "; ".join(parts)


def _signed(value: Fraction | None) -> str:
    if value is None:
        return ""
    decimals = next((d for d in (4, 6, 9) if abs(value) * 10**d >= 1), 12)
    text = shown(abs(value), decimals, trim=True)
    return f"+{text}" if value > 0 else (f"−{text}" if value < 0 else "0")


def _figures(report: Report) -> list[str]:
    if not report.figures:
        return []
    parts = ["## Figures"]
    for figure in report.figures:
        because = _because_of_figure(figure) if len(report.causes) > 1 else ""
        name = figure.figure.replace("_", " ").capitalize()
        now = f"![{name}, now](figures/{figure.figure}.svg)"
        if figure.before:
            before = f"![{name}, before]({figure.before})"
            body = f"| before | now |\n| --- | --- |\n| {before} | {now} |"
        else:
            body = f"{figure.why} {now if figure.what != 'vanished' else ''}".strip()
        parts += [f"### {name}: {figure.what}", f"{because}\n\n{body}".strip()]
    return parts


def _because_of_figure(figure: FigureChange) -> str:
    numbers = [str(cause + 1) for cause in figure.causes]
    if not numbers:
        return "Because of the program: no input that the figure shows differs."
    if figure.told_apart:
        return f"Because of {' and '.join(numbers)}."
    return f"Because of {' or '.join(numbers)}, not told apart."


def _table(header: Sequence[str], lines: Sequence[Sequence[str]], most: int = LINES) -> str:
    """A table of at most so many lines; what is left out is counted below it."""
    rows = [header, ["---"] * len(header), *lines[:most]]
    text = "\n".join(f"| {' | '.join(_escaped(cell) for cell in row)} |" for row in rows)
    more = len(lines) - most
    return f"{text}\n\nand {more} more in `changes.csv`." if more > 0 else text


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|").replace("\n", " ")
