"""Every specification of the relations that the report asserts with process upgrading."""

from upgrading.figures.specification_intervals import data as data
from upgrading.figures.specification_intervals import draw as draw
from upgrading.figures.specification_intervals import intervals_of, resting_on

PLACE = 170

shows = intervals_of("up_process")

rests_on = resting_on("up_process")
