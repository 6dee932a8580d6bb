/** The verdict as a pull request's check: `verdict.ts <base> <file.json>`. What a person should look at is no failure. */
import { spawnSync } from "node:child_process";
import { exitStatus } from "../verdict/types";

const [base = "", file = ""] = process.argv.slice(2);
const { status } = spawnSync("npm", ["run", "verdict", "--", "--base", base, "--json", file], {
  stdio: "inherit",
});
process.exitCode = status === exitStatus.look ? 0 : (status ?? 1);
