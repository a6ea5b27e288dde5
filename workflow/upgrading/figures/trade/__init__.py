"""Figures of trade: upgrading classes, unit values, the years of printed exports."""
