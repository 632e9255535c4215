# Every command there is: make run | test | check | setup | bench | translate
SHELL := /bin/bash
PORT ?= 8080
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test check setup setup-tests bench translate
.DEFAULT_GOAL := run

.venv/installed: requirements.txt
	@test -x $(BIN)/python || python3 -m venv .venv
	@echo "Устанавливаются пакеты…"
	@$(BIN)/pip install --quiet --requirement requirements.txt
	@touch $@

.venv/installed-tests: requirements-dev.txt .venv/installed
	@$(BIN)/pip install --quiet --requirement requirements-dev.txt
	@touch $@

translations/ru/LC_MESSAGES/messages.mo: translations/ru/LC_MESSAGES/messages.po .venv/installed
	@$(BIN)/pybabel --quiet compile --directory translations

# Prepares the environment, nothing else.
setup: .venv/installed translations/ru/LC_MESSAGES/messages.mo

# The demo school on http://127.0.0.1:$(PORT); a second start keeps the data.
run: setup
	@DEMO=1 PORT=$(PORT) $(BIN)/python run.py

setup-tests: setup .venv/installed-tests
	@bash tests/install.sh

# Everything: SQLite, PostgreSQL, a real browser.
test: setup-tests
	@$(BIN)/pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder $(TESTS)

# Style, types, architecture.
check: setup .venv/installed-tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy app config.py run.py
	@$(BIN)/pytest --quiet tests/architecture

bench: setup-tests
	@$(BIN)/python -m bench

# Collect the texts of the code into the catalogue.
translate: setup
	@$(BIN)/pybabel --quiet extract --mapping translations/babel.cfg --keyword _l --keyword lazy_gettext --output-file translations/messages.pot --no-wrap .
	@$(BIN)/pybabel --quiet update --input-file translations/messages.pot --output-dir translations --locale ru --no-wrap --no-fuzzy-matching
	@rm translations/messages.pot
	@$(BIN)/pybabel --quiet compile --directory translations
