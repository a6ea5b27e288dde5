"""Figures of the case data: scores, indices, upgrading, and what the report tells of exports."""
