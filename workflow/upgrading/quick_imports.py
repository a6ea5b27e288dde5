"""Leaving out an import that takes long and serves nothing here."""

import sys


def without_grammar_of_addresses() -> None:
    """Have `jsonschema` do without its checks of internationalised addresses.

    It sets up their grammar when it is imported, by Snakemake for every script and by nbconvert for
    every notebook, which takes 0.7 s. No config or notebook has such a field. To be called before.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
