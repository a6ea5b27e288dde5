"""Trade statistics: readers of export files, cleaning, unit values, shares, classes, indices."""
