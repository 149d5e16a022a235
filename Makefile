# The two commands: make run, make test. A port, a folder: make run PORT=9000 DATA_DIR=/tmp/diary
.PHONY: help run build test test-all test-clocks lint messages bench bench-sync bench-sweep bench-reminders bench-charts bench-phone bench-report bench-lighthouse lock types sample pictures
.DELETE_ON_ERROR:
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export NPM_CONFIG_UPDATE_NOTIFIER := false
# The system's certificates too: a company or a hospital may have added to them.
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
export UV_SYSTEM_CERTS := 1
export NODE_USE_SYSTEM_CA := 1
# Once, here: where Python writes no bytecode by itself, each start would take five times as long.
export UV_COMPILE_BYTECODE := 1
EMAIL ?= you@example.org
QUIET := DATABASE_URL=sqlite:///:memory: LOG_LEVEL=WARNING
PYTEST := .venv/bin/python -m pytest -n 2 --dist worksteal --durations=10
ON_POSTGRES := .venv/bin/python -m tests.servers
# Parts that run side by side: each shows its output in one piece when it ends, all of them run
# whatever fails, and make names those that failed. (make 3.81 of macOS mixes the output.)
PARTS = $(MAKE) --no-print-directory --keep-going $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

help: ## this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

run: packages app ## install what is needed and run everything on this machine
	@.venv/bin/python manage.py up

build: packages app ## build the app into frontend/dist

TESTS := test-server test-journeys test-sqlite test-app
test: dev-packages app servers ## the tests of every change, with real servers and a real browser
	@$(PARTS) -j2 $(TESTS) || { echo "make test FAILED: see *** above"; exit 1; }
	@echo "make test passed: $(TESTS)"

TESTS_ALL := test-server-all test-browser test-sqlite-all test-app
test-all: dev-packages app servers ## everything: both databases, all browser tests, more random examples
	@FULL=1 $(PARTS) -j2 $(TESTS_ALL) || { echo "make test-all FAILED: see *** above"; exit 1; }
	@echo "make test-all passed: $(TESTS_ALL)"

test-clocks: dev-packages app servers ## the tests on other days: +40 and +400 days, 29 February, New Year, DST nights
	.venv/bin/python -m tests.clocks $(CLOCKS)

.PHONY: $(TESTS) $(TESTS_ALL)
test-server test-server-all:
	$(ON_POSTGRES) $(PYTEST) -m "not browser"
test-sqlite:
	$(QUIET) $(PYTEST) -m "sqlite and not browser"
test-sqlite-all:
	$(QUIET) $(PYTEST) -m "database and not browser and not live"
test-journeys:
	$(PYTEST) -m journey
test-browser:
	$(PYTEST) -m browser
test-app:
	cd frontend && npm test

LINTS := lint-types lint-app lint-schema lint-style lint-layers lint-names lint-messages lint-files lint-migrations
lint: dev-packages node-packages ## style, types, layers, schema, migrations
	@$(PARTS) -j4 $(LINTS) || { echo "make lint FAILED: see *** above"; exit 1; }
	@echo "make lint passed: $(LINTS)"

.PHONY: $(LINTS)
lint-style:
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
lint-types:
	.venv/bin/mypy
lint-layers:
	.venv/bin/lint-imports
lint-names:
	.venv/bin/python -m config.check_names
lint-messages:
	.venv/bin/python -m config.i18n check
lint-files:
	.venv/bin/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	.venv/bin/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	.venv/bin/check-jsonschema --schemafile triage/rules/rules.schema.json triage/rules/rules.json
lint-migrations:
	$(QUIET) .venv/bin/python manage.py makemigrations --check --dry-run
lint-schema:
	$(QUIET) .venv/bin/python manage.py spectacular --validate --fail-on-warn --file frontend/node_modules/.schema.yaml
	cd frontend && npx openapi-typescript node_modules/.schema.yaml -o node_modules/.schema.ts >/dev/null
	.venv/bin/python -m diary.schema check
	diff -u frontend/src/model/schema.ts frontend/node_modules/.schema.ts || { echo "The types are old: run make types"; exit 1; }
lint-app:
	cd frontend && npm run lint

