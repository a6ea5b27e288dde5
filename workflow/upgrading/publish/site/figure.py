"""A figure as pages show it: what it is called, and what can be had of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A figure: its name, title and description, the program that draws it, whether it has data."""

    name: str
    title: str
    alt: str
    program: str
    data: bool
