"""What every script of the workflow shares: its failure reaches the reader in plain words.

Snakemake runs a script from a temporary copy, and names that copy when it fails. `task` writes the
reason to the rule's log instead: the lines of `DataFaults` as they are, a full disk in a line, any
other exception with its traceback under the script's real name. Snakemake shows the log of a
failed rule.
"""

import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from one_run import in_words
from upgrading.faults import DataFaults


@contextmanager
def task(snakemake: Any) -> Iterator[logging.Logger]:
    """Run the body of a script; log to the rule's log file, and end with status 1 on failure.

    Warnings also go to the console; a failure does not, since Snakemake shows the failed log.
    """
    log_file = Path(snakemake.log[0])
    log_file.parent.mkdir(parents=True, exist_ok=True)
    logger = logging.getLogger(snakemake.rule)
    logger.setLevel(logging.INFO)
    handler = logging.FileHandler(log_file, mode="w", encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger.addHandler(handler)
    console = logging.StreamHandler()
    console.addFilter(lambda record: record.levelno == logging.WARNING)
    logger.addHandler(console)
    try:
        yield logger
    except DataFaults as faults:
        logger.error("%s", faults)
        sys.exit(1)
    except Exception as error:
        if line := in_words(error):
            logger.error("%s", line)
            sys.exit(1)
        copy = Path(sys.argv[0])
        original = Path(snakemake.scriptdir) / copy.name.split(".", 1)[1]
        logger.error("%s", traceback.format_exc().replace(str(copy), str(original)))
        sys.exit(1)
