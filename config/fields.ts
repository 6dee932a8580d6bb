import { z } from "zod";
import { text } from "./text";

export const zone = text(/^[a-z]+-[a-z]+\d+-[a-z]$/, "must be a Google Cloud zone such as us-central1-a");
export const range = z.cidrv4({ error: "must be an IPv4 range such as 10.0.0.0/20", abort: true });
export const poolName = z.string({ error: "must be the name of one of nodePools" }).default("default");
export const whole = (min: number, max: number) =>
  z
    .int({ error: `must be a whole number from ${min} to ${max}` })
    .min(min, { error: `must be a whole number from ${min} to ${max}` })
    .max(max, { error: `must be a whole number from ${min} to ${max}` });
export const oneOf = <const T extends [string, ...string[]]>(...values: T) =>
  z.enum(values, { error: `must be one of ${values.join(", ")}` });
export const fullHour = text(/^([01]\d|2[0-3]):00$/, "must be a full hour of UTC in quotes, such as '03:00'");

export const snapshots = z.strictObject({
  /** A week's is made on Sunday; `never` makes none. */
  every: oneOf("day", "week", "never").default("day"),
  startTime: fullHour.default("03:00"),
  /** Days for which each is kept; for ever when its disk is gone. */
  retentionDays: whole(1, 65535).default(14),
});
