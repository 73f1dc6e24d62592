import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import type { StatedRules } from '../../../shared/ledger/kinds/policy.ts';
import { type Applies, signerOf } from '../session/acts.ts';
import type { Database } from '../storage/database.ts';
import { LabelSetStore } from './label-set.store.ts';
import { PolicyStore, type StoredRules } from './policy.store.ts';

/** How the policies, and those proposed, follow from the record. Needs no open vault: the first policy comes before. */
export function policyApplies(db: Database): Applies {
  const store = new PolicyStore(db);
  const labels = new LabelSetStore(db);
  return {
    'vault.created': ({ entry }) =>
      store.insert({
        ...storedRules(entry.data),
        activatedAt: entry.at,
        activatedBy: signerOf(entry),
        proposal: null,
      }),
    'policy.proposed': ({ entry }) =>
      store.propose({
        ...storedRules(entry.data),
        proposal: entry.data.proposal,
        proposedBy: signerOf(entry),
        proposedAt: entry.at,
      }),
    'policy.withdrawn': ({ entry }) =>
      store.settle(entry.data.proposal, 'withdrawn', signerOf(entry), entry.at),
    'policy.activated': ({ entry }) => {
      const { proposal } = entry.data;
      store.insert({
        ...storedRules(entry.data),
        proposal,
        activatedBy: signerOf(entry),
        activatedAt: entry.at,
      });
      store.settle(proposal, 'activated', signerOf(entry), entry.at);
    },
    'labels.loaded': ({ entry }) => {
      const { id, version, body, fileSha256 } = entry.data;
      labels.insert({
        ...{ id, version, fileSha256, body: canonicalText(body) },
        ...{ loadedAt: entry.at, loadedBy: signerOf(entry) },
      });
    },
  };
}

const storedRules = ({ policy, members }: StatedRules): StoredRules => ({
  id: policy.id,
  version: policy.version,
  body: canonicalText(policy.body),
  members: canonicalText(members.body),
});
