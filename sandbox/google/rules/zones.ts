/** The zones of each region, by their last letters (https://cloud.google.com/compute/docs/regions-zones). */
const letters: Record<string, string> = {
  "africa-south1": "abc",
  "asia-east1": "abc",
  "asia-east2": "abc",
  "asia-northeast1": "abc",
  "asia-northeast2": "abc",
  "asia-northeast3": "abc",
  "asia-south1": "abc",
  "asia-south2": "abc",
  "asia-southeast1": "abc",
  "asia-southeast2": "abc",
  "australia-southeast1": "abc",
  "australia-southeast2": "abc",
  "europe-central2": "abc",
  "europe-north1": "abc",
  "europe-north2": "abc",
  "europe-southwest1": "abc",
  "europe-west1": "bcd",
  "europe-west2": "abc",
  "europe-west3": "abc",
  "europe-west4": "abc",
  "europe-west6": "abc",
  "europe-west8": "abc",
  "europe-west9": "abc",
  "europe-west10": "abc",
  "europe-west12": "abc",
  "me-central1": "abc",
  "me-central2": "abc",
  "me-west1": "abc",
  "northamerica-northeast1": "abc",
  "northamerica-northeast2": "abc",
  "northamerica-south1": "abc",
  "southamerica-east1": "abc",
  "southamerica-west1": "abc",
  "us-central1": "abcf",
  "us-east1": "bcd",
  "us-east4": "abc",
  "us-east5": "abc",
  "us-south1": "abc",
  "us-west1": "abc",
  "us-west2": "abc",
  "us-west3": "abc",
  "us-west4": "abc",
};

export const regions = Object.keys(letters);

/** Empty for a region that does not exist. */
export function zonesOf(region: string): string[] {
  return [...(letters[region] ?? "")].map((letter) => `${region}-${letter}`);
}

export function isZone(location: string): boolean {
  return zonesOf(regionOf(location)).includes(location);
}

/** The region of a zone; of a region itself. */
export function regionOf(location: string): string {
  return location.replace(/-[a-z]$/, "");
}

/** What is wrong with the zone; undefined when it exists, and in the region if one is given. */
export function zoneFault(zone: string, region?: string): string | undefined {
  const known = zonesOf(region ?? regionOf(zone));
  if (known.includes(zone)) return undefined;
  if (known.length === 0) return `there is no zone ${JSON.stringify(zone)}`;
  return `there is no zone ${JSON.stringify(zone)} in ${region ?? regionOf(zone)}; allowed: ${known.join(", ")}`;
}

/** What is wrong with the region; undefined when it exists. */
export function regionFault(region: string): string | undefined {
  if (regions.includes(region)) return undefined;
  return `there is no region ${JSON.stringify(region)}; allowed: ${regions.join(", ")}`;
}
