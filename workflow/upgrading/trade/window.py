"""The window over which changes of trade are measured."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


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


def end_over_base(figures: Numbers) -> Numbers:
    """Mean of the second half of each row over that of the first, less 1.

    Missing where a figure is, or where the base is 0.
    """
    length = figures.shape[1] // 2
    base, end = (part.sum(axis=1) / length for part in (figures[:, :length], figures[:, length:]))
    changed: Numbers = np.divide(end, base, out=np.full_like(base, np.nan), where=base > 0) - 1
    return changed
