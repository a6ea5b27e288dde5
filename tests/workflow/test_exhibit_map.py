"""The README's map of exhibits is the one that a finished run prints."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from reference import ROOT

from tools.exhibit_map import between_the_marks


def test_the_map_of_exhibits_is_what_the_program_prints(finished: Path) -> None:
    printed = subprocess.run(
        [sys.executable, "workflow/tools/exhibit_map.py"],
        cwd=finished,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert between_the_marks(readme) == printed.strip()


def test_every_table_and_figure_is_on_the_map(finished: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for folder, suffix in (("tables", "html"), ("figures", "svg")):
        for path in sorted((finished / "results" / folder).glob(f"*.{suffix}")):
            assert f"`results/{folder}/{path.name}`" in between_the_marks(readme)
