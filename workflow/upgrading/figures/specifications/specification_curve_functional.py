"""Every specification of the relations that the report asserts with functional upgrading."""

from upgrading.figures.specification_curve import curves_of, resting_on
from upgrading.figures.specification_curve import draw as draw

PLACE = 180

shows = curves_of("up_functional")

rests_on = resting_on("up_functional")
