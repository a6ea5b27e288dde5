"""The literature behind the methods, in the order of its authors: for the paper and the site."""

from __future__ import annotations

from typing import Final, NamedTuple


class Reference(NamedTuple):
    """A source: what comes before the title of its book or journal, this title, what follows."""

    told: str
    title: str
    place: str


METHODS: Final = (
    Reference(
        "Amighini, A. (2003).",
        "Upgrading in the Global Economy: Evidence from Selected Sectors in Latin America",
        ". Agorà 2000 mimeo for the Inter-American Development Bank.",
    ),
    Reference(
        "Benjamini, Y. and Y. Hochberg (1995). Controlling the false discovery rate: a practical "
        "and powerful approach to multiple testing.",
        "Journal of the Royal Statistical Society B",
        " 57, 289–300.",
    ),
    Reference(
        "Brant, R. (1990). Assessing proportionality in the proportional odds model for ordinal "
        "logistic regression.",
        "Biometrics",
        " 46, 1171–1178.",
    ),
    Reference(
        "Fontagné, L. and M. Freudenberg (1997).",
        "Intra-Industry Trade: Methodological Issues Reconsidered",
        ". CEPII Working Paper 1997-01. Paris: CEPII.",
    ),
    Reference(
        "Greenaway, D., R. Hine and C. Milner (1995). Vertical and horizontal intra-industry "
        "trade: a cross industry analysis for the United Kingdom.",
        "Economic Journal",
        " 105, 1505–1518.",
    ),
    Reference(
        "Holm, S. (1979). A simple sequentially rejective multiple test procedure.",
        "Scandinavian Journal of Statistics",
        " 6, 65–70.",
    ),
    Reference(
        "Kaplinsky, R. and J. Readman (2000).",
        "Globalization and Upgrading: What Can (and cannot) be Learned from International Trade "
        "Statistics in the Wood Furniture Sector?",
        " Mimeo. Brighton: University of Brighton and University of Sussex.",
    ),
    Reference(
        "Kendall, M. G. (1945). The treatment of ties in ranking problems.",
        "Biometrika",
        " 33, 239–251.",
    ),
    Reference(
        "Leamer, E. E. and R. M. Stern (1970).",
        "Quantitative International Economics",
        ", chapter 7. Boston: Allyn and Bacon.",
    ),
    Reference(
        "Richardson, J. D. (1971). Constant-market-shares analysis of export growth.",
        "Journal of International Economics",
        " 1, 227–239.",
    ),
    Reference(
        "Simonsohn, U., J. P. Simmons and L. D. Nelson (2020). Specification curve analysis.",
        "Nature Human Behaviour",
        " 4, 1208–1214.",
    ),
    Reference(
        "Walsh, M. et al. (2014). The statistical significance of randomized controlled trial "
        "results is frequently fragile: a case for a Fragility Index.",
        "Journal of Clinical Epidemiology",
        " 67, 622–628.",
    ),
    Reference(
        "Westfall, P. H. and S. S. Young (1993).",
        "Resampling-Based Multiple Testing: Examples and Methods for p-Value Adjustment",
        ". New York: Wiley.",
    ),
)
"""What the methods follow; sources of data are in `CITATION.cff`."""
