"""How results are shown: tables as CSV, HTML and LaTeX, and figures. Nothing here computes."""
