"""The language of a reading: one Python expression, of a small part of Python and a table of names.

An expression is parsed, held against what is allowed, and evaluated here, node by node: nothing of
it is ever run as Python. Names stand for what the table (`table.words`) gives and for nothing else;
a point after a name gives what the table lists as its parts. `&`, `|`, `~` join conditions, `+ - *
/` compute with quantities, `not` turns a test around, a comparison makes a condition (of a score)
or a test (of quantities), and braces in a text that begins with f stand for numbers.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, partial
from typing import Any, Final, TypeVar

from upgrading.claims.arguments import Function, Unfit, described, fitted, kind_of
from upgrading.claims.conditions import OPERATORS, Condition, Operator, exceeds, is_
from upgrading.claims.evidence import Evidence
from upgrading.claims.quantities import Quantity, Wording, computed, joined, number, signed
from upgrading.claims.readings import Comparison, Test, negated
from upgrading.faults import guess, near, shown
from upgrading.numbers import exact_text
from upgrading.numbers import shown as number_shown
from upgrading.parts import Number, Phrase, Text, text_of

T = TypeVar("T")

SYNTAX: Final = (
    'names, numbers, "texts", lists, calls, comparisons with > >= < <= ==, & | ~ not, + - * /, '
    'lists with "for … in", and texts such as f"n = {count(market):0}"'
)
"""What an expression may consist of, in words."""


def _is(sign: Operator, variable: str, limit: float) -> Condition:
    return is_(variable, sign, limit)


_ALLOWED: Final = (
    *(ast.Expression, ast.Name, ast.Load, ast.Store, ast.Attribute, ast.Constant, ast.List),
    *(ast.Call, ast.keyword, ast.Compare, ast.Gt, ast.GtE, ast.Lt, ast.LtE, ast.Eq),
    *(ast.BinOp, ast.BitAnd, ast.BitOr, ast.Add, ast.Sub, ast.Mult, ast.Div),
    *(ast.UnaryOp, ast.Invert, ast.Not, ast.USub),
    *(ast.ListComp, ast.GeneratorExp, ast.comprehension, ast.JoinedStr, ast.FormattedValue),
)

_REMEDIES: Final[Mapping[type[ast.AST], str]] = {
    ast.BoolOp: ": join conditions by & or |, each in brackets, and tests by all(…) or any(…)",
    ast.Tuple: ": a decimal point instead of a comma, or a list in [ ]",
    ast.Set: ": write a list in [ ]",
    ast.Dict: ": write a list in [ ]",
    ast.Slice: ": write a list in [ ]",
    ast.Pow: ": only + - * / are computed",
    ast.IfExp: ": two readings, each in a line of its own",
}
"""What to write instead of what is not of the language."""

_MISTAKEN: Final[Mapping[re.Pattern[str], str]] = {
    re.compile("[≤≥≠]"): "; write <= or >=",
    re.compile("[“”„«»]"): '; write straight quotation marks, "…"',
    re.compile("[−–×÷]"): "; write - * /",
    re.compile(r"(?<![=<>!])=(?!=)"): '; "is equal to" is ==',
}
"""Signs that an expression does not have, and those that stand for them."""

_SIGNS: Final[Mapping[type[ast.AST], str]] = {
    **{ast.Gt: ">", ast.GtE: ">=", ast.Lt: "<", ast.LtE: "<=", ast.Eq: "=="},
    **{ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"},
    **{ast.BitAnd: "&", ast.BitOr: "|", ast.Invert: "~", ast.Not: "not", ast.USub: "-"},
}

_OPERATIONS: Final[Mapping[tuple[str, ...], Callable[..., object]]] = {
    ("&", "condition", "condition"): operator.and_,
    ("|", "condition", "condition"): operator.or_,
    ("~", "condition"): operator.invert,
    ("not", "test"): negated,
    ("-", "number"): operator.neg,
    ("+", "list", "list"): operator.add,
    (">", "variable", "variable"): exceeds,
    ("<", "variable", "variable"): lambda one, other: exceeds(other, one),
    **{(sign, "variable", "number"): partial(_is, sign) for sign in OPERATORS},
}
"""What a sign between values of these kinds, or before one, stands for; else `_computed`."""

_TAKES: Final[Mapping[str, str]] = {
    **dict.fromkeys("&|", "two conditions"),
    **dict.fromkeys("*/", "quantities"),
    **dict.fromkeys(OPERATORS, "a score and a number, > or < two scores, or quantities"),
    "~": "a condition",
    "not": "a test",
    "+": "quantities or lists",
    "-": "quantities, or a number after it",
}
"""What a sign stands with, in words."""

_ARITHMETIC: Final = "+-*/"

_FORMAT: Final = re.compile(r"\+2|[0-9][t?]?")
"""How a text tells a number: with so many decimals, `t` without zeros at the end, `?` as that where
it is missing, `+2` with a sign."""

BROKEN: Final = object()
"""What a name stands for whose own expression is at fault: what uses it is not at fault for it."""

_MOST_STEPS: Final = 100_000
"""Pieces of an expression that are evaluated; the longest of the report's takes some 2,000."""


