"""The study's figures, one module each with a function `draw` that returns a `Drawing`."""
