"""Statements of the report that its data can bear on, each put to the test.

One module per part of the report; each holds a tuple `CLAIMS`.
"""
