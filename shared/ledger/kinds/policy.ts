import { z } from 'zod';
import { ProposalId } from '../../domain/ids.ts';
import { Digest } from '../../domain/referral.ts';
import { kind } from './kind.ts';

/** The part that every verifier reads of an entry about a proposal; a stricter schema would change verdicts. */
export const OfProposal = z.object({ proposal: ProposalId });
/** The part that every verifier reads of rules that are proposed or activated. */
export const ProposedRules = OfProposal.extend({
  policy: z.object({ sha256: z.string() }),
  members: z.object({ sha256: z.string() }),
});
/** The part that every verifier reads of a policy, to learn the witnesses. */
export const StatedPolicy = z.object({ policy: z.object({ sha256: z.string(), body: z.unknown() }) });

/** Accepts any form: a policy stays as valid as it was when it was signed, whatever its schema requires now. */
const Text = z.record(z.string(), z.unknown());

/** Rules, named by the digests of their canonical JSON, and in full, so that an export holds them. */
export const StatedRules = z.strictObject({
  policy: z.strictObject({ id: z.string(), version: z.int(), sha256: Digest, body: Text }),
  members: z.strictObject({ asOf: z.string(), sha256: Digest, body: Text }),
});
export type StatedRules = z.infer<typeof StatedRules>;

const Proposed = z.strictObject({ ...OfProposal.shape, ...StatedRules.shape });

export const policyKinds = [
  kind('policy.proposed', {
    data: Proposed,
    signer: 'person',
    duty: 'manage-policy',
    group: 'record',
    class: 'firm',
    changes: ['policies'],
  }),
  kind('policy.withdrawn', {
    data: z.strictObject(OfProposal.shape),
    signer: 'person',
    duty: 'manage-policy',
    group: 'record',
    class: 'firm',
    changes: ['policies'],
  }),
  kind('policy.activated', {
    data: Proposed,
    signer: 'person',
    duty: 'manage-policy',
    group: 'record',
    class: 'firm',
    changes: ['policies', 'witnesses'],
  }),
  /** A file with a set of labels was taken in. */
  kind('labels.loaded', {
    data: z.strictObject({
      id: z.string(),
      version: z.int(),
      fileSha256: Digest,
      /** Of the canonical JSON of `body`. */
      sha256: Digest,
      groups: z.int(),
      labels: z.int(),
      body: Text,
    }),
    signer: 'person',
    duty: 'manage-policy',
    group: 'record',
    class: 'firm',
  }),
] as const;
