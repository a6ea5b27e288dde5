from __future__ import annotations

import pytest

from upgrading.config.yaml_entries import lines_of, read_entries


def told(content: str | bytes) -> list[str]:
    data = content if isinstance(content, bytes) else content.encode()
    return [str(fault) for fault in read_entries(data, "a.yaml")[1]]


def test_entries_keep_their_order_and_their_names_as_text() -> None:
    entries, faults = read_entries(b"\xef\xbb\xbfwine: {label: W}\n'1': x\n", "a.yaml")
    assert entries == {"wine": {"label": "W"}, "1": "x"}
    assert list(entries) == ["wine", "1"]
    assert faults == []


def test_an_empty_group_of_entries_can_be_read() -> None:
    assert read_entries(b"{}\n", "a.yaml") == ({}, [])


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (
            b"a: 1\nb: Caf\xe9\n",
            'a.yaml, line 2: byte 0xE9 after "b: Caf" is not UTF-8; save the file as UTF-8',
        ),
        ("", 'a.yaml: the file is empty; lines of the form "key: value" are expected'),
        ("# a\n", 'a.yaml: the file is empty; lines of the form "key: value" are expected'),
        ("- a\n", 'a.yaml: a list stands here; lines of the form "key: value" are expected'),
        ("a\n", 'a.yaml: "a" stands here; lines of the form "key: value" are expected'),
        (
            "a: 1\nb: [x\nc: 2\n",
            'a.yaml, line 2, column 4: "b: [x" is not readable as YAML: '
            "did not find expected ',' or ']' (by line 3)",
        ),
        (
            "a: 'x\n",
            'a.yaml, line 1, column 4: "a: \'x" is not readable as YAML: '
            "found unexpected end of stream (by line 2)",
        ),
        (
            "a: b: c\n",
            'a.yaml, line 1, column 5: "a: b: c" is not readable as YAML: '
            "mapping values are not allowed in this context; put a text with a colon in "
            "quotation marks, and indent what belongs to a key further than the key",
        ),
        (
            "a:\n  b: 1\n\tc: 2\n",
            'a.yaml, line 3, column 1: "c: 2" is not readable as YAML: a tab; indent with blanks',
        ),
        (
            "a: 1\rb: [x\rc: 2\r",
            'a.yaml, line 2, column 4: "b: [x" is not readable as YAML: '
            "did not find expected ',' or ']' (by line 3)",
        ),
        ("a: b\x07\n", "a.yaml, line 1, column 5: the character U+0007 is not allowed in YAML"),
        (
            "a: 1\n---\nb: 2\n",
            'a.yaml, line 2, column 1: "---" is not readable as YAML: but found another document',
        ),
        (
            "a: !!python/object:x {}\n",
            'a.yaml, line 1, column 4: "a: !!python/object:x {}" is not readable as YAML: could '
            "not determine a constructor for the tag 'tag:yaml.org,2002:python/object:x'",
        ),
    ],
)
def test_what_cannot_be_read_is_told_by_line_in_one_line(content, fault) -> None:
    assert told(content) == [fault]
    assert read_entries(content if isinstance(content, bytes) else content.encode(), "x")[0] == {}


def test_every_key_that_stands_twice_is_told_at_whatever_depth() -> None:
    text = "a:\n  b: 1\n  c:\n    - {d: 1, d: 2}\n  b: 2\ne: 1\ne: 2\n"
    entries, _ = read_entries(text.encode(), "a.yaml")
    assert entries["e"] == 2  # what YAML takes; the rest can still be checked
    assert told(text) == [
        "a.yaml, line 4, a.c, item 1, d: the key appears twice, first in line 4; keep one",
        "a.yaml, line 5, a.b: the key appears twice, first in line 2; keep one",
        "a.yaml, line 7, e: the key appears twice, first in line 6; keep one",
    ]


