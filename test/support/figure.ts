/** Prints how long something took, below the test that measured it. */
export function figure(what: string, begin: number): void {
  console.log(`      ${what}: ${((Date.now() - begin) / 1000).toFixed(1)} s`);
}
