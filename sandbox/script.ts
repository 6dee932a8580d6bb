/**
 * What runs a TypeScript file as a program of its own, whatever the working directory; in half of the memory that support
 * for ES modules and Node's own size of its heap for young objects would take.
 */
export function scriptCommand(file: string, args: string[]) {
  const options = ["--max-semi-space-size=1", "--require", require.resolve("tsx/cjs")];
  return { command: process.execPath, args: [...options, file, ...args] };
}
