# The commands of the project; `make help` lists them. What they do stands in tools/.
.DEFAULT_GOAL := help
.PHONY: help setup run test check bench docs lock messages
MAKEFLAGS += --no-print-directory

python := .venv/bin/python
installed := .venv/.installed
# What bench/ measures; those of the second line also with readers at once.
measured := dispersion grouping matching register imports demo_city pages
at_once := city_pages alliance_pages
locks := requirements/run.txt requirements/dev.txt

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# One stamp for each set of packages. Only a changed lock or a changed pyproject.toml installs again.
$(installed)-run $(installed)-dev: $(installed)-%: requirements/%.txt pyproject.toml tools/setup.sh
	@sh tools/setup.sh $*

setup: $(installed)-run ## install what running needs into .venv
	@:

run: setup ## make the demo city if it is not there, and serve the site at http://127.0.0.1:8000
	@.venv/bin/lianmeng demo

test: $(installed)-dev ## every check and every test that this machine has the parts for (under 20 minutes)
	@$(python) -m tools.checks all

check: $(installed)-dev ## the inner loop: style, types, contracts, quick tests (under 3 minutes)
	@$(python) -m tools.checks quick

bench: $(installed)-dev ## measure speed and memory, and say of each limit whether it is met (some 40 minutes)
	@status=0; for each in $(measured); do echo "== $$each"; $(python) -m bench.$$each || status=1; done; \
	for each in $(at_once); do echo "== $$each --at-once"; $(python) -m bench.$$each --at-once || status=1; done; exit $$status

docs: $(installed)-dev ## check every link of the documentation, and say where to start reading
	@$(python) -m tools.docs

lock: $(installed)-dev ## pin the packages again after a change in pyproject.toml
	@sh tools/lock.sh

messages: $(installed)-dev ## collect the sentences to translate, and compile the Chinese catalogue
	@$(python) -m tools.messages
