import type { Entry } from '../../../shared/ledger/entry.ts';
import type { Fault } from '../../../shared/ledger/fault.ts';
import { type EntryKind, readData } from '../../../shared/ledger/kinds/all-kinds.ts';
import { boundDigest } from '../ledger/bound-digest.ts';
import { countFault, type RecordCheck } from '../session/record-check.ts';
import { pairOf } from './case-matcher.ts';
import type { MatchVerdictStore } from './match-verdict.store.ts';
import { wordDigest } from './match-verdicts.ts';
import type { QuarantineStore } from './quarantine.store.ts';

/** Compares the stored verdicts on matches, and the records released from quarantine, with what people signed. */
export class MatchCheck implements RecordCheck {
  readonly kinds: readonly EntryKind[] = [
    'match.confirmed',
    'match.rejected',
    'match.quarantined',
    'match.released',
  ];
  readonly #verdicts: MatchVerdictStore;
  readonly #quarantines: QuarantineStore;
  #said = 0;
  #quarantined = 0;
  #released = 0;
  /** Quarantines of records that were in one already. */
  readonly #second = new Set<string>();

  constructor(verdicts: MatchVerdictStore, quarantines: QuarantineStore) {
    this.#verdicts = verdicts;
    this.#quarantines = quarantines;
  }

  take({ kind, actor, data }: Entry, isErased: boolean): Fault[] {
    const person = 'person' in actor ? actor.person : null;
    if (kind === 'match.quarantined') return this.#takeQuarantine(data);
    if (kind === 'match.released') return this.#takeRelease(data, person);
    const said = readData('match.confirmed', data);
    if (said === null) return [{ code: 'verdict-unsaid' }];
    this.#said += 1;
    const { verdict: id, saidSha256 } = said;
    const row = this.#verdicts.said(id);
    if (row === null) return [{ code: 'verdict-missing' }];
    const same =
      row.person === person &&
      `match.${row.verdict}` === kind &&
      row.pair === pairOf(row) &&
      (isErased ? row.reason === '' : wordDigest(id, row, row.reason) === saidSha256);
    return same ? [] : [{ code: 'verdict-differs' }];
  }

  end(): Fault[] {
    return [
      ...countFault('count-of-verdicts', this.#verdicts.count(), this.#said),
      ...countFault('count-of-quarantines', this.#quarantines.count(), this.#quarantined),
      ...countFault('count-of-ended-quarantines', this.#quarantines.countDecided(), this.#released),
    ];
  }

  #takeQuarantine(data: unknown): Fault[] {
    const said = readData('match.quarantined', data);
    if (said === null) return [{ code: 'quarantine-unsaid' }];
    const { quarantine, list, recordSha256, cases } = said;
    const row = this.#quarantines.find(quarantine);
    // Another seat had put the record in quarantine before.
    const isOfAnother = (record: string): boolean => boundDigest(quarantine, record) === recordSha256;
    if (row === null && this.#quarantines.recordsOf(list).some(isOfAnother)) {
      this.#second.add(quarantine);
      return [];
    }
    this.#quarantined += 1;
    if (row === null) return [{ code: 'quarantine-missing' }];
    const same =
      row.list === list && row.cases === cases && boundDigest(quarantine, row.record) === recordSha256;
    return same ? [] : [{ code: 'quarantine-differs' }];
  }

  #takeRelease(data: unknown, person: string | null): Fault[] {
    const said = readData('match.released', data);
    if (said === null) return [{ code: 'release-unsaid' }];
    if (this.#second.has(said.quarantine)) return [];
    this.#released += 1;
    const row = this.#quarantines.find(said.quarantine);
    const same = row?.list === said.list && row.state === said.as && row.decidedBy === person;
    return same ? [] : [{ code: 'release-differs' }];
  }
}
