"""The study's analysis as pure functions on data frames.

Its rooms, and which may import which: docs/architecture.md.
"""
