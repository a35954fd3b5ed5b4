# Amends. `make` alone lists what there is to do.
.DEFAULT_GOAL := help
.PHONY: help sandbox test test-faults lint format bench lock clean

PY := .venv/bin/python
INSTALL := python="$$(sh tools/find-python.sh)" && "$$python" tools/install.py
COMPILE := $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-strip-extras --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	$(if $(UPGRADE),--upgrade)

help: ## this list
	@echo "Amends: what you can do here"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

sandbox: ## a small Slack on this machine with the bot in it; Ctrl-C ends both (PORT=8484 SCALE=60)
	@$(INSTALL) sandbox
	@trap : INT; $(PY) -m sandbox $(if $(PORT),--port $(PORT)) $(if $(SCALE),--scale $(SCALE)) \
		|| test $$? -eq 130

test: ## everything: lint, types, borders, all tests (ARGS="tests/bot -x" runs only those)
	@$(INSTALL) dev
	@$(PY) -m tools.postgres
	@$(PY) -m tools.chromium
	@$(if $(ARGS),,$(MAKE) --no-print-directory lint)
	@$(PY) -m pytest $(if $(ARGS),$(ARGS),--cov -n 6)

test-faults: ## the fault suite at length: many kills, long locks, wrong clocks (ARGS="-k stale")
	@$(INSTALL) dev
	@$(PY) -m tools.postgres
	@$(PY) -m pytest tests/faults --long -n 2 --dist worksteal $(ARGS)

lint: ## style, who may import whom, types
	@$(INSTALL) dev
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check
	@.venv/bin/lint-imports --no-logo
	@$(PY) -m mypy

format: ## put the code into the project's form
	@$(INSTALL) dev
	@$(PY) -m ruff check --fix
	@$(PY) -m ruff format

bench: ## measure the bot against a hello-world Bolt app (ARGS="--help" lists the choices)
	@$(INSTALL) dev
	@$(PY) -m bench $(ARGS)

lock: ## write requirements/*.txt anew from requirements/*.in (UPGRADE=1 takes newer versions)
	@$(INSTALL) lock
	@for name in runtime postgres sandbox dev lock; do \
		echo "requirements/$$name.txt"; \
		limits=; \
		case $$name in postgres|sandbox) limits=runtime ;; dev) limits="postgres sandbox" ;; esac; \
		$(COMPILE) requirements/$$name.in --output-file requirements/$$name.txt \
			$$(for limit in $$limits; do echo --constraint requirements/$$limit.txt; done) || exit 1; \
	done

clean: ## take away .venv, the sandbox's data and all caches
	@rm -rf .venv .sandbox .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@rm -rf .coverage .coverage.* htmlcov
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
