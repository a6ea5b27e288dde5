"""What every script of the workflow shares: its failure reaches the reader in plain words.

Snakemake runs a script from a temporary copy, and names that copy when it fails. `task` writes the
reason to the rule's log instead: the lines of `DataFaults` as they are, a full disk in a line, any
other exception with its traceback under the script's real name. Snakemake shows the log of a
failed rule. The log of a job that succeeds ends with the times of the job.
"""

import hashlib
import logging
import pickle
import platform
import sys
import traceback
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from one_run import NOTE, in_words
from plan.job_times import last_line
from upgrading.faults import DataFaults
from upgrading.files.digests import digest

# Pieces of work kept from run to run, so that a refresh does again what its data ask for ----------
#
# Snakemake removes a rule's old outputs and runs the rule whole, for all of its figures or
# relations. A piece's key is the digest of everything that it is made of: its data, the project's
# own code that the step runs, the version of Python and of every library installed. The same key
# is the same piece, to the byte. Pieces that a run did not ask for are forgotten.


class Kept:
    """The pieces that one job keeps in one folder, for no other to write into."""

    def __init__(self, folder: str | Path, code: Iterable[str]) -> None:
        """Keep pieces in `folder` that are made by the modules `code` (paths)."""
        self._folder = Path(folder)
        self._program = _digest_of(code)
        self._asked: set[str] = set()

    def key(self, name: Any, data: Any) -> str:
        """The key of the piece `name` that is made of `data`."""
        return hashlib.sha256(self._program + digest(name) + digest(data)).hexdigest()

    def value(self, key: str) -> Any:
        """The piece kept under the key; `None` if there is none."""
        self._asked.add(key)
        file = self._folder / key
        return pickle.loads(file.read_bytes()) if file.is_file() else None

    def keep(self, key: str, value: Any) -> None:
        """Keep a piece, which is not `None`, under the key."""
        self._folder.mkdir(parents=True, exist_ok=True)
        # whole or not at all: half a piece would come back for ever
        with NamedTemporaryFile(dir=self._folder, delete=False) as unfinished:
            unfinished.write(pickle.dumps(value))
        Path(unfinished.name).replace(self._folder / key)

    def forget_others(self) -> None:
        """Remove what this run did not ask for."""
        for file in self._folder.glob("*"):
            if file.name not in self._asked:
                file.unlink()


def told(made: Collection[str], every: Collection[str]) -> str:
    """Which pieces were made anew, and which are as before, for a log."""
    others = [name for name in every if name not in made]
    if len(every) > 50:
        return f"{len(made)} of {len(every)} made, the others as before"
    return f"made: {', '.join(made) or 'none'}; as before: {', '.join(others) or 'none'}"


def _digest_of(code: Iterable[str]) -> bytes:
    """Digest of modules (paths) and of all that is installed."""
    found = hashlib.sha256()
    for path in sorted(code):
        found.update(path.encode() + b"\0" + Path(path).read_bytes() + b"\0")
    # the folders' names hold name and version: reading what is in them takes a tenth of a second
    installed = {one.name for place in sys.path for one in Path(place).glob("*.dist-info")}
    found.update("\n".join([*sorted(installed), platform.python_version()]).encode())
    return found.digest()


class _Marked(logging.Formatter):
    """Messages as they are, warnings with their mark: by it they are found again in a log."""

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        return f"{NOTE}{text}" if record.levelno == logging.WARNING else text


@contextmanager
def task(snakemake: Any) -> Iterator[logging.Logger]:
    """Run the body of a script; log to the rule's log file, and end with status 1 on failure.

    Warnings also go to the console; a failure does not, since Snakemake shows the failed log.
    """
    begun = datetime.now(UTC)
    log_file = Path(snakemake.log[0])
    log_file.parent.mkdir(parents=True, exist_ok=True)
    logger = logging.getLogger(snakemake.rule)
    logger.setLevel(logging.INFO)
    handler = logging.FileHandler(log_file, mode="w", encoding="utf-8")
    handler.setFormatter(_Marked())
    logger.addHandler(handler)
    console = logging.StreamHandler()
    console.setFormatter(_Marked())
    console.addFilter(lambda record: record.levelno == logging.WARNING)
    logger.addHandler(console)
    try:
        yield logger
        logger.info("%s", last_line(begun))
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
