"""Chapter 3, traditional manufacturing (Tables 3-6)."""

from __future__ import annotations

from upgrading.audit.readings import (
    Claim,
    Reading,
    average,
    chains,
    compare,
    degree_is,
    exceeds,
    most,
    number,
    number_of,
    only,
)

GROUP = "traditional_manufacturing"
PLACE = "Chapter 3, Traditional manufacturing"

CLAIMS: tuple[Claim, ...] = (
    Claim(
        "tm-external-economies-more-common",
        f"{PLACE}, Collective efficiency, Joint actions",
        "External economies are more common than joint actions.",
        (
            Reading("on average", compare(average("eei", GROUP), ">", average("jai", GROUP))),
            Reading("in most clusters", most(exceeds("eei", "jai"), GROUP)),
        ),
    ),
    Claim(
        "tm-three-low",
        f"{PLACE}, Collective efficiency, Joint actions",
        "Three clusters have a low degree of collective efficiency.",
        (
            Reading(
                "by the recomputed index",
                compare(number_of(degree_is("low"), GROUP), "==", number(3)),
            ),
        ),
    ),
    Claim(
        "tm-seven-in-several-chains",
        f"{PLACE}, Value chains",
        "Seven of the clusters take part in more than one value chain with different governance.",
        (
            Reading(
                "clusters with chains of more than one pattern in Table 4",
                compare(number_of(chains(), GROUP), "==", number(7)),
            ),
        ),
    ),
    Claim(
        "tm-high-clusters",
        f"{PLACE}, Collective efficiency",
        "Sinos Valley and León are clearly ahead of the other footwear clusters.",
        (
            Reading(
                "they alone of the group have a high degree",
                only(["footwear_sinos_valley", "footwear_leon"], degree_is("high"), GROUP),
            ),
        ),
    ),
)
