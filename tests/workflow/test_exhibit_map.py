"""What the documentation shows of the results is what a run gives: the map, picture, numbers."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from reference import ROOT

from tools import exhibit_map

PAGE = ROOT / exhibit_map.PAGE


def on_the_map() -> str:
    return exhibit_map.between_the_marks(PAGE.read_text(encoding="utf-8"))


def test_the_map_of_exhibits_is_what_the_program_writes(finished: Path, monkeypatch) -> None:
    monkeypatch.chdir(finished)
    record = json.loads(exhibit_map.RECORD.read_text(encoding="utf-8"))
    assert on_the_map() == exhibit_map.exhibit_map(record), "run: make map"


def test_every_table_and_figure_is_on_the_map(finished: Path) -> None:
    for folder, suffix in (("tables", "html"), ("figures", "svg")):
        for path in sorted((finished / "results" / folder).glob(f"*.{suffix}")):
            assert f"`results/{folder}/{path.name}`" in on_the_map()


def test_the_readme_shows_the_figure_of_the_run(finished: Path) -> None:
    copy = PAGE.parent / exhibit_map.PICTURE.name
    assert f"({copy.relative_to(ROOT)})" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert copy.read_bytes() == (finished / exhibit_map.PICTURE).read_bytes(), "run: make map"


def test_map_and_picture_are_brought_up_to_date(finished: Path, tmp_path, monkeypatch) -> None:
    for folder in ("results", "config", "workflow", "data"):
        (tmp_path / folder).symlink_to(finished / folder)
    page = tmp_path / exhibit_map.PAGE
    page.parent.mkdir()
    page.write_text(f"# Above\n{exhibit_map.BEGIN}\nold\n{exhibit_map.END}\nbelow\n")
    monkeypatch.chdir(tmp_path)
    assert exhibit_map.main() == 0
    written = page.read_text(encoding="utf-8")
    assert written.startswith("# Above\n") and written.endswith("\nbelow\n")
    assert exhibit_map.between_the_marks(written) == on_the_map()
    picture = page.parent / exhibit_map.PICTURE.name
    assert picture.read_bytes() == (finished / exhibit_map.PICTURE).read_bytes()


def rows(table: Path) -> dict[str, dict[str, str]]:
    """The rows of a table by their names."""
    with table.open(encoding="utf-8", newline="") as file:
        return {row["row"]: row for row in csv.DictReader(file)}


def test_what_the_readme_says_was_found_are_the_numbers_of_the_run(finished: Path) -> None:
    with (finished / "results/numbers.csv").open(encoding="utf-8", newline="") as file:
        number = {
            one["row"]: one["shown"] for one in csv.DictReader(file) if one["exhibit"] == "overview"
        }
    general = rows(finished / "results/tables/sets.csv")["efficiency"]
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    told = " ".join(text.split("## What it found")[1].split("\n## ")[0].split())
    signed = [int(number[f"relations_{word}"]) for word in ("supported", "leaning", "open")]
    against = [int(number[f"relations_{word}"]) for word in ("leaning_against", "contradicted")]
    assert (signed[0], *against) == (0, 0, 0), "the README says: none"
    assert number["trade_flips"] == number["trade_products"], "the README says: all"
    for words in (
        f"τ-b is {number['efficiency_tau_b_printed']} (p {number['efficiency_p_printed']}) for",
        f"and {number['efficiency_tau_b_corrected']} (p {number['efficiency_p_corrected']}) once",
        f'"{general["As printed"].lower()}" for the printed scores',
        f'"{general["Corrected"].lower()}" for the corrected ones',
        f"τ-b is {number['product_tau_b_pooled']} instead of {number['product_tau_b_blocked']}.",
        f"asserts {sum(signed)} relations",
        f"{signed[1]} lean the way the report says and {signed[2]} are open",
        f"Another {number['relations_not_testable']} cannot be tested",
        f"{number['claims_count_supported']} are literally true",
        f"{number['claims_count_part_holds']} partly true",
        f"{number['claims_count_contradicted']} false",
        f"{number['claims_comparison_supported']} hold, "
        f"{number['claims_comparison_leaning']} lean that way, "
        f"{number['claims_comparison_open']} are open, "
        f"{number['claims_comparison_leaning_against']} leans the other way and "
        f"{number['claims_comparison_contradicted']} is contradicted",
        f"Of {number['printed_all']} printed numbers",
        f"{number['printed_determined']} can be computed from other numbers",
        f"{number['printed_reproduced']} come out as printed",
        f"{number['printed_explained']} differ in a way that can be explained",
        f"{number['printed_unexplained']} stay unexplained",
        f"for {number['trade_agrees']} of {number['trade_products']} products",
        f"disagree for {number['trade_disagrees']} and show no clear change for "
        f"{number['trade_unclear']}; for all {number['trade_flips']} ",
    ):
        assert words in told
