# `make help` lists what there is. Every target installs what is missing first (scripts/setup).

SHELL = /bin/sh
PREFIX = /usr/local
DESTDIR =
# More arguments for swift build and swift test, `-j 2` say.
SWIFTFLAGS =

# An import that Package.swift does not declare fails the build: that keeps the arrows of docs/architecture.md.
imports = --explicit-target-dependency-import-check error
# The last two: the table of library functions is filled at the start and read-only from then on.
release_flags = -c release --static-swift-stdlib -Xlinker --gc-sections -Xlinker -zrelro -Xlinker -znow
debug_binary = .build/debug/wirewatch
release_binary = .build/release/wirewatch
swift_files = scripts/files | grep '\.swift$$'

.PHONY: help setup build release run demo test check format man bench fuzz install deb clean

help:
	@echo 'make demo      the bundled newsroom: feeds over loopback, one alert, a digest'
	@echo 'make run       the daemon on feeds.conf, with its state in ./state'
	@echo 'make test      all tests'
	@echo 'make check     what CI checks besides: format, rules, linkage, service unit'
	@echo 'make format    formats all Swift files'
	@echo 'make man       writes the pages of the manual anew, after an option or a key has changed'
	@echo 'make bench     measures, with the release build; BENCH="--feeds FOLDER feeds" on feeds of your own,'
	@echo '               BENCH="--store FOLDER --items N" search and replays over so many stored items'
	@echo 'make fuzz      throws bytes at a reader: TARGET=feed, html or date, SECONDS=600'
	@echo 'make build     the debug build;  make release: the optimised one'
	@echo 'make install   the release build, units, manual and completions, under PREFIX ($(PREFIX)) and DESTDIR'
	@echo 'make deb       a Debian package of it'
	@echo 'make clean     removes what was built; ./state stays'

setup:
	@scripts/setup

build: setup
	swift build $(imports) $(SWIFTFLAGS)

# Said by an environment variable, the commit makes one small file be compiled anew, and is in `wirewatch --version`.
release: export WIREWATCH_COMMIT = $(shell git describe --always --dirty --abbrev=12 --exclude='*' 2>/dev/null)
release: setup
	swift build $(imports) $(release_flags) --product wirewatch $(SWIFTFLAGS)

run: setup
	swift build $(imports) --product wirewatch $(SWIFTFLAGS)
	$(debug_binary) run --config feeds.conf --state ./state

demo: build
	scripts/demo .build/debug

# The acceptance tests run the built programs, which building the tests builds too.
test: setup
	swift build --build-tests $(imports) $(SWIFTFLAGS)
	swift test --skip-build --parallel $(SWIFTFLAGS)

check: setup
	@scripts/check $(SWIFTFLAGS)

format: setup
	$(swift_files) | xargs swift format --in-place --parallel

man: setup
	swift build $(imports) --product wirewatch $(SWIFTFLAGS)
	for page in wirewatch.1 feeds.conf.5 wirewatch-query.7; do \
		$(debug_binary) man "$$page" >"man/$$page.new" && mv "man/$$page.new" "man/$$page" || exit 1; \
	done

bench: setup
	swift build $(imports) -c release --product benchmarks $(SWIFTFLAGS)
	.build/release/benchmarks $(BENCH)

# Everything about it is in docs/testing.md.
fuzz: setup
	scripts/fuzz '$(TARGET)' '$(or $(SECONDS),600)'

install: release
	DESTDIR='$(DESTDIR)' PREFIX='$(PREFIX)' scripts/install-tree $(release_binary)

# A Debian package in the current folder; see docs/service.md.
deb: release
	scripts/deb $(release_binary) .

clean:
	swift package clean
