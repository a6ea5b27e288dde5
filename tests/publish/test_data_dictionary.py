"""The dictionary of columns, of a few files: which description a column has."""

from __future__ import annotations

import pandas as pd
import pytest
from reference import ROOT
from rules_of_study import rules

from plan.code import code_of
from upgrading.files.codec import read
from upgrading.files.form import Form
from upgrading.files.listed import FILES, form_of
from upgrading.publish.data_dictionary import DICTIONARY_COLUMNS, TABLES, dictionary

DESCRIBED = ("column", "file", "type", "unit", "meaning", "empty")

NO_CELLS = pd.DataFrame(
    columns=["exhibit", "column", "row_kind", "shown", "value", "differs", "count"]
)


def described(*rows: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(DESCRIBED))


def shipped() -> pd.DataFrame:
    path = "config/columns.csv"
    return read((ROOT / path).read_bytes(), path, form_of(path))


def test_a_description_of_a_file_goes_before_the_one_of_everywhere() -> None:
    files = {
        "results/b.csv": Form("", ("low", "p")),
        "results/a.csv": Form("", ("low",)),
        "data/processed/c.csv": Form("", ("low",)),
    }
    texts = described(
        ("low", "", "number", "points", "Lower end", "none"),
        ("low", "results/a.csv data/processed/c.csv", "whole number", "clusters", "How many", ""),
    )
    found = dictionary(files, texts, NO_CELLS, {})
    assert list(found.columns) == list(DICTIONARY_COLUMNS)
    assert list(map(tuple, found[["file", "column", "meaning"]].to_numpy())) == [
        ("data/processed/c.csv", "low", "How many"),
        ("results/a.csv", "low", "How many"),
        ("results/b.csv", "low", "Lower end"),
        ("results/b.csv", "p", ""),
    ]


def test_the_data_of_a_figure_have_the_columns_of_their_file() -> None:
    texts = described(("year", "", "whole number", "year", "Calendar year", "never"))
    found = dictionary({}, texts, NO_CELLS, {"results/figures/a.csv": 'year,"b, c"\n1996,2\n'})
    assert list(map(tuple, found[["file", "column", "meaning"]].to_numpy())) == [
        ("results/figures/a.csv", "year", "Calendar year"),
        ("results/figures/a.csv", "b, c", ""),
    ]


def test_what_is_not_a_table_that_the_study_writes_has_no_row() -> None:
    files = {
        "data/raw/clusters.csv": Form("", ("cluster_id",)),
        "benchmarks/words.csv": Form("", ("p",)),
        "results/numbers.tex": Form("files.codec:TEXT"),
    }
    assert dictionary(files, described(), NO_CELLS, {}).empty


def test_a_table_has_its_headings_described_by_the_names_of_its_columns(exhibits) -> None:
    texts = described(
        ("up_product", "", "number", "score, 0 to 3", "Score", "not available"),
        ("up_product", TABLES, "number", "points", "Score or mean", "a heading"),
        ("(printed)", "", "text", "", "As printed", "nothing printed"),
    )
    cells = exhibits[exhibits["exhibit"] == "table_06"]
    found = dictionary({}, texts, cells, {}).set_index("column")
    assert set(found["file"]) == {"results/tables/table_06.csv"}
    assert [*found.index[:4]] == [
        "row",
        "Collective Efficiency",
        "Product Upgrading",
        "Product Upgrading (printed)",
    ]
    assert found.loc["Product Upgrading", "meaning"] == "Score or mean"
    assert found.loc["Product Upgrading (printed)", "meaning"] == "As printed"


def test_an_interval_is_described_whatever_its_level(exhibits) -> None:
    cells = exhibits[exhibits["exhibit"] == "table_06"].copy()
    one = cells["column"] == "up_process"
    cells.loc[one, "column"] = "97_5_interval"
    body = one & (cells["row_kind"] == "body")
    cells.loc[body, ["shown", "value", "differs", "count"]] = ["[-0.1, 2.0]", "-0.1 2", False, None]
    ends = described(("interval_low", "", "number", "points", "Lower end", "none"))
    found = dictionary({}, ends, cells, {}).set_index("column")
    assert found.loc["Process Upgrading (low)", "meaning"] == "Lower end"


def test_every_column_that_a_rule_writes_is_described() -> None:
    found = dictionary(FILES, shipped(), NO_CELLS, {})
    assert len(found) > 800
    assert not len(found[found[["type", "meaning", "empty"]].eq("").any(axis=1)])
    numbers = found[found["type"].isin(["number", "whole number"])]
    without = numbers.loc[numbers["unit"] == "", ["file", "column"]].to_records(index=False)
    # scores and numbers of any kind
    assert {column for _, column in without} <= {"value", "printed"}


def test_what_is_called_text_is_read_as_text_whatever_it_looks_like() -> None:
    found = dictionary(FILES, shipped(), NO_CELLS, {})
    texts = set(zip(found["file"], found["column"], found["type"] == "text", strict=True))
    for file, form in FILES.items():
        if form.codec == "files.frames:MEASURED" and file.startswith("results/"):
            called = {column for path, column, is_text in texts if path == file and is_text}
            assert called <= set(form.texts), file


def test_nothing_is_described_twice_for_a_file() -> None:
    texts = shipped()
    places = [(row.column, file) for row in texts.itertuples() for file in row.file.split() or [""]]
    assert len(places) == len(set(places))
    assert set(texts["type"]) == {
        *("text", "number", "whole number", "number or word", "true or false")
    }
    assert set(texts["file"].str.split().sum()) <= {
        *FILES,
        *(TABLES.format(table=table) for table in exhibits_of_the_study()),
        *(file for rule in rules().values() for file in rule["outputs"].get("csv", [])),
    }


def exhibits_of_the_study() -> set[str]:
    written = rules()["tables"]["outputs"]["csv"]
    return {path.rsplit("/", 1)[1].removesuffix(".csv") for path in written} | {"{table}"}


@pytest.mark.parametrize("rule", sorted(set(rules()) - {"data_dictionary"}))
def test_what_a_column_means_makes_no_other_rule_run_again(rule: str) -> None:
    """The list of all files is known to the rules by the forms of their own alone."""
    codecs = {form_of(path).codec for path in _files(rules()[rule])}
    code = code_of(rule, codecs=sorted(codecs))
    assert "workflow/upgrading/publish/data_dictionary.py" not in code
    assert "config/columns.csv" not in _files(rules()[rule])


def _files(rule: dict) -> list[str]:
    named = [*rule["inputs"].values(), *rule["outputs"].values()]
    return [path for files in named for path in ([files] if isinstance(files, str) else files)]
