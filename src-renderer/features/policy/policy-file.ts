import { z } from 'zod';
import { MemberTable } from '../../../shared/domain/member-table.ts';
import { Policy } from '../../../shared/domain/policy.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import { type Refusal, refusalsOf } from '../../../shared/domain/refusal.ts';
import type { Failure } from '../../transport/failure.ts';

/** The format that a file names. */
const Format = z.object({ format: z.string() });

/**
 * Reads a policy file, or a file with a member table, into the draft. An invalid file is refused as a whole, with the
 * places of its problems.
 */
export function readPolicyFile(text: string, into: Protocol): Protocol | { failure: Failure } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refused([{ row: null, field: null, reason: 'bad-json', detail: { code: 'not-json' } }]);
  }
  const format = Format.safeParse(value);
  if (format.success && format.data.format === 'hashline-members/1') {
    const members = MemberTable.safeParse(value);
    return members.success ? { ...into, members: members.data } : refused(refusalsOf(members.error, null));
  }
  const policy = Policy.safeParse(value);
  return policy.success ? { ...into, policy: policy.data } : refused(refusalsOf(policy.error, null));
}

const refused = (refusals: Refusal[]): { failure: Failure } => ({
  failure: { code: 'REFUSED', data: { refusals } },
});

/** The file of a policy or of a member table, as people and other tools read it. */
export const writePolicyFile = (value: Policy | MemberTable): string => `${JSON.stringify(value, null, 2)}\n`;
