# On a fresh machine with Python 3.11 or newer: make run, make test.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
INSTALL = $(BIN)/pip install -qq --require-hashes --only-binary :all: --no-build-isolation
export QT_API = pyside6
export PYQTGRAPH_QT_LIB = PySide6
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: env run test check format bench demo peers installer pictures lock clean
env: .venv/.ready .venv/.qt-ready .venv/.qt-unpacked

.venv/.locked: requirements.lock
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (Debian: apt install python3 python3-venv)." >&2; exit 1; }
	echo "Preparing the environment in .venv ..." >&2
	$(PYTHON) -m venv --clear .venv || { echo "The venv module is missing (Debian: apt install python3-venv)." >&2; exit 1; }
	sed -n '/^setuptools==/,/[^\\]$$/p' requirements.lock > .venv/setuptools.lock  # first: it builds pyaes
	$(INSTALL) -r .venv/setuptools.lock
	$(INSTALL) --no-binary pyaes -r requirements.lock
	touch $@

.venv/.ready: .venv/.locked pyproject.toml
	@$(BIN)/pip install -qq --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q echotrade_desktop
	touch $@

.venv/.qt-ready: .venv/.ready tools/qt_libraries
	@$(BIN)/python tools/qt_libraries
	touch $@

# Qt's bindings keep their Python half packed in a library and compile it at each start, unless they find it unpacked.
.venv/.qt-unpacked: .venv/.locked
	@SBK_EMBED=0 $(BIN)/python -c "import compileall, pathlib, shiboken6
	compileall.compile_dir(pathlib.Path(shiboken6.__file__).with_name('files.dir'), quiet=1)"
	touch $@

run: env
	@if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ] || [ "$$(uname)" != Linux ]; then
	  exec $(BIN)/echotrade $(ARGS)
	fi
	echo "No screen here: playing the tour of 'make demo' on a virtual one." >&2
	$(MAKE) demo

test: env
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -n 2 --dist loadfile --max-worker-restart 0 $(ARGS)

check: env
	@$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test

format: env
	@$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: env
	@tools/with_screen $(BIN)/python -m benchmarks

demo: env
	@tools/with_screen $(BIN)/echotrade demo --seconds 60 --screenshots build/demo $(ARGS)

PEERS := .venv-peers/bin
INSTALL_PEERS = $(PEERS)/pip install -qq --require-hashes --only-binary :all: --no-build-isolation

.venv-peers/.ready: requirements-peers.lock
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (Debian: apt install python3 python3-venv)." >&2; exit 1; }
	echo "Preparing other people's programs in .venv-peers ..." >&2
	$(PYTHON) -m venv --clear .venv-peers
	sed -n '/^setuptools==/,/[^\\]$$/p' requirements-peers.lock > .venv-peers/setuptools.lock  # first: it builds peewee
	$(INSTALL_PEERS) -r .venv-peers/setuptools.lock
	$(INSTALL_PEERS) --no-binary peewee -r requirements-peers.lock
	touch $@

peers: env .venv-peers/.ready
	@$(PEERS)/python -m tests.peers --server $(BIN)/python

installer: env
	@for tool in objdump dpkg-deb; do
	  command -v $$tool >/dev/null || { echo "$$tool is missing (Debian: apt install binutils dpkg)." >&2; exit 1; }
	done
	rm -rf dist/EchoTrade build/installer-tour
	$(BIN)/python -m PyInstaller --noconfirm --log-level ERROR --workpath build/pyinstaller build_installer.spec
	tools/make_deb dist/EchoTrade dist
	tools/with_screen $(BIN)/python tools/check_installed dist/EchoTrade "$$(ls -t dist/*.deb | head -1)" build/installer-tour
	echo "dist/EchoTrade/echotrade and $$(ls -t dist/*.deb | head -1) are ready." >&2

pictures: env
	@tools/with_screen $(BIN)/python tools/make_pictures docs/pictures

# Only whoever changes the dependencies needs uv; it comes from PyPI and stays out of the environment.
lock:
	@command -v uv >/dev/null || { echo "uv is missing (pip install uv, in an environment of its own)." >&2; exit 1; }
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --no-header --no-annotate --extra dev --extra installer pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --no-header --no-annotate requirements-peers.in -o requirements-peers.lock
	! grep -nE '://|--(extra-)?index|--find-links|--trusted' requirements.lock requirements-peers.lock

clean:
	rm -rf build dist .venv .venv-peers
