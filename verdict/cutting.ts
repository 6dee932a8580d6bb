/** A part of a text that may be cut. */
export interface Piece {
  text: string;
  /** What is cut first has the highest; 0 is never cut. */
  rank: number;
  /** What it is one of, in words. */
  what: string;
}

/** The pieces' text, without as many of the least important, the last of them first, as it takes; what was cut is said. */
export function withinLimit(pieces: Piece[], most: number): string {
  const cut = new Set<Piece>();
  let length = pieces.reduce((sum, { text }) => sum + text.length, 0);
  if (length <= most) return pieces.map(({ text }) => text).join("");
  const candidates = pieces.filter(({ rank }) => rank > 0).reverse();
  for (const piece of candidates.toSorted((a, b) => b.rank - a.rank)) {
    if (length <= most - noteLength) break;
    cut.add(piece);
    length -= piece.text.length;
  }
  const left = pieces.filter((piece) => !cut.has(piece));
  return left.map(({ text }) => text).join("") + note([...cut]);
}

function note(cut: Piece[]): string {
  const kinds = [...new Set(cut.map(({ what }) => what))];
  const counts = kinds.map((kind) => `${cut.filter(({ what }) => what === kind).length} ${kind}`);
  return `\nToo long for a comment: left out are ${counts.join(", ")}. \`npm run verdict\` shows all of it.\n`;
}

/** More than any note takes. */
const noteLength = 600;
