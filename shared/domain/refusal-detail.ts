import { z } from 'zod';
import { HashAlgorithm } from './hash-algorithm.ts';
import { MEDIA_ENCODINGS, type MediaFinding } from './hash-only.ts';
import { MEDIA_KINDS } from './media-signature.ts';

/** Archives that are recognised by their first bytes. */
const Archive = z.enum(['zip', 'gzip', 'bzip2', 'xz', '7-Zip', 'RAR', 'Zstandard', 'tar']);
export type Archive = z.infer<typeof Archive>;

/** Details of refusals without further data, by topic. */
const PLAIN = [
  // the file as a whole, and its encoding
  'file-empty',
  'file-blank',
  'no-row',
  'workbook',
  'no-report',
  'no-record',
  'no-feedback-reason',
  'not-utf8',
  'cell-not-utf8',
  'utf-32',
  'half-utf-16',
  'ends-inside-character',
  'ends-early',
  'line-ends-early',
  'zero-byte',
  // tables, and how their columns are mapped
  'quote-never-closed',
  'no-address',
  'mapping-without-value',
  'mapping-of-quality-alone',
  'mapping-of-half-a-pair',
  'mapping-needs-number',
  'mapping-uses-column-twice',
  'date-form-unstated',
  'date-form-unknown-sign',
  'date-form-part-twice',
  'date-form-part-missing',
  'no-such-time-zone',
  'row-without-subject',
  'not-a-whole-number',
  // documents in JSON and XML
  'not-json',
  'key-twice',
  'key-forbidden',
  'not-vics',
  'record-not-object',
  'value-far-too-long',
  'record-far-too-long',
  'not-xml',
  'document-type',
  'processing-instruction',
  'not-ncmec-page',
  'not-feedback-reasons',
  // hashes
  'needs-photodna',
  'half-pdq',
  'stands-for-no-hash',
  'all-stand-for-no-hash',
  'no-hash',
  'no-known-hash',
  'no-known-hash-left',
  'hash-not-text',
  'two-hashes-of-a-kind',
  'another-hash-of-a-kind',
  'no-sum',
  'sum-of-unkept-kind',
  'sha256-or-pdq',
  'not-a-quality',
  'neither-quality-nor-name',
  'neither-hash-nor-address',
  // other values
  'not-an-address',
  'control-characters',
  'direction-characters',
  'half-a-character',
  'not-a-date',
  'not-an-instant',
  'not-a-country-code',
  'not-a-country',
  'not-a-guid',
  'missing',
  'malformed',
  'unknown-field',
  'in-no-allowed-form',
  // the rules of the hotline
  'not-a-language',
  'category-twice',
  'destinations-against-outcome',
  'no-such-category',
  'witness-twice',
  'quorum-too-large',
  'quorum-of-none',
  'nobody-here',
  'not-the-key-id',
  'country-twice',
  // sets of labels
  'group-twice',
  'label-twice',
  'iccam-field-twice',
  'version-not-later',
  'labels-not-loaded',
  // the labels of a judgement
  'no-labels-in-force',
  'labels-of-illegal-only',
  'no-such-group',
  'no-such-label',
  'label-required',
  'one-label-only',
  // settings of a destination
  'text-not-keepable',
  'not-https',
  'address-with-name',
  'address-with-fragment',
  'not-a-certificate',
  'not-an-authority',
  'not-a-private-key',
  'not-the-key-of-certificate',
  'not-a-mail-server',
  'server-or-folder',
  'user-without-password',
  'not-a-whole-path',
  'not-an-age-recipient',
  'pin-twice',
  'give-again',
  // contacts of providers
  'not-a-mail-address',
  'not-a-domain',
  'not-a-network',
  'not-an-asn',
  'not-a-language-tag',
  'contact-twice',
] as const;

/** The columns of a table that must and may stand in its header. */
const header = { required: z.array(z.string()), optional: z.array(z.string()) };

/**
 * Tells a person what to do about a refusal, with the values that a text about it needs (shared/locales). Never holds
 * the refused content.
 */
