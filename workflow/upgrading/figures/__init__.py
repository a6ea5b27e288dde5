"""The study's figures: a folder for each rule that draws some, and in it a module for each figure.

A module is named as its figure. `PLACE` is its place among all figures, `shows` what it shows of
the inputs and params of its rule, by their names, and `draw` makes a `style.Drawing` of that.
`data` makes of the same the table of what is marked in the picture, which is written beside it as
CSV; a module that draws no data has none. Of a figure that is costly to compute, `rests_on` says
what it is made of instead. A new module is a new figure; beside which table the site shows it
stands in `publish.site.assemble`.
"""
