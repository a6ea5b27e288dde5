# One command for everything: `make` sets up and runs the study, `make test` sets up and tests it.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

.PHONY: all test test-all lint benchmark register accept report map lock clean

all: $(READY)
	@$(BIN)/snakemake

test: $(READY)
	@$(BIN)/python -m pytest

# The same tests with every kill, mutation and seed: what a release has to pass.
test-all: $(READY)
	@$(BIN)/python -m pytest --thorough

# Locked versions, each file checked against its hash. Snakemake and the scripts it starts must find
# this environment first, hence the PATH.
export PATH := $(CURDIR)/.venv/bin:$(PATH)

$(READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Setting up the locked environment in .venv (once, a minute or two) ..."
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
		--requirement requirements.lock
	@touch $@

lint: $(READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/snakefmt --check Snakefile workflow
	@$(BIN)/mypy
	@$(BIN)/snakemake --lint

# Speed and memory, as tables in Markdown: minutes, some 3 GB of disk; no test depends on them.
benchmark: $(READY)
	@PYTHONPATH=workflow $(BIN)/python benchmarks/trade.py
	@PYTHONPATH=workflow $(BIN)/python benchmarks/multiverse.py
	@PYTHONPATH=workflow $(BIN)/python benchmarks/interval_coverage.py

# After a raw file was changed on purpose: write the present checksums into the register.
register: $(READY)
	@$(BIN)/python workflow/register_raw.py data/raw/register.csv

# The present results become the baseline that `results/changes.md` compares with.
accept: $(READY)
	@$(BIN)/python workflow/accept.py

# One page with every table and figure under its category, by Snakemake.
report: all
	@$(BIN)/snakemake --report results/snakemake_report.html

# Which program makes which table and figure, as the README has it between its marks.
map: all
	@$(BIN)/python workflow/exhibit_map.py

# New versions of the dependencies (needs uv); environment.yml follows by hand, a test compares.
lock:
	uv pip compile pyproject.toml --extra test --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-emit-index-url --no-emit-find-links --output-file requirements.lock

clean:
	rm -rf data/processed results logs .snakemake .cache
