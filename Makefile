# Everything a person does here, one word each. `make` alone lists them.
# PORT=8001 chooses the port, PYTHON=python3.12 the interpreter, VENV=dir the virtual environment.

VENV ?= .venv
PORT ?= 8000
export VENV PORT
PYTHON_FOUND = $(shell PYTHON="$(PYTHON)" bin/find-python)
IN_VENV = $(VENV)/bin/python

.PHONY: help run dev test bench faults replay topology lighthouse screenshots lock audit upgrade-check mutation messages format base tools

help:
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

base:
	@test -n "$(PYTHON_FOUND)"
	@"$(PYTHON_FOUND)" bin/install.py base

tools:
	@test -n "$(PYTHON_FOUND)"
	@"$(PYTHON_FOUND)" bin/install.py dev

run: base ## the site as in production, with the demo, on http://127.0.0.1:8000
	@exec $(IN_VENV) bin/serve.py

dev: base ## the developer's server: reload, debug pages
	@exec $(IN_VENV) bin/serve.py --dev

test: tools ## all that is checked; REQUIRE_SERVICES=1 makes what is missing a failure
	@exec $(IN_VENV) bin/check.py

bench: tools ## what each page costs, on SQLite and PostgreSQL: one JSON object a line
	@FEDCMS_VAR_DIR=var/bench/sqlite $(IN_VENV) -m tests.bench.run
	@FEDCMS_VAR_DIR=var/bench/postgresql bin/with-postgres $(IN_VENV) -m tests.bench.run

faults: tools ## takes web, worker, database and disk away under load: one JSON object a fault; FAULTS=database-killed,… chooses (needs PostgreSQL)
	@exec $(IN_VENV) -m tests.faults.run

replay: tools ## a million views in the shape of a day, at speed: one JSON object; ARGS="--views 50000 --rate 500", ARGS="--log access.log" (needs PostgreSQL and nginx)
	@exec $(IN_VENV) -m tests.replay.run $(ARGS)

topology: tools ## the operator's guide, command by command, in an empty Debian: one JSON object a stage; a quarter of an hour, in no other check (needs root, debootstrap, the internet; with Elasticsearch where the server for tests stands beside the project)
	@exec $(IN_VENV) -m tests.topology.run $(ARGS)

lighthouse: tools ## Lighthouse on a phone: one JSON object a page; ARGS=--all for every type (needs Node and Chromium)
	@exec $(IN_VENV) -m tests.served.lighthouse $(ARGS)

screenshots: tools ## every type of page into var/screenshots, on contact sheets and paper; ARGS=--readme renews the README's, ARGS=--guide the guide's (needs Chromium)
	@exec $(IN_VENV) -m tests.served.screenshots $(ARGS)

lock: tools ## pins requirements/*.in again, with hashes
	$(IN_VENV) -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --upgrade requirements/base.in -o requirements/base.txt
	$(IN_VENV) -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --upgrade requirements/dev.in -o requirements/dev.txt
	$(IN_VENV) -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --upgrade requirements/mutation.in -o requirements/mutation.txt

audit: tools ## known vulnerabilities and licences of the locked packages; ARGS="--sbom bill.json" writes a CycloneDX file
	@exec $(IN_VENV) bin/audit.py $(ARGS)

mutation: tools ## small breakages in the code that matters: nine of ten must be noticed; ARGS="visibility --most 10"
	@$(IN_VENV) -m uv pip install --quiet --require-hashes -r requirements/mutation.txt
	@exec nice $(IN_VENV) -m tests.mutation.run $(ARGS)

upgrade-check: tools ## what the newest Wagtail and its companions change for the project, in words
	@exec $(IN_VENV) -W ignore bin/upgrade_check.py $(ARGS)

messages: tools ## collects what is to be translated into locale/ (needs gettext)
	@exec $(IN_VENV) bin/messages.py

format: tools ## formats code and templates
	$(IN_VENV) -m ruff check --fix-only --quiet .
	$(IN_VENV) -m ruff format .
	$(IN_VENV) bin/templates.py --fix
