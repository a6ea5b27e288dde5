"""Fonts in a PDF without what only typesetting needs.

A PDF names each glyph and where it stands. matplotlib embeds all the same how letters are joined,
kerned and replaced, cut to the letters that are there: a third of the time that a figure takes.
"""

from typing import Final

from fontTools import subset

FOR_TYPESETTING: Final = ("GDEF", "GPOS", "GSUB", "kern")
"""Tables of a font that say how its letters are set beside each other."""


def leave_out() -> None:
    """Have fontTools drop these tables from every font that it cuts in this process."""
    dropped = subset.Options._drop_tables_default
    dropped.extend(table for table in FOR_TYPESETTING if table not in dropped)
