import { LabelCounts, type LoadedLabels } from '../../../shared/contract/policy.contract.ts';
import type { AssessedLabels, LabelSetRef } from '../../../shared/domain/assessed-labels.ts';
import type { Assessment } from '../../../shared/domain/assessment.ts';
import { LabelSet } from '../../../shared/domain/label-set.ts';
import { inWords, type LabelsInWords, withLabels } from '../../../shared/domain/labelling.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import { refusalsOf } from '../../../shared/domain/refusal.ts';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';
import type { Session } from '../session/session.ts';
import { damaged } from '../storage/failure.ts';
import type { LabelSetStore } from './label-set.store.ts';
import { readJson, refused } from './rules.ts';

/** The sets of labels that supervisors loaded from files. The policy says which of them is in force. */
export class LabelSets {
  readonly #session: Session;
  readonly #store: LabelSetStore;
  readonly #protocol: Protocol;
  /** The set that was read last: sets are never changed, and nearly always the same one is asked for. */
  #read: LabelSet | null = null;

  constructor(session: Session, store: LabelSetStore, protocol: Protocol) {
    this.#session = session;
    this.#store = store;
    this.#protocol = protocol;
  }

  /** @throws Failure INTEGRITY where the policy names a set that is not there */
  inForce(): LabelSet | null {
    const { labels } = this.#protocol.policy;
    return labels === null ? null : this.#find(labels);
  }

  /**
   * A new judgement as it is signed: with what its labels say in its own fields.
   * @throws Failure REFUSED with every place where it breaks the rules of the set in force
   */
  labelled(judgement: Assessment): Assessment {
    const read = withLabels(judgement, this.inForce());
    if ('assessment' in read) return read.assessment;
    throw refused(read.refusals.map((each) => ({ ...each, field: `judgement.${each.field}` })));
  }

  /** The labels of a decision in the words of the set that it names. */
  inWords(labels: AssessedLabels): LabelsInWords {
    return inWords(labels, this.#find(labels.set));
  }

  #find({ id, version }: LabelSetRef): LabelSet {
    if (this.#read?.id === id && this.#read.version === version) return this.#read;
    const body = this.#store.find(id, version);
    if (body === null) throw damaged({ problem: 'labels-missing', id, version });
    this.#read = LabelSet.parse(JSON.parse(body));
    return this.#read;
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
