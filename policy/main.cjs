// Pulumi's runner would type-check the pack in every preview, with a TypeScript of its own.
require("tsx/cjs");
require("./index.ts");
