"""What a file is, as a rule is told it of its own files."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Form:
    """How a file is read and written, as `module:CODEC`; of a table its columns and its texts.

    `texts`: columns of a table of floats that are text, whatever their cells look like.
    """

    codec: str
    columns: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


RAW = Form("files.codec:RAW")
"""What is not listed is read as it is, and written by the step itself."""
