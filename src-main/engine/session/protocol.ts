import { MemberTable } from '../../../shared/domain/member-table.ts';
import { Policy } from '../../../shared/domain/policy.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { Assets } from '../../ports/assets.ts';
import { damaged, notFound } from '../storage/failure.ts';

/** The policies in assets/policies, in the order in which they are offered. */
const BUNDLED = ['be-2017', 'provider-first'];

export const bundledPolicies = (assets: Assets): Policy[] =>
  BUNDLED.map((id) => bundledProtocol(assets, id).policy);

/** Reads a bundled policy. @throws Failure NOT_FOUND, INTEGRITY */
export function bundledProtocol(assets: Assets, policyId: string): Protocol {
  let bytes: Uint8Array;
  try {
    bytes = assets.read(`policies/${policyId}.json`);
  } catch {
    throw notFound({ what: 'policy', id: policyId });
  }
  return readProtocol(decode(bytes), decode(assets.read('members.json')));
}

/** @throws Failure INTEGRITY with the faulty place */
export function readProtocol(policyText: string, membersText: string): Protocol {
  return {
    policy: read(Policy, policyText, 'policy-invalid'),
    members: read(MemberTable, membersText, 'members-invalid'),
  };
}

const decode = (bytes: Uint8Array): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

function read<Schema extends typeof Policy | typeof MemberTable>(
  schema: Schema,
  text: string,
  problem: 'policy-invalid' | 'members-invalid',
): ReturnType<Schema['parse']> {
  const parsed = schema.safeParse(JSON.parse(text));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw damaged({ problem, at: issue?.path.join('.') ?? '', why: issue?.message ?? '' });
  }
  return parsed.data as ReturnType<Schema['parse']>;
}
