"""The relations that the report asserts, under every defensible choice of the analysis."""
