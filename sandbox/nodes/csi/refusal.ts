import { status } from "@grpc/grpc-js";

/** What the driver answers instead of a result. */
export class Refusal extends Error {
  constructor(
    readonly code: status,
    message: string,
  ) {
    super(message);
  }
}

export function invalid(message: string): Refusal {
  return new Refusal(status.INVALID_ARGUMENT, message);
}

/** The field's text; an error in the words of Google's driver when it is empty. */
export function required(value: string | undefined, call: string, what: string): string {
  if (value === undefined || value === "") throw invalid(`${call} ${what} must be provided`);
  return value;
}
