# make local   deploys the dev stack on this machine, without any cloud
# make test    all that CI checks
# Both set up what they need: packages when package-lock.json changed, tools when a pin changed.

.PHONY: local test

local: node_modules/.package-lock.json
	@node --import tsx sandbox/cli.ts up

test: node_modules/.package-lock.json
	@node --import tsx test/all.ts

node_modules/.package-lock.json: package-lock.json
	npm ci
	@touch $@
