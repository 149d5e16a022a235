# The two commands: make run, make test. A port, a folder: make run PORT=9000 DATA_DIR=/tmp/diary
.PHONY: help run build test lint messages bench bench-sync bench-sweep bench-reminders bench-charts bench-phone bench-report bench-lighthouse lock types sample pictures
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export NPM_CONFIG_UPDATE_NOTIFIER := false
EMAIL ?= you@example.org
QUIET := DATABASE_URL=sqlite:///:memory: LOG_LEVEL=WARNING

help: ## this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

run: ## install what is needed and run everything on this machine
	@sh config/setup.sh run app
	@.venv/bin/python manage.py up

build: ## build the app into frontend/dist
	@sh config/setup.sh run app

test: ## every test, with real servers and a real browser
	@sh config/setup.sh test app servers
	.venv/bin/python -m pytest -n 2 -m "not browser"
	.venv/bin/python -m tests.servers .venv/bin/python -m pytest -n 2 -m "database and not browser and not live"
	cd frontend && npm test
	.venv/bin/python -m pytest -n 2 -m browser

lint: ## style, types, layers, schema, migrations
	@sh config/setup.sh test modules
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/python -m config.i18n check
	.venv/bin/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	.venv/bin/check-jsonschema --schemafile triage/rules/rules.schema.json triage/rules/rules.json
	$(QUIET) .venv/bin/python manage.py makemigrations --check --dry-run
	$(QUIET) .venv/bin/python manage.py spectacular --validate --fail-on-warn --file frontend/node_modules/.schema.yaml
	cd frontend && npx openapi-typescript node_modules/.schema.yaml -o node_modules/.schema.ts >/dev/null
	diff -u frontend/src/model/schema.ts frontend/node_modules/.schema.ts || { echo "The types are old: run make types"; exit 1; }
	cd frontend && npm run lint

messages: ## bring the server's catalogues up to date with its sentences; names what is to translate
	@sh config/setup.sh test
	.venv/bin/python -m config.i18n update

bench: ## what a write costs, beside a bare INSERT
	@sh config/setup.sh test
	.venv/bin/python -m bench.put_episode

bench-sync: ## what 500 episodes cost in one sync, beside single writes
	@sh config/setup.sh test
	.venv/bin/python -m bench.sync

bench-sweep: ## what the sweep costs with 10 k, 100 k and 1 M diaries: make bench-sweep DIARIES=10000
	@sh config/setup.sh test servers
	.venv/bin/python -m bench.sweep $(DIARIES)

bench-charts: ## what each chart costs, beside the same one by pyplot and its defaults
	@sh config/setup.sh test
	.venv/bin/python -m bench.charts

bench-reminders: ## 100,000 due reminders to a local push endpoint: make bench-reminders DUE=20000 DIARIES=1000000
	@sh config/setup.sh test servers
	.venv/bin/python -m bench.reminders $(or $(DUE),100000) $(or $(DIARIES),100000)

bench-phone: ## from the tap on Save to the verdict, on a slowed phone
	@sh config/setup.sh test app servers
	.venv/bin/python -m bench.save_on_phone

bench-report: ## what the PDF report costs: make bench-report EPISODES=5000 DAYS=3650
	@sh config/setup.sh test
	.venv/bin/python -m bench.report $(or $(EPISODES),1000) $(or $(DAYS),365)

bench-lighthouse: ## Lighthouse's marks; fetches Lighthouse with npx
	@sh config/setup.sh test app servers
	.venv/bin/python -m bench.lighthouse

lock: ## lock files from pyproject.toml and package.json; UPGRADE=--upgrade for newer ones
	@sh config/setup.sh run modules
	.venv/bin/uv lock $(UPGRADE)
	.venv/bin/uv export -q --frozen --no-emit-project --no-dev -o requirements.lock
	.venv/bin/uv export -q --frozen --no-emit-project -o requirements-dev.lock
	cd frontend && npm install --package-lock-only

types: ## TypeScript types from the OpenAPI schema
	@sh config/setup.sh test modules
	$(QUIET) .venv/bin/python manage.py spectacular --file frontend/node_modules/.schema.yaml
	cd frontend && npx openapi-typescript node_modules/.schema.yaml -o src/model/schema.ts

sample: ## 120 days of an example diary: make sample EMAIL=you@example.org
	@.venv/bin/python manage.py sample --email $(EMAIL)

pictures: ## every screen in each look into var/pictures, and the README's into docs/pictures
	@sh config/setup.sh test app servers
	.venv/bin/python -m tests.e2e.pictures
