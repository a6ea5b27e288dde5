"""What the columns of a printed table mean."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Layout:
    """What the columns of one printed table mean.

    `labels` leading columns name the row; the rest carry the names in `columns`. A table of several
    panels, one below the other, has one tuple of columns and of headers per panel, each panel
    starting with a caption row and a header row; any other table has one of each and no caption
    row. `headers` are the header rows as printed.
    """

    exhibit: str
    labels: int
    columns: tuple[tuple[str, ...], ...]
    headers: tuple[tuple[str, ...], ...]

    @property
    def captioned(self) -> bool:
        """Whether each panel starts with a caption row."""
        return len(self.columns) > 1
