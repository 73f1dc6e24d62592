import { z } from 'zod';
import { HashAlgorithm } from '../../domain/hash-algorithm.ts';
import { ListMeaning } from '../../domain/hash-list.ts';
import { CaseId, HashListId, QuarantineId, VerdictId } from '../../domain/ids.ts';
import { Digest } from '../../domain/referral.ts';
import { kind } from './kind.ts';
import { count } from './plain-forms.ts';

const Algorithm = z.enum([...HashAlgorithm.options, 'url']);

/** A search; the value searched for is named by a digest bound to the search's id. */
const Search = z.strictObject({ search: z.string(), algorithm: Algorithm, found: count });

const Said = z.strictObject({
  case: CaseId,
  verdict: VerdictId,
  list: HashListId,
  algorithm: Algorithm,
  distance: count,
  meaning: ListMeaning,
  /** Binds the verdict to its values and to the reason. */
  saidSha256: Digest,
});

/** The values a verdict is about, and why; only who holds the vault may see them. */
const Values = z.strictObject({
  pair: z.string(),
  record: z.string(),
  caseValue: z.string(),
  value: z.string(),
  reason: z.string(),
});

export const matchingKinds = [
  kind('matching.searched', {
    data: z.union([
      Search.extend({ valueSha256: Digest }),
      Search.extend({ in: z.literal('lists'), valueSha256: Digest }),
      Search.extend({ in: z.literal('lists'), values: count, valuesSha256: Digest }),
    ]),
    signer: 'person',
    duty: 'review',
    group: 'lists',
    class: 'free',
  }),
  kind('matching.completed', {
    data: z.strictObject({ run: z.string(), cases: count, matched: count, matches: count }),
    signer: 'device',
    group: 'lists',
    class: 'machine',
  }),
] as const;

export const matchKinds = [
  kind('match.confirmed', {
    data: Said,
    enclosure: Values,
    signer: 'person',
    duty: 'review',
    group: 'lists',
    class: 'free',
  }),
  kind('match.rejected', {
    data: Said,
    enclosure: Values,
    signer: 'person',
    duty: 'review',
    group: 'lists',
    class: 'free',
  }),
  kind('match.quarantined', {
    data: z.strictObject({
      quarantine: QuarantineId,
      list: HashListId,
      recordSha256: Digest,
      /** Cases matched within the period; more than the policy allows. */
      cases: count,
      hours: z.number(),
    }),
    enclosure: z.strictObject({
      record: z.string(),
      algorithm: Algorithm,
      value: z.string(),
      meaning: ListMeaning,
    }),
    signer: 'device',
    group: 'lists',
    class: 'machine',
  }),
  kind('match.released', {
    data: z.strictObject({
      quarantine: QuarantineId,
      list: HashListId,
      as: z.enum(['released', 'removed']),
    }),
    signer: 'person',
    duty: 'manage-lists',
    group: 'lists',
    class: 'free',
  }),
  kind('match.reported', {
    data: z.strictObject({
      list: HashListId,
      verdicts: z.array(VerdictId),
      files: count,
      filesSha256: Digest,
    }),
    signer: 'person',
    duty: 'manage-lists',
    group: 'lists',
    class: 'free',
  }),
] as const;
