# One command for everything: `make` sets up and runs the study, `make test` sets up and tests it.

PYTHON ?= python3
BIN := .venv/bin

# As modules, not as programs: what stands before a program's first line knows no blanks. Python's own
# start looks at none of the user's settings, and with -P at no file of this folder that is called as a
# library is (a random.py to try things out); nor does matplotlib's, in tests either. What keeps all
# others from the jobs: workflow/plan/launch.py.
unexport $(filter PYTHON% MPL% MATPLOTLIB%,$(.VARIABLES))
export MPLCONFIGDIR := $(CURDIR)/.cache/settings/matplotlib
# Slurm says how many cores it has allotted; a run takes all of a machine otherwise.
CORES = $(if $(SLURM_CPUS_PER_TASK),--cores $(SLURM_CPUS_PER_TASK))
SNAKEMAKE = XDG_CACHE_HOME="$$PWD/.cache" $(BIN)/python -P -m snakemake --profile none $(CORES)

# Tests on all cores, each file of them by one process.
DIVIDED := --numprocesses logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder

.PHONY: all ready test test-all lint benchmark chance register slurm accept report map dictionary lock clean

all: ready
	@$(SNAKEMAKE)

# Every kind of check in minutes; `make test TIER=ci` has of those that are costly as many as a change
# has to pass (.ci/run), `make test-all` every kill, mutation and seed: what a release has to pass.
TIER := quick
test: ready
	@$(BIN)/python -P -m pytest $(DIVIDED) --tier $(TIER)

test-all: TIER := full
test-all: test

# Tools that look for others must find those of this environment first, hence the PATH.
export PATH := $(CURDIR)/.venv/bin:$(PATH)

# The mark of a finished environment says for which folder and from which lock it was made.
ready:
	@[ "$$(pwd -P; cat requirements.lock)" = "$$(cat .venv/ready 2>/dev/null)" ] \
		&& $(BIN)/python -c "" 2>/dev/null || { \
		$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11" >&2; exit 1; }; \
		$(PYTHON) -I workflow/tools/set_up.py; }

lint: ready
	@$(BIN)/python -P -m ruff format --check .
	@$(BIN)/python -P -m ruff check .
	@$(BIN)/python -P -m snakefmt --check Snakefile workflow
	@$(BIN)/python -P -m mypy
	@$(SNAKEMAKE) --lint

# Speed and memory, as tables in Markdown: minutes, some 3 GB of disk; no test depends on them.
benchmark: ready
	@PYTHONPATH=workflow $(BIN)/python benchmarks/trade.py
	@PYTHONPATH=workflow $(BIN)/python benchmarks/multiverse.py
	@PYTHONPATH=workflow $(BIN)/python benchmarks/interval_coverage.py

# How often words fall by chance, on the clean data of a run: a quarter of an hour on two cores.
# Writes benchmarks/words_by_chance.csv, which the site shows.
chance: all
	@PYTHONPATH=workflow nice $(BIN)/python benchmarks/words_by_chance.py --processes 2

# After a raw file was changed on purpose: write the present checksums into the register.
register: ready
	@$(BIN)/python workflow/tools/register.py data/raw/register.csv

# What `snakemake --workflow-profile profiles/slurm` needs beside: docs/slurm.md.
slurm: ready
	@$(BIN)/python -I -m pip install --quiet --no-deps --require-hashes \
		--requirement profiles/slurm/requirements.lock

# The present results become the baseline that `results/changes.md` compares with.
accept: ready
	@$(BIN)/python workflow/tools/accept.py

# One page with every table and figure under its category, by Snakemake.
report: all
	@$(SNAKEMAKE) --report results/snakemake_report.html

# What the documentation shows of the results: which program makes which table and figure, into
# docs/exhibit_map.md between its marks, and the figure of the README.
map: all
	@$(BIN)/python workflow/tools/exhibit_map.py

# What claims can be written with, and what each key of the config means and allows, into
# docs/claims.md and docs/config.md between their marks.
dictionary: ready
	@$(BIN)/python workflow/tools/claims_dictionary.py
	@$(BIN)/python workflow/tools/config_dictionary.py

# New versions of the dependencies (needs uv); environment.yml follows by hand, a test compares.
lock:
	uv pip compile pyproject.toml --extra test --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-emit-index-url --no-emit-find-links --output-file requirements.lock
	uv pip compile --group slurm --no-deps --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-emit-index-url --no-emit-find-links \
		--output-file profiles/slurm/requirements.lock

clean:
	rm -rf data/processed results logs .snakemake .cache