class Misread(Exception):
    """What is wrong with an expression: one text per problem, with the offending piece."""

    def __init__(self, problems: Iterable[str]) -> None:
        """Keep the problems."""
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems))


@dataclass(frozen=True)
class Language:
    """What an expression can speak of.

    `names`: what each name stands for. `quoted`: for kinds of text in quotation marks, which there
    are. `cells`: exhibit, row and column of every printed cell, if they are known.
    """

    names: Mapping[str, object]
    quoted: Mapping[str, Collection[str]]
    cells: Collection[tuple[str, str, str]] | None = None

    @cached_property
    def printed(self) -> Mapping[str, Mapping[str, list[str]]]:
        """The printed columns of each row of each exhibit."""
        found: dict[str, dict[str, list[str]]] = {}
        for exhibit, row, column in self.cells or ():
            found.setdefault(exhibit, {}).setdefault(row, []).append(column)
        return found


@dataclass(frozen=True)
class Definition:
    """A name with arguments that stands for an expression (`names.yaml`)."""

    name: str
    arguments: tuple[str, ...]
    body: ast.expr
    words: Language = field(repr=False)

    def __str__(self) -> str:
        """Render as `gap(cluster, variable)`."""
        return f"{self.name}({', '.join(self.arguments)})"


def meaning(text: str, words: Language) -> object:
    """What an expression stands for. Raises `Misread` with all that is wrong with it."""
    return _read(text, words, lambda reader, tree: reader.value(tree, {}))


def definition(head: str, text: str, words: Language) -> Definition:
    """What `gap(cluster, variable)` stands for, with its arguments in the expression."""
    name, _, rest = head.partition("(")
    arguments = tuple(part.strip() for part in rest.removesuffix(")").split(","))
    odd = [one for one in arguments if not one.isidentifier() or one in words.names]
    if odd or not rest.endswith(")") or len(set(arguments)) < len(arguments):
        example = "small words of their own in brackets are expected, as in gap(one, another)"
        raise Misread([f"{shown(head)} does not name its arguments; {example}"])
    return _read(
        text, words, lambda _, tree: Definition(name, arguments, tree, words), frozenset(arguments)
    )


