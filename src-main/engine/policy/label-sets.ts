import { LabelCounts, type LoadedLabels } from '../../../shared/contract/policy.contract.ts';
import { LabelSet } from '../../../shared/domain/label-set.ts';
import { refusalsOf } from '../../../shared/domain/refusal.ts';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';
import type { Session } from '../session/session.ts';
import type { LabelSetStore } from './label-set.store.ts';
import { readJson, refused } from './rules.ts';

/** The sets of labels that supervisors loaded from files. */
export class LabelSets {
  readonly #session: Session;
  readonly #store: LabelSetStore;

  constructor(session: Session, store: LabelSetStore) {
    this.#session = session;
    this.#store = store;
  }

  list(): LoadedLabels[] {
    return this.#store.list();
  }

  /** @throws Failure REFUSED with every faulty place; then nothing changes */
  load(command: string, text: string): LabelCounts {
    const read = LabelSet.safeParse(readJson(text, null));
    if (!read.success) throw refused(refusalsOf(read.error, null));
    const { id, version, groups } = read.data;
    return this.#session.perform(command, LabelCounts, ['policy', 'ledger'], () => {
      const latest = this.#store.latest(id);
      if (latest !== null && version <= latest)
        throw refused([
          { row: null, field: 'version', reason: 'bad-value', detail: { code: 'version-not-later' } },
        ]);
      const labels = groups.flatMap((group) => group.labels);
      this.#session.byPerson('labels.loaded', {
        id,
        version,
        fileSha256: sha256Hex(text),
        sha256: sha256Hex(canonicalText(read.data)),
        groups: groups.length,
        labels: labels.length,
        body: read.data,
      });
      const withoutIccam = labels.filter(({ iccam }) => iccam.length === 0).length;
      return { id, version, groups: groups.length, labels: labels.length, withoutIccam };
    });
  }
}
