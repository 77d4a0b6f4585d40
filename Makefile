# littrack: `make demo` runs the main job on a bundled replay of arXiv, `make test` passes the tests. Both work off line.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
# Without compiled bytecode every start compiles half of scipy again.
unexport PYTHONDONTWRITEBYTECODE
# Two test workers with a BLAS of two threads each only get in each other's way.
export OMP_NUM_THREADS ?= 1

LISTS ?= ../shared/seeds

.PHONY: comlam demo test lint bench schema lock sample clean

demo: $(STAMP)
	@$(BIN)/littrack demo --dir reports/demo

test: $(STAMP)
	@$(BIN)/python -m pytest -q -n auto $(ARGS)

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(STAMP)
	@$(BIN)/python -m bench $(ARGS)

schema: $(STAMP)
	@$(BIN)/python tools/schema.py > db/schema.sql

# ComLAM's references and taxonomy again from its lists; what a person edited in taxonomy.toml stays.
comlam: $(STAMP)
	@$(BIN)/littrack import $(LISTS)/000_*.txt $(LISTS)/001_*.txt

sample: $(STAMP)
	@$(BIN)/python tools/sample.py

clean:
	rm -rf .venv

$(STAMP): pyproject.toml constraints.txt
	@echo "Installing littrack into .venv (once) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@if command -v uv >/dev/null 2>&1; then uv pip install -q --compile-bytecode --python $(BIN)/python -c constraints.txt -e . --group dev; \
	else $(BIN)/python -m pip install -q --disable-pip-version-check "pip>=25.1" && \
	  $(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e . --group dev; fi
	@touch $@

lock:
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv"; exit 2; }
	@{ echo '# Exact versions of everything that littrack installs. Made by `make lock`.'; \
	  uv pip compile -q pyproject.toml --group dev --group bench --no-header --no-annotate --universal --python-version 3.11; } > constraints.txt
