import { z } from "zod";

/** A text of this form; anything else gets the error. */
export const text = (pattern: RegExp, error: string) => z.string({ error }).regex(pattern, { error });
