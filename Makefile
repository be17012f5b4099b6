.DEFAULT_GOAL := help
.PHONY: help setup run test nightly lint bench lock

help: ## Show what can be made
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile

setup: ## Install whatever is missing and make .venv from the lock file
	@scripts/setup

run: ## Serve the app with demo data, a worker and the sandbox
	@scripts/run

test: ## Run every test: SQLite, PostgreSQL, a browser
	@scripts/test

nightly: ## Run at full size, for hours, what the tests do a little of
	@scripts/test nightly

lint: ## Check style, types, import floors, templates and sizes
	@scripts/lint

bench: ## Measure against the aims of the project
	@scripts/bench

lock: ## Resolve the dependencies again and write both lock files
	@scripts/lock
