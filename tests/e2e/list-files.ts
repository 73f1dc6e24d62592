import { createHash } from 'node:crypto';

/** Made-up hash values: the same number gives the same one. */
export const madeUp = (number: number, digits: number): string =>
  createHash('sha512').update(`synthetic ${number}`).digest('hex').slice(0, digits);

/** A value that differs from another in the last `bits` bits, up to 64. */
export function near(value: string, bits: number): string {
  const flipped = BigInt(`0x${value}`) ^ ((1n << BigInt(bits)) - 1n);
  return flipped.toString(16).padStart(value.length, '0');
}

export interface TestRecord {
  id: string;
  md5?: string;
  sha256?: string;
  pdq?: string;
  classification?: string;
}

/** A table of a hash list with the columns a partner hotline might use. */
export function listTable(entries: readonly TestRecord[]): Buffer {
  const lines = entries.map(({ id, md5, sha256, pdq, classification }) =>
    [id, md5 ?? '', sha256 ?? '', pdq ?? '', classification ?? ''].join(';'),
  );
  return Buffer.from(`id;md5;sha256;pdq;classification\n${lines.join('\n')}\n`);
}

/** Reports of files known by their hashes, as Hashline's own JSON lines. */
export function fileReports(files: readonly Record<string, string>[], country = 'NL'): Buffer {
  const lines = files.map((hashes, index) =>
    JSON.stringify({
      format: 'hashline-report/1',
      receivedAt: new Date(Date.now() - index * 60_000).toISOString(),
      channel: 'web-form',
      subjects: [{ kind: 'file', hashes, hosting: { country } }],
    }),
  );
  return Buffer.from(`${lines.join('\n')}\n`);
}

/** A page of an NCMEC Hash Sharing answer, one image an entry. */
export function ncmecPage(entries: readonly { member: number; id: string; md5: string }[]): Buffer {
  const images = entries.map(
    ({ member, id, md5 }) =>
      `<image><member id="${member}">Test Member</member><timestamp>2026-10-20T21:05:56Z</timestamp>` +
      `<id>${id}</id><classification>A1</classification><fingerprints><md5>${md5}</md5></fingerprints></image>`,
  );
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><queryResult xmlns="https://hashsharing.ncmec.org/hashsharing/v2">` +
      `<images count="${entries.length}" maxTimestamp="2026-10-20T21:05:56Z">${images.join('')}</images></queryResult>`,
  );
}

/** What NCMEC answers to whoever asks for reasons, as a file. */
export const feedbackReasons = (reasons: readonly { name: string; type: string }[]): string =>
  [
    '<availableFeedbackReasons xmlns="https://hashsharing.ncmec.org/hashsharing/v2">',
    ...reasons.map(
      ({ name, type }, at) =>
        `<reason guid="01234567-89ab-cdef-0123-${String(at).padStart(12, '0')}" name="${name}" type="${type}"/>`,
    ),
    '</availableFeedbackReasons>',
  ].join('\n');
