"""What the Snakefile sets up before any rule: where tools and modules are, what failures print."""

import io
import logging
import os
import re
import shlex
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from config_checks import end_with
from quick_imports import without_grammar_of_addresses
from upgrading.faults import Fault

NOTHING = "(?!)"
"""A pattern that matches nothing."""


class _NoTemporaryCopy(logging.Filter):
    """Drops Snakemake's notice that names the temporary copy of a script; the log says more."""

    def filter(self, record: logging.LogRecord) -> bool:
        return ".snakemake/scripts/" not in record.getMessage()


def described(rules: Iterable[Any]) -> list[dict[str, Any]]:
    """What each rule of the workflow reads, runs and writes, for the pages that tell it.

    Modules of the project's own code are left out of the inputs, and so are inputs that are found
    only when a job is planned, and rules that no file of this configuration calls for.
    """
    found = []
    for rule in rules:
        modules = getattr(rule.input, "code", [])
        code = set() if callable(modules) else {str(path) for path in modules}
        inputs = [str(path) for path in rule.input if not callable(path)]
        outputs = [str(path) for path in rule.output]
        if rule.name == "all" or any(NOTHING in path for path in outputs):
            continue
        found.append(
            {
                "name": rule.name,
                "message": _plain(str(rule.message)),
                "script": str(rule.script or "").replace("../scripts/", "workflow/scripts/"),
                "inputs": [_plain(path) for path in inputs if path not in code],
                "outputs": [_plain(path) for path in outputs],
            }
        )
    return found


def chosen(config: Mapping[str, Any]) -> dict[str, Any]:
    """The choices that results follow from: all but what concerns raw files alone.

    `raw_files` says what a changed raw file does to a run, `trade.download` what to ask for.
    """
    trade = {key: value for key, value in config["trade"].items() if key != "download"}
    return {key: value for key, value in config.items() if key != "raw_files"} | {"trade": trade}


def _plain(text: str) -> str:
    """A path or message with its wildcards for people: `{file,…}`, `{input.trade}` as `<file>`."""
    return re.sub(r"\{(?:\w+\.)?(\w+)(?:,[^{}]*)?\}", r"<\1>", text)


def require(paths: Iterable[str]) -> None:
    """Every raw file that is named must be there: Snakemake is content with what was made of it.

    Ends the run, all faults at once: a file that is missing, a folder, a name with braces (which
    Snakemake takes for a wildcard).
    """
    faults = []
    for path in dict.fromkeys(paths):
        if "{" in path or "}" in path:
            faults.append(Fault(path, "braces are not allowed in the name of a file"))
        elif Path(path).is_dir():
            faults.append(Fault(path, "a folder where a file is expected"))
        elif not Path(path).is_file():
            faults.append(Fault(path, "no such file"))
    end_with(faults)


def one_of(names: Iterable[str]) -> str:
    """The pattern of a wildcard that stands for one of these names; without names, for nothing."""
    return "|".join(map(re.escape, names)) or NOTHING


OF_LIBRARIES = (
    *("PYTHON", "MPL", "MATPLOTLIB", "IPYTHON", "JUPYTER_", "NUMPY_", "NPY_", "PANDAS_", "SCIPY_"),
    *("TYPST_", "FONTCONFIG_", "SOURCE_DATE_EPOCH", "BASH_ENV", "SHELLOPTS", "BASHOPTS"),
    *("COLUMNS", "LINES", "FORCE_COLOR", "NO_COLOR", "CLICOLOR"),
)
"""How variables begin by which a user sets Python, a library or the shell that starts a job."""


def prepare() -> None:
    """Set up this process and the jobs that it starts.

    Tools come from the environment that Snakemake runs in, modules from `workflow/`. A failing rule
    is reported by its own log, not by the file Snakemake ran it from.
    """
    if {"{", "}"} & set(str(Path.cwd())):
        end_with([Fault(str(Path.cwd()), "braces are not allowed in the path of this folder")])
    without_settings_of_the_user()
    tools = str(Path(sys.executable).parent)
    os.environ["PATH"] = tools + os.pathsep + os.environ.get("PATH", os.defpath)
    os.environ["PYTHONPATH"] = str(Path(__file__).parent)
    # Snakemake puts it into the command of a job as it is, blanks and all
    sys.executable = shlex.quote(sys.executable)
    without_grammar_of_addresses()
    for handler in logging.getLogger("snakemake.logging").handlers:
        handler.addFilter(_NoTemporaryCopy())


def without_settings_of_the_user() -> None:
    """Keep what the user set for other work from the jobs: in variables and in the home folder.

    Libraries find a folder of the project, under `.cache/`, for their settings and caches. Proxies,
    certificates, languages and what the machine needs stay; a home that is none is replaced.
    """
    for name in [name for name in os.environ if name.startswith(OF_LIBRARIES)]:
        del os.environ[name]
    own = Path(".cache/settings").absolute()
    if not os.access(os.environ.get("HOME", ""), os.W_OK | os.X_OK):
        os.environ["HOME"] = str(own)
    folders = {
        **{"XDG_CONFIG_HOME": "config", "XDG_CACHE_HOME": "cache", "XDG_DATA_HOME": "data"},
        **{"MPLCONFIGDIR": "matplotlib", "IPYTHONDIR": "ipython"},
        **{"JUPYTER_CONFIG_DIR": "jupyter/config", "JUPYTER_DATA_DIR": "jupyter/data"},
        "JUPYTER_RUNTIME_DIR": "jupyter/runtime",
    }
    os.environ |= {name: str(own / folder) for name, folder in folders.items()}
    os.environ |= {"PYTHONNOUSERSITE": "1", "PYTHONUTF8": "1"}
    for stream in (sys.stdout, sys.stderr):
        if isinstance(
            stream, io.TextIOWrapper
        ):  # a terminal that cannot show a dash shows its code
            stream.reconfigure(errors="backslashreplace")