def test_anchors_are_no_keys_that_stand_twice() -> None:
    assert told("a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n  b: 2\n") == []


def test_an_alias_within_its_own_anchor_is_told() -> None:
    fault = ["a.yaml, line 2: *x stands within &x itself"]
    assert told("a: &x\n  - *x\n") == fault
    assert told("a: &x\n  b: *x\n") == fault
    assert told("a: &x\n  <<: *x\n") == fault


def test_every_key_and_list_item_has_its_line() -> None:
    content = b"# first\na: 1\nb:\n  c: [x, y]\n  d:\n    - e: 1\n      f: 2\n"
    assert lines_of(content) == {
        **{"a": 2, "b": 3, "b.c": 4, "b.c, item 1": 4, "b.c, item 2": 4},
        **{"b.d": 5, "b.d, item 1": 6, "b.d, item 1, e": 6, "b.d, item 1, f": 7},
    }


@pytest.mark.parametrize("content", [b"", b"a: [", b"\xff", b"a: &a\n  b: *a\n", b"[" * 10**6])
def test_what_cannot_be_read_has_no_lines(content) -> None:
    assert lines_of(content) == {}


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefghijk", "bcdefghijkl", strict=True)
)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("a: 1\nb: " + "[" * 10**6, "a.yaml, line 2: lists and groups within one another, more"),
        ("- " * 10**5 + "x\n", "a.yaml, line 1: lists and groups within one another, more than"),
        ("\n".join(" " * n + "a:" for n in range(999)), "a.yaml, line 50: lists and groups within"),
        (
            BOMB,
            "a.yaml, line 6: aliases (*) make more than 100,000 values of this file; write less",
        ),
        ("a: 2004-13-45\n", 'a.yaml, line 1, column 4: "a: 2004-13-45" is not readable as YAML: '),
        (f"a: 0x{'f' * 9999}\n", 'a.yaml, line 1, column 4: "a: 0xfff'),
        (
            "a: !!bool maybe\n",
            'a.yaml, line 1, column 4: "a: !!bool maybe" is not readable as YAML',
        ),
    ],
)
def test_what_would_fill_stack_or_memory_or_is_no_value_is_told(content, fault) -> None:
    (found,) = told(content)
    assert found.startswith(fault)


@pytest.mark.parametrize(
    ("key", "taken"), [("NO", "true or false"), ("571", "a number"), ("~", "nothing")]
)
def test_a_key_that_is_no_text_is_told_and_read_as_it_is_written(key, taken) -> None:
    entries, faults = read_entries(f"a:\n  {key}: x\n".encode(), "a.yaml")
    place = f"a.yaml, line 2, a.{key}"
    assert list(map(str, faults)) == [
        f"{place}: YAML takes this key for {taken}; put it in quotation marks"
    ]
    assert all(isinstance(name, str) for name in entries["a"])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            '"Fran\\0ca"',
            'U+0000 a control character after "Fran" cannot be seen; type the text anew',
        ),
        ("Fran\u202eca", 'U+202E RIGHT-TO-LEFT OVERRIDE after "Fran" cannot be seen'),
        ("Fran\u200bca", 'U+200B ZERO WIDTH SPACE after "Fran" cannot be seen'),
        ("\u3164", "U+3164 HANGUL FILLER cannot be seen"),
        ("'=1+1'", '"=1+1" begins with =: a spreadsheet would compute it; begin with a letter or'),
        ("'@SUM(A1)'", '"@SUM(A1)" begins with @'),
    ],
)
def test_a_text_that_no_table_could_show_is_told(text, problem) -> None:
    (value,) = told(f"a: 1\nb: {{label: {text}}}\n")
    assert value.startswith(f"a.yaml, line 2, b.label: {problem}")


def test_a_text_of_several_lines_and_numbers_with_signs_are_fit() -> None:
    assert told("a: |\n  one\n  two\nb: -1\nc: +2\nd: Café\n") == []
