import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import type { Entry } from '../../../shared/ledger/entry.ts';
import type { Fault } from '../../../shared/ledger/fault.ts';
import { type EntryKind, type ReadOf, readData } from '../../../shared/ledger/kinds/all-kinds.ts';
import type { StatedRules } from '../../../shared/ledger/kinds/policy.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';
import { countFault, type RecordAtEnd, type RecordCheck } from '../session/record-check.ts';
import type { PolicyStore, StoredRules } from './policy.store.ts';
import { digestsOf } from './rules.ts';

/** Compares the rules in force, and the proposed ones, with what supervisors signed. */
export class PolicyCheck implements RecordCheck {
  readonly kinds: readonly EntryKind[] = ['vault.created', 'policy.proposed', 'policy.activated'];
  readonly #store: PolicyStore;
  #activated = 0;
  #inForce: { id: string; version: number } | null = null;

  constructor(store: PolicyStore) {
    this.#store = store;
  }

  take(entry: Entry): Fault[] {
    const isFounding = entry.kind === 'vault.created';
    const said = readData(isFounding ? 'vault.created' : 'policy.proposed', entry.data);
    if (said === null) return [{ code: 'policy-unsaid' }];
    const { policy, members } = said;
    if (!isOf(policy) || !isOf(members)) return [{ code: 'policy-misnamed' }];
    if (entry.kind === 'policy.proposed' && 'proposal' in said) return this.#compareProposal(entry, said);
    this.#activated += 1;
    this.#inForce = { id: policy.id, version: policy.version };
    const row = this.#store.find(policy.id, policy.version);
    if (row === null) return [{ code: 'policy-missing' }];
    return isSame(row, said) ? [] : [{ code: 'policy-differs' }];
  }

  end({ waiting }: RecordAtEnd): Fault[] {
    const { id, version } = this.#store.inForce();
    const known = this.#inForce;
    const rows = new Set<string>(this.#store.waiting().map(({ proposal }) => proposal));
    return [
      ...countFault('count-of-policies', this.#store.count(), this.#activated),
      ...(known?.id === id && known.version === version
        ? []
        : [{ code: 'other-policy-in-force' as const, id, version }]),
      ...[...rows]
        .filter((one) => !waiting.policies.has(one))
        .map((proposal): Fault => ({ code: 'proposal-unknown', proposal })),
      ...[...waiting.policies.keys()]
        .filter((one) => !rows.has(one))
        .map((proposal): Fault => ({ code: 'proposal-not-waiting', proposal })),
    ];
  }

  #compareProposal({ actor }: Entry, said: ReadOf<'policy.proposed'>): Fault[] {
    const row = this.#store.proposal(said.proposal);
    if (row === null) return [{ code: 'proposal-missing' }];
    const same = isSame(row, said) && 'person' in actor && actor.person === row.proposedBy;
    return same ? [] : [{ code: 'proposal-differs' }];
  }
}

/** Whether the text in an entry is the one that the entry names. */
const isOf = ({ sha256, body }: { sha256: string; body: unknown }): boolean =>
  sha256Hex(canonicalText(body)) === sha256;

function isSame(row: StoredRules, { policy, members }: StatedRules): boolean {
  const digests = digestsOf({ policy: row.body, members: row.members });
  return (
    row.id === policy.id &&
    row.version === policy.version &&
    digests.policy === policy.sha256 &&
    digests.members === members.sha256
  );
}
