"""The window over which changes of trade are measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Window:
    """From `base` to `end`, each end the mean of `years` years inside the window.

    1996 to 2002 with 2 years compares the mean of 1996 and 1997 with that of 2001 and 2002.
    """

    base: int
    end: int
    years: int = 2

    def __post_init__(self) -> None:
        """Refuse ends that share a year."""
        if self.years < 1 or self.base + self.years > self.end - self.years + 1:
            text = f"{self.base} to {self.end} has no two separate ends of {self.years} years"
            raise ValueError(f"window: {text}")

    @property
    def base_years(self) -> range:
        """The years whose mean is the base."""
        return range(self.base, self.base + self.years)

    @property
    def end_years(self) -> range:
        """The years whose mean is the end."""
        return range(self.end - self.years + 1, self.end + 1)
