import { canonicalText, type Entry } from '../../../shared/ledger/entry.ts';
import { type EntryKind, type ReadOf, readData } from '../../../shared/ledger/kinds/all-kinds.ts';
import type { StatedRules } from '../../../shared/ledger/kinds/policy.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';
import { countProblem, type RecordAtEnd, type RecordCheck } from '../session/record-check.ts';
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

  take(entry: Entry): string[] {
    const isFounding = entry.kind === 'vault.created';
    const said = readData(isFounding ? 'vault.created' : 'policy.proposed', entry.data);
    if (said === null) return ['does not say which policy it is about'];
    const { policy, members } = said;
    if (!isOf(policy) || !isOf(members)) return ['its policy or member table is not the one it names'];
    if (entry.kind === 'policy.proposed' && 'proposal' in said) return this.#compareProposal(entry, said);
    this.#activated += 1;
    this.#inForce = { id: policy.id, version: policy.version };
    const row = this.#store.find(policy.id, policy.version);
    if (row === null) return ['its policy is missing'];
    return isSame(row, said) ? [] : ['its policy or member table is not the one that was signed'];
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

  #compareProposal({ actor }: Entry, said: ReadOf<'policy.proposed'>): string[] {
    const row = this.#store.proposal(said.proposal);
    if (row === null) return ['its proposal is missing'];
    const same = isSame(row, said) && 'person' in actor && actor.person === row.proposedBy;
    return same ? [] : ['its proposal is not the one that was signed'];
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
