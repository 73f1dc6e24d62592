import { z } from 'zod';
import { canonicalText, type Entry, type EntryKind } from '../../../shared/ledger/entry.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';
import { countProblem, type RecordAtEnd, type RecordCheck } from '../session/record-check.ts';
import type { PolicyStore, StoredRules } from './policy.store.ts';
import { digestsOf } from './rules.ts';

const Stated = z.object({
  policy: z.object({ id: z.string(), version: z.number(), sha256: z.string(), body: z.unknown() }),
  members: z.object({ sha256: z.string(), body: z.unknown() }),
});
const OfProposal = z.object({ proposal: z.string() });

/** Compares the rules Hashline works by, and those that wait, with what supervisors signed. */
export class PolicyCheck implements RecordCheck {
  readonly kinds: readonly EntryKind[] = ['vault.created', 'policy.proposed', 'policy.activated'];
  readonly #store: PolicyStore;
  #activated = 0;
  #inForce: { id: string; version: number } | null = null;

  constructor(store: PolicyStore) {
    this.#store = store;
  }

  take(entry: Entry): string[] {
    const said = Stated.safeParse(entry.data);
    if (!said.success) return ['does not say which policy it is about'];
    const { policy, members } = said.data;
    if (!isOf(policy) || !isOf(members)) return ['its policy or member table is not the one it names'];
    if (entry.kind === 'policy.proposed') return this.#compareProposal(entry, said.data);
    this.#activated += 1;
    this.#inForce = { id: policy.id, version: policy.version };
    const row = this.#store.find(policy.id, policy.version);
    if (row === null) return ['its policy is missing'];
    return isSame(row, said.data) ? [] : ['its policy or member table is not the one that was signed'];
  }

  end({ waiting }: RecordAtEnd): string[] {
    const { id, version } = this.#store.inForce();
    const known = this.#inForce;
    const rows = new Set<string>(this.#store.waiting().map(({ proposal }) => proposal));
    return [
      ...countProblem('policies', this.#store.count(), this.#activated),
      ...(known?.id === id && known.version === version
        ? []
        : [`policy ${id} version ${version} is in force and the record knows another`]),
      ...[...rows].filter((one) => !waiting.policies.has(one)).map((one) => `nobody proposed ${one}`),
      ...[...waiting.policies.keys()]
        .filter((one) => !rows.has(one))
        .map((one) => `proposal ${one} does not wait any more`),
    ];
  }

  #compareProposal({ actor, data }: Entry, said: z.infer<typeof Stated>): string[] {
    const named = OfProposal.safeParse(data);
    if (!named.success) return ['does not say which proposal it is'];
    const row = this.#store.proposal(named.data.proposal);
    if (row === null) return ['its proposal is missing'];
    const same = isSame(row, said) && 'person' in actor && actor.person === row.proposedBy;
    return same ? [] : ['its proposal is not the one that was signed'];
  }
}

/** Whether the text an entry holds is the one it names. */
const isOf = ({ sha256, body }: { sha256: string; body?: unknown }): boolean =>
  body === undefined || sha256Hex(canonicalText(body)) === sha256;

function isSame(row: StoredRules, { policy, members }: z.infer<typeof Stated>): boolean {
  const digests = digestsOf({ policy: row.body, members: row.members });
  return (
    row.id === policy.id &&
    row.version === policy.version &&
    digests.policy === policy.sha256 &&
    digests.members === members.sha256
  );
}
