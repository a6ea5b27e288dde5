"""Every specification of the relations that the report asserts with process upgrading."""

from upgrading.figures.specification_curve import curves_of, resting_on
from upgrading.figures.specification_curve import draw as draw

PLACE = 170

shows = curves_of("up_process")

rests_on = resting_on("up_process")
