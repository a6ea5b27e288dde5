"""Every specification of the relations that the report asserts with product upgrading."""

from upgrading.figures.specification_curve import curves_of, resting_on
from upgrading.figures.specification_curve import draw as draw

PLACE = 160

shows = curves_of("up_product")

rests_on = resting_on("up_product")
