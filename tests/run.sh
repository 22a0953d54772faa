#!/bin/sh
# Every check of the project, the quickest first. `make test` runs it with the project's environment on the PATH.
set -eu

# The board is tested in Debian's Chromium. Without it, and without the right to install it, those tests skip and say so.
if ! command -v chromium > /dev/null && command -v apt-get > /dev/null; then
    if [ "$(id -u)" = 0 ]; then
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium > /dev/null
    elif sudo -n true 2> /dev/null; then
        sudo -n apt-get update -qq && sudo -n apt-get install -y -qq chromium > /dev/null
    else
        echo "No Chromium here and no right to install it: the tests of the board will skip."
    fi
fi

# What we write as EDIFACT is read by a parser that is not ours. Without Node.js or its registry, those tests skip too.
checker=tests/data/formats/edifact/ts-edifact
if command -v npm > /dev/null && [ ! -d "$checker/node_modules" ]; then
    npm install --silent --no-audit --no-fund --no-package-lock --prefix "$checker" > /dev/null 2>&1 ||
        echo "ts-edifact could not be installed: its tests will skip."
fi

ruff format --check .
ruff check .
mypy
lint-imports
pytest --numprocesses 2
