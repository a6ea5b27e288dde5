"""How the results were made: rules with their inputs, versions, choices, checksums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from upgrading.present.site.shell import Page, escape
from upgrading.provenance import durations

_UNTOLD: Final = (
    "How long it took is not shown here: that needs JavaScript and the file "
    f"<code>{durations.FILE}</code> beside this page, which a run writes when it has ended well. "
    "The durations are also in <code>results/provenance/ro-crate-preview.html</code> of the "
    "project’s folder."
)

_LONGEST: Final = 40
"""Characters of the longest word that a column holds without a break."""


def _flat(config: Mapping[str, Any], before: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in config.items():
        name = f"{before}{key}"
        if isinstance(value, Mapping) and value:
            found += _flat(value, f"{name}.")
        elif isinstance(value, list):
            found.append((name, ", ".join(map(str, value)) or "none"))
        elif isinstance(value, bool):
            found.append((name, "yes" if value else "no"))
        else:
            found.append((name, "none" if value in ("", None, {}) else str(value)))
    return found


def _kind(cell: str) -> str:
    """The class of a cell; a checksum or a path may be broken anywhere."""
    return "text unbroken" if max(map(len, cell.split()), default=0) > _LONGEST else "text"


def _table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col" class="text">{escape(name)}</th>' for name in heads)
    body = "".join(
        "<tr>" + "".join(f'<td class="{_kind(cell)}">{escape(cell)}</td>' for cell in row) + "</tr>"
        for row in rows
    )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="sortable"><caption class="unseen">{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _rule(rule: Mapping[str, Any]) -> str:
    def files(names: Sequence[str]) -> str:
        return ", ".join(f"<code>{escape(name)}</code>" for name in names) or "–"

    return (
        f'<section id="rule-{escape(rule["name"])}"><h3>{escape(rule["name"])}</h3>'
        f'<p>{escape(rule["message"])}.</p><dl class="plain files">'
        f"<dt>Script</dt><dd>{files([rule['script']] if rule['script'] else [])}</dd>"
        f"<dt>Inputs</dt><dd>{files(rule['inputs'])}</dd>"
        f"<dt>Outputs</dt><dd>{files(rule['outputs'])}</dd></dl></section>"
    )


def made_page(
    rules: Sequence[Mapping[str, Any]],
    versions: Sequence[tuple[str, str]],
    config: Mapping[str, Any],
    checksums: Sequence[tuple[str, str, str]],
) -> Page:
    """The page on how it was made.

    `rules`: name, message, script, inputs and outputs of each; `versions`: of the software;
    `checksums`: file, state against the register, SHA-256. How long it took differs from run to
    run and is in `durations.FILE`, beside the page, from which `made.js` puts it there.
    """
    body = (
        "<h1>How it was made</h1>\n<p>One command, <code>make</code>, from the raw files to this "
        "page. The same inputs and choices give the same bytes; only when it was made and how long "
        "that took differ, which the end of a run writes into a file of its own, "
        f"<code>{durations.FILE}</code>. The checksums of all results are in the record of the "
        "run, <code>results/provenance/</code> of the project’s folder.</p>\n"
        f'<h2>The run</h2>\n<div id="run"><p>{_UNTOLD}</p></div>\n'
        f"<h2>Choices</h2>\n{_table('Choices', ('Key', 'Value'), _flat(config))}\n"
        f"<h2>Versions</h2>\n{_table('Versions', ('Software', 'Version'), versions)}\n"
        "<h2>Raw files</h2>\n"
        f"{_table('Raw files', ('File', 'Against the register', 'SHA-256'), checksums)}\n"
        f"<h2>Rules</h2>\n{''.join(_rule(rule) for rule in rules)}\n"
        # before the script of every page, which makes tables sort
        f'<script src="{durations.FILE}"></script>\n<script src="assets/made.js"></script>'
    )
    return Page("made.html", "How it was made", body)
