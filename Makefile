# `make help` lists what there is. Every target installs what is missing first (scripts/setup).

SHELL = /bin/sh
PREFIX = /usr/local
DESTDIR =
# More arguments for swift build and swift test, `-j 2` say.
SWIFTFLAGS =

# An import that Package.swift does not declare fails the build: that keeps the arrows of docs/architecture.md.
imports = --explicit-target-dependency-import-check error
release_flags = -c release --static-swift-stdlib -Xlinker --gc-sections
debug_binary = .build/debug/wirewatch
release_binary = .build/release/wirewatch
swift_files = scripts/files | grep '\.swift$$'

# Where zsh looks: Debian keeps its own folder for packages.
zsh_folder = share/zsh/$(if $(filter /usr,$(PREFIX)),vendor-completions,site-functions)

.PHONY: help setup build release run demo test check format man bench fuzz install clean

help:
	@echo 'make demo      the bundled newsroom: feeds over loopback, one alert, a digest'
	@echo 'make run       the daemon on feeds.conf, with its state in ./state'
	@echo 'make test      all tests'
	@echo 'make check     what CI checks besides: format, rules, linkage, service unit'
	@echo 'make format    formats all Swift files'
	@echo 'make man       writes the pages of the manual anew, after an option or a key has changed'
	@echo 'make bench     measures, with the release build; BENCH="--feeds FOLDER feeds" on feeds of your own'
	@echo 'make fuzz      throws bytes at a reader: TARGET=feed, html or date, SECONDS=600'
	@echo 'make build     the debug build;  make release: the optimised one'
	@echo 'make install   the release build, unit, manual and completions, under PREFIX ($(PREFIX)) and DESTDIR'
	@echo 'make clean     removes what was built; ./state stays'

setup:
	@scripts/setup

build: setup
	swift build $(imports) $(SWIFTFLAGS)

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
	install -d '$(DESTDIR)$(PREFIX)/bin'
	install -s -m 755 $(release_binary) '$(DESTDIR)$(PREFIX)/bin/wirewatch'
	@if [ -f systemd/wirewatch.service ]; then \
		install -d '$(DESTDIR)$(PREFIX)/lib/systemd/system'; \
		sed 's|/usr/bin/wirewatch|$(PREFIX)/bin/wirewatch|g' systemd/wirewatch.service \
			>'$(DESTDIR)$(PREFIX)/lib/systemd/system/wirewatch.service'; \
		chmod 644 '$(DESTDIR)$(PREFIX)/lib/systemd/system/wirewatch.service'; \
		install -m 644 systemd/wirewatch.socket '$(DESTDIR)$(PREFIX)/lib/systemd/system/wirewatch.socket'; \
	fi
	@if [ -f feeds.conf ]; then \
		install -d '$(DESTDIR)$(PREFIX)/share/doc/wirewatch'; \
		install -d '$(DESTDIR)$(PREFIX)/share/doc/wirewatch/watches'; \
		install -m 644 feeds.conf '$(DESTDIR)$(PREFIX)/share/doc/wirewatch/feeds.conf'; \
		install -m 644 watches/*.conf '$(DESTDIR)$(PREFIX)/share/doc/wirewatch/watches/'; \
	fi
	@for page in man/*.[1-8]; do \
		section="$${page##*.}"; \
		install -d "$(DESTDIR)$(PREFIX)/share/man/man$$section"; \
		install -m 644 "$$page" "$(DESTDIR)$(PREFIX)/share/man/man$$section/"; \
	done

	install -d '$(DESTDIR)$(PREFIX)/share/bash-completion/completions' '$(DESTDIR)$(PREFIX)/$(zsh_folder)'
	install -d '$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d'
	$(release_binary) completion bash >'$(DESTDIR)$(PREFIX)/share/bash-completion/completions/wirewatch'
	$(release_binary) completion zsh >'$(DESTDIR)$(PREFIX)/$(zsh_folder)/_wirewatch'
	$(release_binary) completion fish >'$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/wirewatch.fish'

clean:
	swift package clean