# -- What is installed: nothing but Python, make and sh need be there ---------------
.PHONY: packages dev-packages node-packages node app servers
INSTALL = .venv/bin/uv pip install -q --python .venv/bin/python --require-hashes -r

.venv/bin/uv:
	@sh config/setup.sh python

# uv itself sees in no time that all is there. The development lock has all of the other one.
packages: .venv/bin/uv
	@$(INSTALL) requirements.lock || { echo "Could not install the Python packages: is there a network?"; exit 1; }
	@.venv/bin/python -m config.i18n
dev-packages: .venv/bin/uv
	@$(INSTALL) requirements-dev.lock || { echo "Could not install the Python packages: is there a network?"; exit 1; }
	@.venv/bin/python -m config.i18n

node: .venv/bin/uv
	@sh config/setup.sh node

MODULES := frontend/node_modules/.package-lock.json
node-packages: $(MODULES)
$(MODULES): frontend/package-lock.json frontend/.npmrc | node
	@echo "· Installing the app's packages"
	@cd frontend && npm ci --no-audit --no-fund --loglevel=error || { echo "Could not install the app's packages: is there a network?"; exit 1; }
	@touch $@

# Folders are among the sources: what is deleted changes them.
APP_SOURCES := $(shell find frontend/* triage/rules/rules.json triage/rules/messages -name node_modules -prune -o -name dist -prune -o -path frontend/tests -prune -o ! -name '*.test.ts' -print)
app: frontend/dist/index.html
frontend/dist/index.html: $(APP_SOURCES) $(MODULES)
	@echo "· Building the app"
	@cd frontend && npm run --silent build >node_modules/.build.log 2>&1 || { cat node_modules/.build.log; echo "The app does not build: see above."; exit 1; }
	@touch $@

servers: dev-packages
	@sh config/setup.sh servers

messages: dev-packages ## bring the server's catalogues up to date with its sentences; names what is to translate
	.venv/bin/python -m config.i18n update

bench: dev-packages ## what a write costs, beside a bare INSERT
	.venv/bin/python -m bench.put_episode

bench-sync: dev-packages ## what 500 episodes cost in one sync, beside single writes
	.venv/bin/python -m bench.sync

bench-sweep: dev-packages servers ## what the sweep costs with 10 k, 100 k and 1 M diaries: make bench-sweep DIARIES=10000
	.venv/bin/python -m bench.sweep $(DIARIES)

bench-charts: dev-packages ## what each chart costs, beside the same one by pyplot and its defaults
	.venv/bin/python -m bench.charts

bench-reminders: dev-packages servers ## 100,000 due reminders to a local push endpoint: make bench-reminders DUE=20000 DIARIES=1000000
	.venv/bin/python -m bench.reminders $(or $(DUE),100000) $(or $(DIARIES),100000)

bench-phone: dev-packages app servers ## from the tap on Save to the verdict, on a slowed phone
	.venv/bin/python -m bench.save_on_phone

bench-report: dev-packages ## what the PDF report costs: make bench-report EPISODES=5000 DAYS=3650
	.venv/bin/python -m bench.report $(or $(EPISODES),1000) $(or $(DAYS),365)

bench-lighthouse: dev-packages app servers ## Lighthouse's marks; fetches Lighthouse with npx
	.venv/bin/python -m bench.lighthouse

lock: packages node-packages ## lock files from pyproject.toml and package.json; UPGRADE=--upgrade for newer ones
	.venv/bin/uv lock $(UPGRADE)
	.venv/bin/uv export -q --frozen --no-emit-project --no-dev -o requirements.lock
	.venv/bin/uv export -q --frozen --no-emit-project -o requirements-dev.lock
	cd frontend && npm install --package-lock-only

types: dev-packages node-packages ## what is made from diary/schema: kinds.json, the file's JSON Schema, OpenAPI types
	.venv/bin/python -m diary.schema write
	$(QUIET) .venv/bin/python manage.py spectacular --file frontend/node_modules/.schema.yaml
	cd frontend && npx openapi-typescript node_modules/.schema.yaml -o src/model/schema.ts

sample: ## 120 days of an example diary: make sample EMAIL=you@example.org
	@.venv/bin/python manage.py sample --email $(EMAIL)

pictures: dev-packages app servers ## every screen in each look into var/pictures, and the README's into docs/pictures
	.venv/bin/python -m tests.e2e.pictures