def test_of(text: str, words: Language) -> Test:
    """The test that an expression stands for. Raises `Misread`, also if it stands for no test."""
    value = meaning(text, words)
    if kind_of(value) != "test":
        hint = ""
        if isinstance(value, Quantity):
            hint = '; compare it, as in "… > 2"'
        elif isinstance(value, Condition):
            hint = '; say of which clusters, as in "most(…)"'
        raise Misread([f"{shown(_one_line(text))} is {described(value)}, not a test{hint}"])
    test: Test = value  # type: ignore[assignment]
    return test


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _read(
    text: str,
    words: Language,
    give: Callable[[_Reader, ast.expr], T],
    bound: frozenset[str] = frozenset(),
) -> T:
    text = _one_line(text)
    try:
        tree = ast.parse(text, mode="eval")
        reader = _Reader(words)
        if problems := dict.fromkeys(reader.problems(tree, bound)):
            raise Misread(problems)
        return give(reader, tree.body)
    except (SyntaxError, ValueError) as error:
        reason = error.msg if isinstance(error, SyntaxError) else str(error)
        remedy = next((told for sign, told in _MISTAKEN.items() if sign.search(text)), "")
        raise Misread([f"{shown(text)} is not an expression: {reason}{remedy}"]) from None
    except (RecursionError, MemoryError):
        raise Misread([f"{shown(text)} is too deep"]) from None


def _piece(node: ast.AST) -> str:
    try:
        return shown(ast.unparse(node))
    except ValueError:  # quotation marks within quotation marks
        return f"a part of it ({type(node).__name__})"


def _fail(node: ast.AST, problem: str) -> Misread:
    return Misread([f"{_piece(node)} {problem}"])


def _quantity(value: Any) -> Quantity:
    return value if isinstance(value, Quantity) else number(value)


