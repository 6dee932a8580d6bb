/** What networks of one's own may have. */
export const privateRanges = [
  "10.0.0.0/8",
  "100.64.0.0/10",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "240.0.0.0/4",
];

/** All that is not the public internet (RFC 6890); the metadata server is among the link-local addresses. */
export const specialRanges = [
  ...privateRanges,
  "0.0.0.0/8",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
];
