"""The study's analysis as pure functions on data frames.

Its parts, and which may import which: docs/architecture.md.
"""
