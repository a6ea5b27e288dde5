"""Verdict on every printed number, and explanations of those that disagree."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from upgrading.audit.run import Audit
from upgrading.multiverse.relations import Relation
from upgrading.parts import TABLES, Passages
from upgrading.steps.claims import judged

APART: Final = {"judged": judged}


def audit(
    exports: pd.DataFrame,
    parts: Passages,
    relations: Mapping[str, Relation],
    call: Callable[..., Audit],
) -> dict[str, Any]:
    """The tables of the audit in plain words, and `parts`: what their cells tell.

    The claims are asked what follows for them from an erratum.
    """
    told = TABLES["exports"].together(exports, parts)
    found = replace(call(judged), exports=told, relations=relations)
    return {
        "cells": lambda: found.plain("cells"),
        "errata": lambda: found.plain("errata"),
        "conventions": lambda: found.plain("conventions"),
        "parts": lambda: found.parts("cells", "errata", "conventions"),
    }
