"""Figures of the association between collective efficiency and upgrading."""
