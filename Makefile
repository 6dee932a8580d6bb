# make local   deploys the dev stack on this machine, without any cloud
# make test    all that CI checks
# make soak    the tests that take hours: the engine killed 150 times, then all tests with real pods, as root on Debian 12
# All set up what they need: packages when package-lock.json changed, tools when a pin changed.

.PHONY: local test soak

local: node_modules/.package-lock.json
	@node --import tsx sandbox/cli.ts up

test: node_modules/.package-lock.json
	@node --import tsx test/all.ts

soak: node_modules/.package-lock.json
	@node_modules/.bin/mocha --config test/sandbox/.mocharc.json --grep @soak
	@node_modules/.bin/mocha --config test/pods/.mocharc.json

node_modules/.package-lock.json: package-lock.json
	npm ci
	@touch $@
