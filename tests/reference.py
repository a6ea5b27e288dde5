"""Where the project is, and the report's own choices."""

from fractions import Fraction
from pathlib import Path

from upgrading.cases.indices import IndexRule

ROOT = Path(__file__).parents[1]
RAW = ROOT / "data" / "raw"

REPORT_RULE = IndexRule(Fraction(1, 2), Fraction(1, 2), Fraction("9.5"), Fraction(5), "zero")
