"""What the Snakefile sets up before any rule: where tools and modules are, what failures print."""

import io
import json
import logging
import os
import re
import shlex
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple
from pathlib import Path
from typing import Any

from snakemake.io import ancient

from plan.checks import end_with
from plan.code import code_of, step_file
from upgrading.faults import Fault
from upgrading.files.form import RAW
from upgrading.files.listed import form_of
from upgrading.quick_imports import without_grammar_of_addresses

CHOICES = Path("data/processed/choices")

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
                "script": step_file(rule.name) if rule.script else "",
                "inputs": [_plain(path) for path in inputs if path not in code],
                "outputs": [_plain(path) for path in outputs],
            }
        )
    return found


NOT_OF_A_STEP = {"code", "modules", "checked", "passed_checks", "rule_choices"}
"""Inputs that make a rule wait or run again and that its step does not read."""


def resolved(rules: Iterable[Any]) -> dict[str, dict[str, Any]]:
    """What each rule with a step gives it, by name: `inputs`, `outputs` and `params`.

    Files by path, with wildcards as they are; `found_later`: the names of those that are found when
    a job is planned; `choices`: of the params that are choices of the config, where these stand in
    it.
    """
    return {
        rule.name: {
            "inputs": {
                name: _paths(files)
                for name, files in rule.input.items()
                if name not in NOT_OF_A_STEP and not callable(files)
            },
            "outputs": {name: _paths(files) for name, files in rule.output.items()}
            or {"": str(rule.output[0])},
            "params": {name: value for name, value in rule.params.items() if name != "forms"},
            "choices": choices_of(rule),
            "found_later": [
                name
                for name, files in rule.input.items()
                if name not in NOT_OF_A_STEP and callable(files)
            ],
        }
        for rule in rules
        if rule.script
    }


def choices_of(rule: Any) -> dict[str, list[str]]:
    """Where in the config the params of a rule stand that are choices of it, as the rule says."""
    text = Path(rule.snakefile).read_text(encoding="utf-8")
    own = text.split(f"rule {rule.name}:\n", 1)[1].split("\nrule ", 1)[0]
    return {
        name: re.findall(r'"(\w+)"', place)
        for name, place in re.findall(r'^ {8}(\w+)=config((?:\["\w+"\])+),$', own, re.M)
        if name in dict(rule.params.items())
    }


def _paths(files: Any) -> str | list[str]:
    return str(files) if isinstance(files, str) else [str(file) for file in files]


def chosen(config: Mapping[str, Any]) -> dict[str, Any]:
    """The choices that results follow from: all but what concerns raw files alone.

    `raw_files` says what a changed raw file does to a run, `trade.download` what to ask for.
    """
    trade = {key: value for key, value in config["trade"].items() if key != "download"}
    return {key: value for key, value in config.items() if key != "raw_files"} | {"trade": trade}


def made_in(folder: str, rules: Iterable[Any]) -> list[str]:
    """What rules make in a folder, but for outputs with wildcards."""
    made = [str(path) for rule in rules if not rule.has_wildcards() for path in rule.output]
    return [path for path in made if path.startswith(f"{folder}/")]


def give_steps(rules: Iterable[Any]) -> None:
    """Have every rule run again for the code of its step, and tell it the forms of its files.

    Of the list of all files (`files.listed`) a rule knows what concerns its own.
    """
    for rule in rules:
        if not rule.script:
            continue
        forms = {
            "inputs": {name: _form(files) for name, files in rule.input.items()},
            "outputs": {name: _form(files) for name, files in rule.output.items()}
            or {"": _form(rule.output[0])},
        }
        codecs = {form[0] for own in forms.values() for form in own.values()}
        rule.set_input(code=code_of(rule.name, codecs=sorted(codecs)))
        rule.set_params(forms=forms)


def _form(files: Any) -> tuple[Any, ...]:
    """The form of a file, or of those of a list, which are alike."""
    every = [files] if isinstance(files, str) or callable(files) else list(files)
    named = [str(file) for file in every if not callable(file)]
    return astuple(form_of(named[0]) if named else RAW)


def check_before_results(rules: Iterable[Any], marks: Iterable[str]) -> None:
    """Have every rule that writes a result wait for all checks, whose marks these are.

    A check that is made again is no reason to make the results again: its mark is `ancient`.
    """
    for rule in rules:
        if any(str(path).startswith("results/") for path in rule.output):
            own = [str(path) for path in rule.input if not callable(path)]
            rule.set_input(passed_checks=[ancient(mark) for mark in marks if mark not in own])


class Choices:
    """What each rule was told, as files beside the results: params, and which files to read.

    Snakemake keeps in its own folder what a result was made with. A copy of the project need not
    have that folder, and a choice that was changed in it must count all the same. Each rule has its
    own file as an input, and so runs again for what concerns it alone.
    """

    def __init__(self, workflow: Any) -> None:
        """Compare with the files; rules get theirs as an input, if it is not as it should be a new
        one in a temporary folder."""
        self._new: dict[str, str] = {}
        self._folder = Path(workflow.snakemake_tmp_dir) / "choices"
        for rule in workflow.rules:
            if not rule.output:
                continue
            told = _told(rule)
            file = CHOICES / f"{rule.name}.json"
            if not file.is_file() or file.read_text(encoding="utf-8") != told:
                self._new[rule.name] = told
                self._folder.mkdir(exist_ok=True)
                (self._folder / file.name).write_text(told, encoding="utf-8")
            rule.set_input(rule_choices=self._place(rule.name))

    def _place(self, rule: str) -> Callable[[Any], str]:
        return lambda wildcards: str(
            (self._folder if rule in self._new else CHOICES) / f"{rule}.json"
        )

    def write(self) -> None:
        """Bring what differs into place. For a run that makes results, before it plans."""
        CHOICES.mkdir(parents=True, exist_ok=True)
        for rule, told in self._new.items():
            file = CHOICES / f"{rule}.json"
            unfinished = file.with_suffix(".new")
            unfinished.write_text(told, encoding="utf-8")
            unfinished.replace(file)
        self._new.clear()


def _told(rule: Any) -> str:
    """Params of a rule and names of its inputs; neither of the code nor of what is found later."""
    files = {
        name: [str(path) for path in ([paths] if isinstance(paths, str) else paths)]
        for name, paths in rule.input.items()
        if name != "code" and not callable(paths)
    }
    told = {"params": dict(rule.params.items()), "inputs": files}
    return json.dumps(told, ensure_ascii=False, indent=1, default=str) + "\n"


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
    *("TYPST_", "FONTCONFIG_", "GIT_", "SOURCE_DATE_EPOCH", "BASH_ENV", "SHELLOPTS", "BASHOPTS"),
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
    os.environ["PYTHONPATH"] = str(Path(__file__).parent.parent)
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
    os.environ |= {"PYTHONNOUSERSITE": "1", "PYTHONSAFEPATH": "1", "PYTHONUTF8": "1"}
    for stream in (sys.stdout, sys.stderr):
        if isinstance(
            stream, io.TextIOWrapper
        ):  # a terminal that cannot show a dash shows its code
            stream.reconfigure(errors="backslashreplace")
