"""Every specification of the relations that the report asserts with product upgrading."""

from upgrading.figures.specification_intervals import data as data
from upgrading.figures.specification_intervals import draw as draw
from upgrading.figures.specification_intervals import intervals_of, resting_on

PLACE = 160

shows = intervals_of("up_product")

rests_on = resting_on("up_product")