class _Reader:
    """Reads one expression."""

    def __init__(self, words: Language) -> None:
        self._words, self._steps = words, 0

    # What is allowed ---------------------------------------------------------------------------

    def problems(self, node: ast.AST, bound: frozenset[str]) -> Iterator[str]:
        """Every piece that is not of the language, and every unknown name."""
        if not isinstance(node, _ALLOWED) or _odd(node):
            yield f"{_piece(node)} is not of the language{_remedy(node)}"
        elif isinstance(node, ast.ListComp | ast.GeneratorExp):
            for part in node.generators:
                yield from self.problems(part.iter, bound)
                name = part.target.id if isinstance(part.target, ast.Name) else ""
                if not name or name in self._words.names:
                    yield f"{_piece(part.target)} cannot follow for; a new name is expected"
                bound |= {name}
            yield from self.problems(node.elt, bound)
        elif isinstance(node, ast.Name):
            if node.id not in bound and node.id not in self._words.names:
                hint = guess(node.id, {**self._words.names, **dict.fromkeys(bound)})
                yield f'there is no "{node.id}"{hint} (all names: docs/claims.md)'
        else:
            yield from self._no_part(node, bound)
            for child in ast.iter_child_nodes(node):
                yield from self.problems(child, bound)

    def _no_part(self, node: ast.AST, bound: frozenset[str]) -> Iterator[str]:
        """A part that a name of the table does not have: known before the name is used."""
        if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)):
            return
        owner = None if node.value.id in bound else self._words.names.get(node.value.id)
        parts: Mapping[str, object] = getattr(owner, "parts", {})
        if parts and node.attr not in parts:
            yield f'there is no "{node.attr}" of {_piece(node.value)}{near(node.attr, parts)}'

    # What it stands for ------------------------------------------------------------------------

    def value(self, node: ast.AST, bound: Mapping[str, object]) -> Any:
        """What a node stands for; `bound`: the names that stand after `for`, and arguments."""
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise _fail(node, f"takes more than {_MOST_STEPS:,} steps; write less")
        match node:
            case ast.Constant():
                return node.value
            case ast.Name():
                value = bound[node.id] if node.id in bound else self._words.names[node.id]
                if value is BROKEN:
                    raise Misread([])
                return value
            case ast.List():
                return tuple(self.value(item, bound) for item in node.elts)
            case ast.ListComp() | ast.GeneratorExp():
                return tuple(self._each(node.elt, node.generators, bound))
            case ast.Attribute():
                return self._part(node, bound)
            case ast.Call():
                return self._called(node, bound)
            case ast.Compare():
                sides = [node.left, *node.comparators]
                return self._operated(node, _SIGNS[type(node.ops[0])], sides, bound)
            case ast.UnaryOp():
                return self._operated(node, _SIGNS[type(node.op)], [node.operand], bound)
            case ast.BinOp():
                return self._operated(node, _SIGNS[type(node.op)], [node.left, node.right], bound)
            case ast.JoinedStr():
                return self._wording(node, bound)
        raise _fail(node, "is not of the language")

    def _each(
        self, element: ast.expr, loops: list[ast.comprehension], bound: Mapping[str, object]
    ) -> Iterator[object]:
        if not loops:
            yield self.value(element, bound)
            return
        items = self.value(loops[0].iter, bound)
        if not isinstance(items, tuple):
            raise _fail(loops[0].iter, f"is {described(items)}; a list is expected after in")
        for item in items:
            name = loops[0].target.id  # type: ignore[attr-defined]
            yield from self._each(element, loops[1:], {**bound, name: item})

    def _part(self, node: ast.Attribute, bound: Mapping[str, object]) -> object:
        owner = self.value(node.value, bound)
        parts: Mapping[str, object] = getattr(owner, "parts", {})
        if not parts:
            raise _fail(node, f"is not of the language: {described(owner)} has no parts")
        if node.attr not in parts:
            problem = f'there is no "{node.attr}" of {_piece(node.value)}'
            raise Misread([f"{problem}{near(node.attr, parts)}"])
        return parts[node.attr]

    def _operated(
        self, node: ast.expr, sign: str, operands: list[ast.expr], bound: Mapping[str, object]
    ) -> object:
        values = [self.value(operand, bound) for operand in operands]
        kinds = tuple(kind_of(value) for value in values)
        if operation := _OPERATIONS.get((sign, *kinds)):
            return operation(*values)
        if sign in {*_ARITHMETIC, *OPERATORS} and set(kinds) <= {"quantity", "number"}:
            return _computed(node, sign, *values)
        told = " and ".join(map(described, values))
        raise _fail(node, f"does not fit: {sign} takes {_TAKES[sign]}, not {told}")

    def _wording(self, node: ast.JoinedStr, bound: Mapping[str, object]) -> str | Wording:
        return joined((self._told(part, bound) for part in node.values), "")

    def _told(self, node: ast.expr, bound: Mapping[str, object]) -> object:
        """A piece of a text: words, a name, or a number as the evidence gives it."""
        if not isinstance(node, ast.FormattedValue):
            return self.value(node, bound)
        value, form = self.value(node.value, bound), _format_of(node)
        if form and kind_of(value) in {"quantity", "number"}:
            return _number_told(_quantity(value), form)
        if isinstance(value, Quantity):
            return Wording(lambda evidence: (value.told(evidence), True))
        if form or not isinstance(value, str | int | float | Fraction | Wording | Condition):
            raise _fail(
                node.value, (f"is {described(value)}; it cannot be used in a text like this")
            )
        return Phrase(text_of(value.words)) if isinstance(value, Condition) else value

    # Calls -------------------------------------------------------------------------------------

    def _called(self, node: ast.Call, bound: Mapping[str, object]) -> object:
        function = self.value(node.func, bound)
        values = [self.value(argument, bound) for argument in node.args]
        named = {item.arg: self.value(item.value, bound) for item in node.keywords if item.arg}
        if isinstance(function, Definition):
            return self._defined(node, function, values, named)
        if not isinstance(function, Function):
            raise _fail(node, f"does not fit: {_piece(node.func)} is not a function")
        try:
            given = function.bound(values, named)
            for name, value in given.arguments.items():
                fits = fitted(function.wanted[name], value, self._words.quoted)
                given.arguments[name] = fits
            self._check_cells(function, given.arguments)
            return function.make(*given.args, **given.kwargs)
        except (Unfit, ValueError, TypeError) as error:
            raise _fail(node, f"does not fit {function}: {error}") from None

    def _defined(
        self,
        node: ast.Call,
        function: Definition,
        values: list[object],
        named: Mapping[str, object],
    ) -> object:
        given = {**dict(zip(function.arguments, values, strict=False)), **named}
        if len(given) != len(values) + len(named) or set(given) != set(function.arguments):
            raise _fail(node, f"does not fit {function}")
        reader = _Reader(function.words)
        reader._steps = self._steps
        try:
            return reader.value(function.body, given)
        except Misread as misread:
            raise Misread(f"{_piece(node)}: {one}" for one in misread.problems) from None
        finally:
            self._steps = reader._steps

    def _check_cells(self, function: Function, given: Mapping[str, Any]) -> None:
        """Raise if the function reads printed cells that there are not."""
        exhibits, rows, columns = (
            [
                one
                for name, value in given.items()
                if kind in function.wanted[name].kinds
                for one in (value if isinstance(value, tuple) else [value])
            ]
            for kind in ("exhibit", "row", "column")
        )
        if self._words.cells is None:
            return
        for place, exhibit in enumerate(exhibits):
            printed = self._words.printed.get(exhibit, {})
            if place < len(rows) and rows[place] not in printed:
                raise Unfit(f'{exhibit} has no row "{rows[place]}"{near(rows[place], printed)}')
            known = (
                printed[rows[place]]
                if place < len(rows)
                else [one for own in printed.values() for one in own]
            )
            for column in columns:
                if column not in known:
                    there = dict.fromkeys(known)
                    raise Unfit(f'{exhibit} has no column "{column}" there{near(column, there)}')


