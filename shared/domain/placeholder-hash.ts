/** The hash of zero bytes, which a program writes for a file it could not read. PDQ and PhotoDNA have none. */
const OF_NOTHING: Readonly<Record<string, string>> = {
  md5: 'd41d8cd98f00b204e9800998ecf8427e',
  sha1: 'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
};

/**
 * Whether a value stands for "no hash" rather than for a file: zeros, ones (all F), and the hash of zero bytes
 * (sleuthkit/sleuthkit#2058, sleuthkit/autopsy#7074, crits/crits#187). Such a value identifies and matches nothing;
 * taken for a hash it would make one file of all that were not hashed.
 * @param algorithm a `HashAlgorithm`
 * @param value canonical, as `hashSchema` gives it
 */
export function isPlaceholder(algorithm: string, value: string): boolean {
  return (
    value === OF_NOTHING[algorithm] || (algorithm === 'photodna' ? /^(?:A+|\/+)$/ : /^(?:0+|f+)$/).test(value)
  );
}

/** The same as `isPlaceholder` for a value given as bytes. */
export function isPlaceholderBytes(
  algorithm: string,
  bytes: Uint8Array,
  from: number,
  width: number,
): boolean {
  const first = bytes[from] ?? 0;
  if (first === 0x00 || first === 0xff) {
    let at = from + 1;
    while (at < from + width && bytes[at] === first) at++;
    if (at === from + width) return true;
  }
  const nothing = NOTHING_BYTES[algorithm];
  if (nothing === undefined || nothing[0] !== first) return false;
  return nothing.every((byte, index) => bytes[from + index] === byte);
}

const NOTHING_BYTES: Readonly<Record<string, readonly number[]>> = Object.fromEntries(
  Object.entries(OF_NOTHING).map(([algorithm, hex]) => [
    algorithm,
    (hex.match(/../g) ?? []).map((digits) => Number.parseInt(digits, 16)),
  ]),
);
