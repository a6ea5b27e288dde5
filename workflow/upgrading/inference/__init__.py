"""Tests of association, intervals and models: which relations of the report survive."""
