import type { RulesDigests, RulesText } from '../../../shared/contract/policy.contract.ts';
import { MemberTable } from '../../../shared/domain/member-table.ts';
import { Policy } from '../../../shared/domain/policy.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import { type Refusal, refusalsOf } from '../../../shared/domain/refusal.ts';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';
import { Failure } from '../storage/failure.ts';

/** Rules with their canonical text, which is signed, stored and named by its digest. */
export interface Rules extends Protocol {
  texts: { policy: string; members: string };
  digests: RulesDigests;
}

export function rulesOf({ policy, members }: Protocol): Rules {
  const texts = { policy: canonicalText(policy), members: canonicalText(members) };
  return { policy, members, texts, digests: digestsOf(texts) };
}

export const digestsOf = (texts: { policy: string; members: string }): RulesDigests => ({
  policy: sha256Hex(texts.policy),
  members: sha256Hex(texts.members),
});

/**
 * Reads rules that a client sends. Without a member table, the one in force stays.
 * @throws Failure REFUSED with every faulty place
 */
export function readRules(sent: RulesText, inForce: Protocol): Rules {
  const policy = Policy.safeParse(readJson(sent.policy, 'policy'));
  const members =
    sent.members === undefined
      ? { success: true as const, data: inForce.members }
      : MemberTable.safeParse(readJson(sent.members, 'members'));
  const below = (name: string) => (path: string) => (path === '' ? name : `${name}.${path}`);
  if (policy.success && members.success) return rulesOf({ policy: policy.data, members: members.data });
  throw refused([
    ...(policy.success ? [] : refusalsOf(policy.error, null, below('policy'))),
    ...(members.success ? [] : refusalsOf(members.error, null, below('members'))),
  ]);
}

/** The rules as data of an entry: named by digest, and in full, so that an export holds them. */
export const statedRules = ({ policy, members, digests }: Rules) => ({
  policy: { id: policy.id, version: policy.version, sha256: digests.policy, body: policy },
  members: { asOf: members.asOf, sha256: digests.members, body: members },
});

export const refused = (refusals: Refusal[]): Failure => new Failure({ code: 'REFUSED', data: { refusals } });

/** @throws Failure REFUSED, at this field, where it is no JSON */
export function readJson(text: string, field: string | null): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused([{ row: null, field, reason: 'bad-json', detail: { code: 'not-json' } }]);
  }
}