export const RefusalDetail = z.discriminatedUnion('code', [
  z.strictObject({ code: z.enum(PLAIN) }),

  z.strictObject({ code: z.literal('archive'), archive: Archive }),
  z.strictObject({ code: z.literal('media-file'), media: z.enum(MEDIA_KINDS) }),
  /** The encoding that a profile states, and the one that the file has. */
  z.strictObject({ code: z.literal('other-encoding'), stated: z.string(), found: z.string() }),
  z.strictObject({ code: z.literal('file-too-large'), mebibytes: z.int() }),
  z.strictObject({ code: z.literal('too-many-rows'), maximum: z.int() }),
  /** In bytes. */
  z.strictObject({ code: z.literal('line-too-long'), maximum: z.int() }),
  /** In bytes. */
  z.strictObject({ code: z.literal('sent-otherwise'), announced: z.int(), received: z.int() }),
  z.strictObject({ code: z.literal('no-known-format'), formats: z.array(z.string()) }),

  /** In bytes. */
  z.strictObject({ code: z.literal('row-too-long'), maximum: z.int() }),
  z.strictObject({ code: z.literal('quote-over-rows'), lines: z.int() }),
  z.strictObject({ code: z.literal('more-columns-than-first'), columns: z.int() }),
  z.strictObject({ code: z.literal('more-columns-than-scart'), columns: z.int() }),
  z.strictObject({ code: z.literal('fewer-columns-than-first'), columns: z.int() }),
  z.strictObject({ code: z.literal('last-row-cut-off'), columns: z.int() }),
  z.strictObject({ code: z.literal('header-too-wide'), maximum: z.int(), ...header }),
  /** `column` counts from 1: its name would be content. */
  z.strictObject({ code: z.literal('header-name-unknown'), column: z.int(), ...header }),
  z.strictObject({ code: z.literal('header-name-twice'), name: z.string(), ...header }),
  z.strictObject({ code: z.literal('header-name-missing'), name: z.string(), ...header }),
  /** `column` is a name of the mapping, such as `md5`. */
  z.strictObject({ code: z.literal('mapped-name-missing'), column: z.string() }),
  z.strictObject({ code: z.literal('mapped-name-twice'), column: z.string() }),
  z.strictObject({ code: z.literal('mapped-number-missing'), number: z.int(), columns: z.int() }),

  z.strictObject({ code: z.literal('too-deep'), maximum: z.int() }),
  z.strictObject({ code: z.literal('too-many-keys'), maximum: z.int() }),
  z.strictObject({ code: z.literal('key-too-long'), maximum: z.int() }),
  z.strictObject({ code: z.literal('xml-part-too-long'), maximum: z.int() }),

  z.strictObject({ code: z.literal('needs-hex-digits'), digits: z.int() }),
  z.strictObject({ code: z.literal('sum-of-other-kind'), algorithm: HashAlgorithm }),
  z.strictObject({
    code: z.literal('digits-of-other-kind'),
    digits: z.int(),
    algorithm: HashAlgorithm,
    needed: z.int(),
  }),
  z.strictObject({ code: z.literal('digits-of-no-kind'), digits: z.int() }),
  z.strictObject({ code: z.literal('not-whole-values'), bytes: z.int() }),

  z.strictObject({
    code: z.literal('media'),
    media: z.enum(MEDIA_KINDS),
    encoding: z.enum(MEDIA_ENCODINGS),
  }),
  z.strictObject({ code: z.literal('too-many-tags'), maximum: z.int() }),
  z.strictObject({ code: z.literal('never-updated'), without: z.enum(['id', 'member']) }),
  /** `type` and `form` are the schema's own words. */
  z.strictObject({ code: z.literal('wrong-type'), type: z.string() }),
  z.strictObject({ code: z.literal('wrong-form'), form: z.string() }),
  z.strictObject({ code: z.literal('not-among'), allowed: z.array(z.string()) }),
  /** A placeholder in a text to be filled, as it stands there. */
  z.strictObject({
    code: z.literal('no-such-placeholder'),
    placeholder: z.string(),
    allowed: z.array(z.string()),
  }),
  z.strictObject({ code: z.literal('text-too-long'), maximum: z.number() }),
  z.strictObject({ code: z.literal('text-too-short'), minimum: z.number() }),
  z.strictObject({ code: z.literal('list-too-long'), maximum: z.number() }),
  z.strictObject({ code: z.literal('list-too-short'), minimum: z.number() }),
  z.strictObject({ code: z.literal('number-too-large'), maximum: z.number() }),
  z.strictObject({ code: z.literal('number-too-small'), minimum: z.number() }),

  /** The legality, hosting and classification of cases that no category covers. */
  z.strictObject({ code: z.literal('no-category-covers'), combination: z.array(z.string()) }),
  /** The set of labels in force. */
  z.strictObject({ code: z.literal('other-labels-in-force'), id: z.string(), version: z.int() }),
  /** `said` are the values that the labels of a judgement give a field of it, in the names of its schema. */
  z.strictObject({ code: z.literal('labels-say-otherwise'), said: z.array(z.string()) }),
  z.strictObject({ code: z.literal('labels-say-several'), said: z.array(z.string()) }),
  z.strictObject({ code: z.literal('version-too-low'), highest: z.int() }),
  z.strictObject({ code: z.literal('destination-misspelt'), meant: z.string() }),
  z.strictObject({ code: z.literal('destination-unknown'), known: z.array(z.string()) }),
  /** `asOf` is the date of the member table in force. */
  z.strictObject({ code: z.literal('members-too-old'), asOf: z.string() }),

  /** The one spelling of the address that a supervisor typed. */
  z.strictObject({ code: z.literal('address-read-as'), spelling: z.string() }),
  z.strictObject({ code: z.literal('key-of-curve'), curve: z.string() }),
  z.strictObject({ code: z.literal('key-of-kind'), kind: z.string() }),
  z.strictObject({ code: z.literal('key-too-short'), bits: z.int(), minimum: z.int() }),
]);
export type RefusalDetail = z.infer<typeof RefusalDetail>;

