"""One notebook, executed, as HTML; kept as it is while nothing that it reads has changed."""

from pathlib import Path

from kept import Kept
from quick_imports import without_grammar_of_addresses
from task import task

with task(snakemake) as log:
    files, page = snakemake.input, Path(snakemake.output.html)
    read = [files.notebook, *files.data]
    kept = Kept(snakemake.params.kept, files.code)
    key = kept.key(page.stem, {path: Path(path).read_bytes() for path in read})
    if kept.restore(key, [page]):
        log.info("nothing that it reads has changed: as before")
    else:
        without_grammar_of_addresses()
        from notebook_page import executed  # takes time that a kept page does not need

        text, failures = executed(files.notebook)
        page.write_text(text, encoding="utf-8")
        if failures:  # told, but no reason for the run to go without its site
            told = "\n  ".join([f"{files.notebook} failed; {page} shows where:", *failures])
            log.warning("%s", told)
        else:
            kept.keep(key, [page])
    kept.forget_others()