def _computed(node: ast.expr, sign: str, left: Any, right: Any) -> object:
    """Two quantities compared, or computed with; two numbers are a number."""
    one, other = _quantity(left), _quantity(right)
    if sign in OPERATORS:
        return Comparison(one, sign, other)  # type: ignore[arg-type]
    if isinstance(left, Quantity) or isinstance(right, Quantity):
        return computed(one, sign, other)
    exact = computed(one, sign, other).value(_NOTHING)
    if exact is None:
        raise _fail(node, "divides by nothing")
    return exact


_NOTHING: Final[Any] = None
"""The evidence that a number needs."""


def _remedy(node: ast.AST) -> str:
    if isinstance(node, ast.Compare) and len(node.ops) > 1:
        return ": join two comparisons by &, each in brackets"
    return _REMEDIES.get(type(node), f" ({type(node).__name__}); allowed: {SYNTAX}")


def _odd(node: ast.AST) -> bool:
    """Whether a piece that is of the language is not in this form."""
    match node:
        case ast.Constant():
            finite = not isinstance(node.value, float) or math.isfinite(node.value)
            return not (isinstance(node.value, bool | int | float | str) and finite)
        case ast.Compare():
            return len(node.ops) > 1 or type(node.ops[0]) not in _SIGNS
        case ast.Call():
            return not isinstance(node.func, ast.Name)
        case ast.keyword():
            return node.arg is None
        case ast.ListComp() | ast.GeneratorExp():
            return any(part.ifs or part.is_async for part in node.generators)
        case ast.FormattedValue():
            return node.conversion != -1 or not _FORMAT.fullmatch(_format_of(node) or "2")
    return False


def _format_of(node: ast.FormattedValue) -> str:
    spec = node.format_spec
    return ast.unparse(spec)[2:-1] if spec else ""


def _number_told(quantity: Quantity, form: str) -> Wording:
    """A number in the form that a text asks for; not noted as one that the evidence tells."""

    def told(evidence: Evidence) -> tuple[Text, bool]:
        value = quantity.value(evidence)
        if value is None and form.endswith("?"):
            return text_of("?"), False
        text = (
            signed(value)
            if form == "+2"
            else number_shown(value, int(form[0]), trim=form.endswith("t"))
        )
        exact = "" if value is None else exact_text(value)
        return text_of(Number(text, exact)), value is not None

    return Wording(told)
