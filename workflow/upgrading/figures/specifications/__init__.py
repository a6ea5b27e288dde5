"""Figures of the specification curves."""
