"""Tables sort: all of them, or there is a reason."""

from __future__ import annotations

from typing import Any

import pytest

TOLD = """() => [...document.querySelectorAll("main table")].map((table) => {
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
  const data = rows.filter((row) => !row.matches(".section, .panel, .header"));
  const heads = [...(table.tHead?.rows ?? []), ...rows.filter((row) => row.matches(".header"))]
    .filter((row) => !row.matches(".panel"));
  const named = heads.flatMap((row) => [...row.cells].filter((cell) => cell.textContent.trim()));
  return {
    id: table.id,
    kind: table.className,
    rows: data.length,
    heads: named.length,
    buttons: named.filter((cell) => cell.querySelector("button.sort")).length,
    pairs: data.every((row) => row.cells.length === 2 && row.cells[0].scope === "row"),
  };
})"""


def reason(table: dict[str, Any]) -> str:
    """Why the rows of a table keep their places."""
    if not table["heads"] and table["pairs"]:
        return "a list of facts, each with its name before it: no column has a head"
    if table["kind"] == "printed":
        return "drawn as the report prints it, which is what the audit shows"
    if table["id"].startswith("regression_"):
        return "an estimate, its standard error and its interval are rows that belong together"
    if table["id"].startswith("explore-"):
        return "filled anew with every choice, in the order of the picture"
    return ""


def test_every_table_of_every_page_sorts_or_has_a_reason_not_to(site, open_page) -> None:
    page = open_page(site / "index.html")
    sorting, reasons = 0, set()
    for path in sorted(site.rglob("*.html")):
        if "downloads" in path.parts:
            continue
        page.goto(path.as_uri())
        for table in page.evaluate(TOLD):
            if table["rows"] < 2:
                continue
            why = reason(table)
            reasons.add(why)
            wanted = 0 if why else table["heads"]
            assert table["buttons"] == wanted, (path.name, table, why)
            assert why or wanted, (path.name, table)
            sorting += not why
    assert sorting > 90
    assert len(reasons) == 5, "a reason that no table has"


def blocks(page, table: str, place: int) -> list[tuple[str, list[str]]]:
    """Title of each panel, and one column of the rows below it, as they stand."""
    found = page.evaluate(
        """([table, place]) => [...document.getElementById(table).rows].map((row) =>
          [row.className, row.cells[row.matches(".panel") ? 0 : place]?.dataset.value
            ?? row.cells[row.matches(".panel") ? 0 : place]?.textContent.trim()])""",
        [table, place],
    )
    shown: list[tuple[str, list[str]]] = []
    for kind, text in found:
        if kind == "panel":
            shown.append((text, []))
        elif kind == "body":
            shown[-1][1].append(text)
    return shown


def numbers(texts: list[str]) -> list[float]:
    return [float(text) for text in texts if text not in {"", "–", "not estimable"}]


@pytest.mark.parametrize(
    ("table", "head"),
    [
        ("association_primary", "Kendall’s τ-b"),
        ("pooled_within", "Kendall’s τ-b"),
        ("degrees_tests", "p"),
        ("group_differences", "Clusters"),
    ],
)
def test_rows_under_a_title_sort_among_themselves(site, open_page, table, head) -> None:
    page = open_page(site / "tables" / f"{table}.html")
    heads = page.locator(f"#{table} thead tr > *")
    names = [text.strip(" \u00a0↕") for text in heads.all_inner_texts()]
    place = next(at for at, name in enumerate(names) if name.startswith(head))
    before = blocks(page, table, place)
    assert len(before) > 1
    button = heads.nth(place).get_by_role("button")
    button.click()
    assert heads.nth(place).get_attribute("aria-sort") == "ascending"
    up = blocks(page, table, place)
    assert [title for title, _ in up] == [title for title, _ in before]
    assert [sorted(rows) for _, rows in up] == [sorted(rows) for _, rows in before]
    assert all(numbers(rows) == sorted(numbers(rows)) for _, rows in up)
    assert all(page.locator("tr.panel").nth(at).is_visible() for at in range(len(before)))
    button.press("Enter")
    assert heads.nth(place).get_attribute("aria-sort") == "descending"
    down = blocks(page, table, place)
    assert down != up
    assert all(numbers(rows) == sorted(numbers(rows), reverse=True) for _, rows in down)
    button.press("Enter")
    assert page.locator("th[aria-sort]").count() == 0
    assert blocks(page, table, place) == before


@pytest.mark.quick
def test_the_heads_of_a_second_panel_sort_that_panel(site, open_page) -> None:
    """Table 18: two panels with other columns each."""
    page = open_page(site / "tables" / "table_18.html")
    before = page.locator("#table_18 tbody tr").all_inner_texts()
    page.locator("#table_18 tbody").get_by_role("button", name="Joint Action index").click()
    assert page.locator("[aria-sort]").count() == 1
    after = page.locator("#table_18 tbody tr").all_inner_texts()
    assert after[:6] == before[:6]
    assert sorted(after) == sorted(before)
    values = page.evaluate(
        """() => [...document.querySelectorAll("#table_18 tbody tr.header ~ tr.body")]
          .map((row) => Number(row.cells[row.cells.length - 1].dataset.value.split("/")
            .reduce((a, b) => a / b)))"""
    )
    assert len(values) == 4
    assert values == sorted(values)
    page.locator("#table_18 thead").get_by_role("button", name="Market access").click()
    assert page.locator("[aria-sort]").count() == 2
    assert page.locator("#table_18 tbody tr").all_inner_texts()[6:] == after[6:]


def test_the_what_if_means_sort_within_their_groups(site, open_page) -> None:
    page = open_page(site / "what_if.html")
    page.locator("#what-if-means thead").get_by_role("button", name="Clusters").click()
    rows = page.locator("#what-if-means tbody tr")
    kinds = [row.get_attribute("class") for row in rows.all()]
    assert kinds == ["section", None, None, None] * 4
    counts = [
        row.locator("td").first.inner_text() for row in rows.all() if not row.get_attribute("class")
    ]
    for group in range(4):
        own = [int(text.split()[0]) for text in counts[3 * group : 3 * group + 3]]
        assert own == sorted(own)


@pytest.mark.parametrize("table", [".summary", "#differing", "#errata-list"])
def test_the_audit_s_lists_sort(site, open_page, table) -> None:
    page = open_page(site / "audit.html")
    head = page.locator(f"main table{table} thead th").first
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    first = page.locator(f"main table{table} tbody tr").first.inner_text()
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert page.locator(f"main table{table} tbody tr").first.inner_text() != first


def test_numbers_within_words_sort_as_numbers(site, open_page) -> None:
    page = open_page(site / "audit.html")
    page.locator("table.summary thead").get_by_role("button", name="Table").click()
    names = page.locator("table.summary tbody th").all_inner_texts()
    tables = [int(name.split()[-1]) for name in names if name.startswith("Table ")]
    assert tables == sorted(tables)
    assert names.index("Table 3") < names.index("Table 10")
