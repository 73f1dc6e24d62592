import type { Entry } from '../../../shared/ledger/entry.ts';
import { type EntryKind, readData } from '../../../shared/ledger/kinds/all-kinds.ts';
import { boundDigest } from '../ledger/bound-digest.ts';
import { countProblem, type RecordCheck } from '../session/record-check.ts';
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

  constructor(verdicts: MatchVerdictStore, quarantines: QuarantineStore) {
    this.#verdicts = verdicts;
    this.#quarantines = quarantines;
  }

  take({ kind, actor, data }: Entry): string[] {
    const person = 'person' in actor ? actor.person : null;
    if (kind === 'match.quarantined') return this.#takeQuarantine(data);
    if (kind === 'match.released') return this.#takeRelease(data, person);
    const said = readData('match.confirmed', data);
    if (said === null) return ['does not say what was said of which match'];
    this.#said += 1;
    const { verdict: id, saidSha256 } = said;
    const row = this.#verdicts.said(id);
    if (row === null) return ['what was said of the match is missing'];
    const same =
      row.person === person &&
      `match.${row.verdict}` === kind &&
      row.pair === pairOf(row) &&
      wordDigest(id, row, row.reason) === saidSha256;
    return same ? [] : ['what was said of the match is not what was signed'];
  }

  end(): string[] {
    return [
      ...countProblem('words on matches', this.#verdicts.count(), this.#said),
      ...countProblem('quarantined records', this.#quarantines.count(), this.#quarantined),
      ...countProblem('ended quarantines', this.#quarantines.countDecided(), this.#released),
    ];
  }

  #takeQuarantine(data: unknown): string[] {
    const said = readData('match.quarantined', data);
    if (said === null) return ['does not say what was quarantined'];
    this.#quarantined += 1;
    const { quarantine, list, recordSha256, cases } = said;
    const row = this.#quarantines.find(quarantine);
    if (row === null) return ['its quarantine is missing'];
    const same =
      row.list === list && row.cases === cases && boundDigest(quarantine, row.record) === recordSha256;
    return same ? [] : ['its quarantine is not the one that was recorded'];
  }

  #takeRelease(data: unknown, person: string | null): string[] {
    const said = readData('match.released', data);
    if (said === null) return ['does not say what was released'];
    this.#released += 1;
    const row = this.#quarantines.find(said.quarantine);
    const same = row?.list === said.list && row.state === said.as && row.decidedBy === person;
    return same ? [] : ['its quarantine stands otherwise than was signed'];
  }
}