/** The detail of the refusal of a text that holds media. */
export const mediaDetail = ({ kind, encoding }: MediaFinding): RefusalDetail => ({
  code: 'media',
  media: kind,
  encoding,
});

/** Details of notices without further data. */
const PLAIN_NOTICES = [
  'delimiter-line',
  'comment-line',
  'hashdeep-line',
  'short-row',
  'stray-quote',
  'tabs-separate',
  'commas-separate',
  'bars-separate',
  'other-sign-separates',
  'bare-list',
  'bare-case',
  'case-named-late',
  'date-left-out',
  'size-left-out',
  'category-not-a-number',
  'unknown-kind-of-hash',
  'stands-for-no-hash',
  'half-pdq',
  'looks-like-utf-8',
  'date-of-other-form',
  'date-skipped',
  'date-twice',
] as const;

/** How an accepted input was treated, with the values that a text about it needs (shared/locales). */
export const NoticeDetail = z.discriminatedUnion('code', [
  z.strictObject({ code: z.enum(PLAIN_NOTICES) }),
  z.strictObject({ code: z.literal('utf-16-by-mark'), encoding: z.enum(['utf-16le', 'utf-16be']) }),
  z.strictObject({ code: z.literal('utf-16-without-mark'), encoding: z.enum(['utf-16le', 'utf-16be']) }),
  z.strictObject({ code: z.literal('lone-returns'), lines: z.int() }),
  z.strictObject({ code: z.literal('empty-rows'), rows: z.int() }),
  z.strictObject({ code: z.literal('short-rows'), rows: z.int() }),
  z.strictObject({ code: z.literal('stray-quotes'), rows: z.int() }),
  z.strictObject({ code: z.literal('rows-not-utf8'), rows: z.int() }),
  z.strictObject({ code: z.literal('no-header'), columns: z.array(z.string()) }),
  /** How many cells of columns that a profile gives no meaning hold something. */
  z.strictObject({ code: z.literal('columns-not-read'), columns: z.array(z.string()), cells: z.int() }),
  z.strictObject({ code: z.literal('hash-left-out'), algorithm: HashAlgorithm }),
  z.strictObject({ code: z.literal('kept-apart'), shared: HashAlgorithm, differs: HashAlgorithm }),
]);
export type NoticeDetail = z.infer<typeof NoticeDetail>;
