import { parseEntry } from '../../../shared/ledger/entry.ts';
import type { Fault } from '../../../shared/ledger/fault.ts';
import type { Joined } from '../../../shared/ledger/kinds/record.ts';
import { rootOf } from '../../../shared/ledger/merkle.ts';
import { placeOf } from '../../../shared/ledger/order.ts';
import type { Signers } from '../../../shared/ledger/signers.ts';
import { type Problem, type VerifyState, verifyEntry } from '../../../shared/ledger/verify.ts';
import { nodeLedgerCrypto } from '../keys/signing-key.ts';
import type { Enclosure } from '../ledger/enclosure.ts';

/** An entry with what it encloses, as it travels between the seats of a hotline. */
export interface Deed {
  readonly line: string;
  readonly enclosure: Enclosure | null;
}

/** A deed that is given as another workstation's next, and is not: by what it says, or by what it says it had seen. */
export class NotNextFailure extends Error {
  readonly position: number;

  constructor(position: number) {
    super('not the next deed');
    this.position = position;
  }
}

/** Faults by which a log shows itself as another than the one that a signer had seen, or is not in one line. */
const OF_ANOTHER_LOG: readonly string[] = [
  'not-an-entry',
  'from-unknown-device',
  'other-number',
  'does-not-follow',
  'seen-backwards',
  'seen-ahead',
  'seen-differs',
] satisfies Fault['code'][];

/** Whether the log shows itself as another by the entry at this place. */
export const isOfAnotherLog = (problems: readonly Problem[], position: number): boolean =>
  problems.some(({ seq, fault }) => seq === position && OF_ANOTHER_LOG.includes(fault.code));

/** What the log would be with more deeds. */
export class LogAhead {
  #state: VerifyState;

  constructor(state: VerifyState) {
    this.#state = state;
  }

  get size(): number {
    return this.#state.frontier.size;
  }

  /** Who signs, after the deeds. */
  get signers(): Signers {
    return this.#state.signers;
  }

  /** Branches that were joined. */
  get branches(): readonly Joined[] {
    return this.#state.order.branches.map(({ joined }) => joined);
  }

  /** The newest epoch that these entries opened; the first where none did. */
  get epoch(): number {
    return Math.max(1, this.#state.signers.epoch.number);
  }

  /** The same, to see what other deeds would make of it. */
  copy(): LogAhead {
    return new LogAhead(this.#state);
  }

  /** The number of the next entry of a workstation. */
  nextOf(device: string): number {
    return placeOf(this.#state.order, device).next;
  }

  get root(): Uint8Array {
    return rootOf(this.#state.frontier, nodeLedgerCrypto.sha256);
  }

  /**
   * @returns how many of them have no effect
   * @throws NotNextFailure where they could not follow, as in `take`
   */
  follow(deeds: readonly Deed[]): number {
    return deeds.filter((deed) => this.next(deed).isIdle).length;
  }

  /**
   * @returns whether it has no effect, and the newest epoch that its signer knew of
   * @throws NotNextFailure, as `follow`
   */
  next({ line }: Pick<Deed, 'line'>): { isIdle: boolean; known: number } {
    const position = this.#state.frontier.size;
    const step = verifyEntry(this.#state, line, nodeLedgerCrypto);
    if (parseEntry(line) === null || isOfAnotherLog(step.problems, position))
      throw new NotNextFailure(position);
    this.#state = step.state;
    return { isIdle: step.idle !== null, known: step.epoch };
  }
}
