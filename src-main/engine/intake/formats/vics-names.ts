import type { HashAlgorithm } from '../../../../shared/domain/hash-algorithm.ts';

/** The members of VICS that Hashline reads (Project VIC data model 1.0 to 2.0), spelled as in the model. */
const NAMES = new Map(
  [
    ...[
      'value',
      'Media',
      'MediaID',
      'MediaSize',
      'MimeType',
      'MD5',
      'SHA1',
      'SHA256',
      'PhotoDNA',
      'Category',
    ],
    ...['AlternativeHashes', 'HashName', 'HashValue', 'DateUpdated', 'Comments', 'Tags'],
    ...['CaseID', 'CaseNumber', 'ContactOrganization', 'TotalMediaFiles'],
  ].map((name) => [name.toLowerCase(), name]),
);

/** A member's name as the model spells it; exports spell it in any letter case (sepinf-inc/IPED, HashDBTool). */
export const vicsName = (written: string): string => NAMES.get(written.toLowerCase()) ?? written;

/** Values of `HashName` in exports, without letter case and punctuation. */
const ALGORITHMS: Readonly<Record<string, HashAlgorithm>> = {
  md5: 'md5',
  sha1: 'sha1',
  sha256: 'sha256',
  sha2256: 'sha256',
  pdq: 'pdq',
  photodna: 'photodna',
  pdna: 'photodna',
};

/** Words around the algorithm's name in tables: `HASH_MD5`, `video_md5`, `md5sum`. */
const AROUND = /^(?:hash|file|video|photo|image)|(?:hash|sum|digest)$/g;

/** The algorithm that a name in a table or document stands for; null where Hashline does not know it. */
export function algorithmNamed(name: string): HashAlgorithm | null {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const known = Object.hasOwn(ALGORITHMS, plain) ? plain : plain.replace(AROUND, '');
  return Object.hasOwn(ALGORITHMS, known) ? (ALGORITHMS[known] ?? null) : null;
}
