# Everything a newcomer or CI does goes through this file. `make` alone prints what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
PORT ?= 8000
DOCS ?=
OPEN ?= 1
DATA ?=
GOLD ?=
ACCURACY_ARGS ?=
PYTEST_ARGS ?=
BENCH_ARGS ?=
FUZZ_SECONDS ?= 600

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: help up test check format accuracy accuracy-page bench bench-regression fuzz env env-dev constraints screenshots clean

help: ## In các lệnh / print these commands
	@echo "Đôn đốc – các lệnh (commands):"
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1@\2/p' Makefile | awk -F@ '{printf "%-20s %s\n", $$1, $$2}'
	@echo
	@echo "  make up PORT=8000 DOCS=thư-mục OPEN=0|1 DATA=thư-mục-dữ-liệu"

up: $(VENV)/.web ## Cài đặt, đọc văn bản, mở trang ở PORT / install, read the documents, serve at PORT
	@exec $(BIN)/dondoc up --port "$(PORT)" $(if $(DOCS),--docs "$(DOCS)") $(if $(DATA),--data "$(DATA)") \
	  $(if $(filter 0,$(OPEN)),--no-open,--open)

test: $(VENV)/.dev ## Chạy mọi kiểm thử / every test: SQLite always, PostgreSQL when one answers
	@scripts/test $(PYTEST_ARGS)

check: $(VENV)/.dev ## Kiểm tra mã nguồn / formatting, types, import contracts, migrations
	@scripts/check

format: $(VENV)/.dev ## Sắp xếp lại mã nguồn / format and fix what a tool can fix
	@$(BIN)/ruff check --fix-only --quiet . && $(BIN)/ruff format .
	@git ls-files -co --exclude-standard 'src/*.html' | xargs -r $(BIN)/djade --target-version 5.2

accuracy: $(VENV)/.dev ## Đo độ chính xác khi đọc (GOLD=thư mục) / how well it reads, and what changed since the last commit
	@$(BIN)/python scripts/accuracy.py $(if $(GOLD),"$(GOLD)") $(ACCURACY_ARGS)

accuracy-page: $(VENV)/.dev ## Ghi lại các bảng trong docs/accuracy.md / write the tables of docs/accuracy.md
	@$(BIN)/python scripts/accuracy.py --page

bench: $(VENV)/.bench ## Đo tốc độ đọc, bên cạnh hai cách khác / documents a second, beside two alternatives
	@$(BIN)/python bench/read.py $(BENCH_ARGS)

bench-regression: $(VENV)/.dev ## Chậm đi so với bản trước? / is this commit slower than its parent, measured in turns
	@$(BIN)/python bench/regression.py $(BENCH_ARGS)

fuzz: $(VENV)/.dev ## Thử với dữ liệu ngẫu nhiên FUZZ_SECONDS giây / fuzz readers and rules outside the tests
	@$(PIP) install --quiet --constraint constraints.txt 'atheris>=3.0' 2>/dev/null || true
	@$(BIN)/python fuzz/costs.py && $(BIN)/python fuzz/run.py --seconds "$(FUZZ_SECONDS)"

screenshots: $(VENV)/.dev ## Chụp lại ảnh của README từ tỉnh mẫu / take README's pictures from the sample province
	@$(BIN)/python scripts/screenshots.py --out var/screenshots
	@cp var/screenshots/desk.png var/screenshots/review.png docs/images/

env: $(VENV)/.web ## Chỉ cài đặt / only install what `up` needs

env-dev: $(VENV)/.dev ## Cài đặt cả công cụ phát triển / install the developers' tools too

constraints: ## Ghi lại phiên bản các thư viện vào constraints.txt / pin the newest versions that pass
	@PYTHON="$(PYTHON)" scripts/constraints

clean: ## Xóa môi trường và tệp tạm, giữ dữ liệu var/ / remove what was built, keep the data in var/
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache src/*.egg-info
	find src tests bench scripts -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: an install runs again only after pyproject.toml or constraints.txt changed.
$(VENV)/bin/python:
	@PYTHON="$(PYTHON)" scripts/venv $(VENV)

$(VENV)/.web: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Đang cài các thư viện (lần đầu mất một, hai phút) …"
	@$(PIP) install --quiet --constraint constraints.txt --editable '.[web]'
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Đang cài các thư viện và công cụ phát triển …"
	@$(PIP) install --quiet --constraint constraints.txt --editable '.[web,dev]'
	@touch $@ $(VENV)/.web

$(VENV)/.bench: pyproject.toml constraints.txt | $(VENV)/bin/python
	@$(PIP) install --quiet --constraint constraints.txt --editable '.[files,fast,bench]'
	@touch $@
