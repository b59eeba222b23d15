.PHONY: run test coverage check format lock docs

run:
	scripts/run

test:
	scripts/test

coverage:
	COVERAGE=1 scripts/test

check:
	scripts/check

format:
	.venv/bin/ruff check --fix --quiet .
	.venv/bin/ruff format --quiet .

lock:
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-header requirements.in -o requirements.txt
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-header requirements-test.in -o requirements-test.txt

docs:
	.venv/bin/python scripts/docs_pages.py
	.venv/bin/python scripts/metric_page.py
