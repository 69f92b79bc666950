# Everything a developer does, each target installing what it needs on a Debian
# machine with git and make. `make help` lists the targets.

SHELL := /bin/bash
export CGO_ENABLED := 0
export PATH := $(CURDIR)/var/go/bin:$(PATH)
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
ADDR ?= 127.0.0.1:8080
tool = go -C tools build -o ../bin/$(1) $(2) && bin/$(1)

.DEFAULT_GOAL := help

# A Go that is missing or too old is brought into var/go (scripts/need-go).
.PHONY: need-go
need-go:
	@scripts/need-go

## run: build and start the demo, its database in ./var (ADDR=host:port)
.PHONY: run
run: build
	@mkdir -p var
	bin/talim demo --addr $(ADDR)

## build: the program, one file: bin/talim
.PHONY: build
build: need-go
	go build -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o bin/ ./cmd/talim

# Go names the systems and processors; 32 bits are for old computers.
PLATFORMS := linux/amd64 linux/arm64 linux/386 windows/amd64

## release: the program for Linux (amd64, arm64, 386) and Windows, Debian packages and checksums, in dist
.PHONY: release
release: need-go
	rm -rf dist && mkdir dist
	set -e; for p in $(PLATFORMS); do \
	  file=talim-$(VERSION)-$${p%/*}-$${p#*/}; [ $${p%/*} != windows ] || file=$$file.exe; echo "$$file"; \
	  GOOS=$${p%/*} GOARCH=$${p#*/} go build -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o dist/$$file ./cmd/talim; \
	done
	set -e; ! command -v dpkg-deb >/dev/null || for a in amd64 arm64 386; do \
	  scripts/deb dist/talim-$(VERSION)-linux-$$a $(VERSION) $${a/#386/i386} dist; \
	done
	cd dist && sha256sum talim* >SHA256SUMS

## test: everything, on both databases and in a browser; ends with the counts
.PHONY: test
test:
	@scripts/test

## test-go: only the Go tests, on both databases
.PHONY: test-go
test-go:
	@scripts/test go

## test-walks: only the walks in the browser; pictures in var/screenshots
.PHONY: test-walks
test-walks:
	@scripts/test walks

## test-install: docs/operation.md line by line, and the Debian package, in a chroot (as root)
.PHONY: test-install
test-install: build
	@scripts/test-install

## soak: kill the program and PostgreSQL under acknowledged writes, and count (KILLS=100)
.PHONY: soak
soak: need-go
	@scripts/soak $(KILLS)

## attack: every kind of address and form and odd value as everybody, on both databases (scripts/attack --all: every record)
.PHONY: attack
attack: need-go
	@scripts/attack

## fuzz: every fuzz test for a minute (FUZZTIME=10s); what is found is kept as a test
.PHONY: fuzz
fuzz: need-go
	@scripts/fuzz $(FUZZTIME)

## screenshots: put the pictures of the last walk into the README
.PHONY: screenshots
screenshots:
	@mkdir -p docs/screenshots
	cp var/readme/{today,proposal,order}-en.png var/readme/consent-kk.png var/readme/meetings-ru.png docs/screenshots/

## bench: start, memory and size of the program, what hostile files take, and the benchmarks of the packages
.PHONY: bench
bench: build
	@scripts/measure
	@scripts/bounds
	go test -run '^$$' -bench . -benchmem ./...

## check: format, lint, code nobody calls, generated files current, known faults of the parts
.PHONY: check
check: check-format check-lint check-dead check-generated check-systems check-known-faults

.PHONY: check-format
check-format: need-go
	@go -C tools build -o ../bin/gofumpt mvdan.cc/gofumpt
	@files=$$(git ls-files -co --exclude-standard '*.go' | grep -v _templ.go | xargs -r ls 2>/dev/null | xargs -r bin/gofumpt -l); \
	  if [ -n "$$files" ]; then echo "not formatted (make format):"; echo "$$files"; exit 1; fi

.PHONY: check-lint
check-lint: need-go
	@$(call tool,golangci-lint,github.com/golangci/golangci-lint/v2/cmd/golangci-lint) run ./...

.PHONY: check-dead
check-dead: need-go
	@go -C tools build -o ../bin/deadcode golang.org/x/tools/cmd/deadcode
	@dead=$$(bin/deadcode -test -generated ./... ) || exit 1; \
	  if [ -n "$$dead" ]; then echo "nobody calls:"; echo "$$dead"; exit 1; fi

.PHONY: check-generated
check-generated: need-go
	@scripts/generated-current

# Old computers have 32 bits, and many have Windows: what fits into no int there does not compile.
.PHONY: check-systems
check-systems: need-go
	GOARCH=386 go vet ./...
	GOOS=windows go vet ./...

# The list of known faults is asked for over the network: without it nothing was checked, and that is said.
.PHONY: check-known-faults
check-known-faults: need-go
	@go -C tools build -o ../bin/govulncheck golang.org/x/vuln/cmd/govulncheck
	@found=$$(bin/govulncheck ./... 2>&1); code=$$?; \
	  if [ $$code != 0 ] && grep -q 'vuln.go.dev' <<<"$$found" && ! grep -q '^Vulnerability #' <<<"$$found"; then \
	    echo "check-known-faults: NOT CHECKED, the list at vuln.go.dev cannot be reached"; \
	  elif [ $$code != 0 ]; then echo "$$found"; exit 1; fi

## parts: what the program is made of, with versions and licences, as CycloneDX: dist/talim.cdx.json
.PHONY: parts
parts: build
	@mkdir -p dist
	@go -C tools build -o ../bin/cyclonedx-gomod github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod
	@bin/cyclonedx-gomod bin -json -licenses -version "$(VERSION)" -output dist/talim.cdx.json bin/talim

## format: what check-format asks for
.PHONY: format
format: need-go
	@go -C tools build -o ../bin/gofumpt mvdan.cc/gofumpt
	@git ls-files -co --exclude-standard '*.go' | grep -v _templ.go | xargs -r ls 2>/dev/null | xargs -r bin/gofumpt -w

## generate: the Go code of the templ pages
.PHONY: generate
generate: need-go
	@$(call tool,templ,github.com/a-h/templ/cmd/templ) generate -path . -lazy=false

## clean: remove what was built and the demo's database
.PHONY: clean
clean:
	rm -rf bin dist var e2e/node_modules

## help: this list
.PHONY: help
help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST) | sed 's/^\([a-z-]*\): /\1\t/' | expand -t 14 | sed 's/^/  make /'
