# Every everyday command. `make demo` and `make test` need nothing but Python 3.11 or newer.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

.PHONY: demo test venv check evaluate errors bench train train-venv clean

demo: $(READY)  ## a report of the sample story
	@$(BIN)/onrecord report src/onrecord/sample -o report.html --title "The Lantern Market steam burst"

test: check  ## ruff, mypy and every test
	@$(BIN)/python -m pytest

check: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/mypy

venv: $(READY)  ## .venv with the package and all that `make test` needs

$(READY): pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing onrecord into $(VENV) (a minute or two the first time)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test]"
	@touch $(READY)

evaluate: $(READY)  ## every measure whose corpus is at hand, against its floor; ERRORS=page.html writes every miss, too
	@$(BIN)/python -m evaluation all
	@$(if $(ERRORS),$(BIN)/python -m evaluation errors --out $(ERRORS))

errors: $(READY)  ## a page of every miss on the corpora at hand, by cause
	@$(BIN)/python -m evaluation errors --out runs/errors.html

bench: $(READY)  ## the promises about time and memory, measured on this machine
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[bench]"
	@$(BIN)/python -m benchmarks

train-venv: $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[train]"

train: train-venv  ## train the reader from the corpora (hours); DATA=folder of corpora
	@$(BIN)/python -m training --data $(or $(DATA),$(ONRECORD_DATA),../shared/data) --out runs/reader --install

clean:
	rm -rf $(VENV) build report.html
