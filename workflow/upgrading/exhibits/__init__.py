"""Every table of the report as data: the printed skeleton filled with recomputed values."""
