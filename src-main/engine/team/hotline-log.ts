import { signingKeyOf } from '../../../shared/ledger/actor-rules.ts';
import { CHECKPOINT_EVERY } from '../../../shared/ledger/checkpoint.ts';
import type { LedgerCrypto } from '../../../shared/ledger/crypto.ts';
import { type Entry, parseEntry, signedBytesOf } from '../../../shared/ledger/entry.ts';
import { type EntryKind, KINDS, readData } from '../../../shared/ledger/kinds/all-kinds.ts';
import type { Joined } from '../../../shared/ledger/kinds/record.ts';
import { rootOf } from '../../../shared/ledger/merkle.ts';
import { placeOf } from '../../../shared/ledger/order.ts';
import type { Signers } from '../../../shared/ledger/signers.ts';
import { skimCheckpoint, skimEntry } from '../../../shared/ledger/skim.ts';
import {
  type LedgerHeader,
  sealedWith,
  startVerification,
  type VerifyState,
  verifyEntry,
} from '../../../shared/ledger/verify.ts';
import { SignaturesAhead } from '../keys/signatures-ahead.ts';
import { nodeLedgerCrypto } from '../keys/signing-key.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { TeamRecord } from '../ledger/stored-record.ts';
import { damaged, Failure } from '../storage/failure.ts';
import type { Epochs } from './epochs.ts';
import { type Deed, isOfAnotherLog, LogAhead, NotNextFailure } from './log-ahead.ts';
import type { TeamState, TeamStore } from './team.store.ts';
import type { Unapplied } from './unapplied.ts';
import type { UndoStore } from './undo.store.ts';

/** A deed as the hub has it. */
export interface PlacedDeed extends Deed {
  /** With whose key it is sealed there. */
  readonly epoch: number;
  /** What its line says, where that was parsed already. */
  readonly entry?: Entry;
}

/** A deed of this seat that has no place in the hotline's order yet. */
export interface WaitingDeed extends Deed {
  /** The workstation that signed it: another than this one in a vault that goes on after a copy. */
  readonly device: string;
  /** Its number in that workstation's count. */
  readonly seq: number;
}

/** A deed that is sealed with the key of an epoch that its signer knew to be over. */
export class OldEpochFailure extends Error {
  readonly position: number;

  constructor(position: number) {
    super('sealed with the key of an epoch that is over');
    this.position = position;
  }
}

/** What became of deeds that were taken in. */
export interface Taken {
  /** Entries that have their place now. */
  readonly settled: number;
  /** Those of other seats. */
  readonly foreign: number;
  /** Own entries that were put behind entries of others. */
  readonly moved: number;
}

export interface HotlineLogParts {
  record: TeamRecord;
  ledger: Ledger;
  team: TeamStore;
  undo: UndoStore;
  header: LedgerHeader;
  /** This workstation. */
  device: string;
  epochs: Pick<Epochs, 'learn'>;
  /** Reads the rules again that an entry put in force. */
  followRules: () => void;
  /** Lets rooms forget what they keep in memory of rows that were taken back. */
  rowsMoved: () => void;
}

/** Entries read at once. */
const PAGE = 500;

/**
 * The hotline's log as this seat has it: entries whose place is settled, and behind them its own that wait for theirs.
 * Rows follow from all of them. When entries of others come in between, the rows of those that wait are taken back, and
 * follow again behind them. So the rows are at each moment those that the record gives in its order, and once everything
 * is settled they are equal at every seat.
 */
export class HotlineLog {
  readonly #parts: HotlineLogParts;
  readonly #signatures = new SignaturesAhead();
  /** What a verifier knows after the settled entries. */
  #state: VerifyState;

  private constructor(parts: HotlineLogParts, state: VerifyState) {
    this.#parts = parts;
    this.#state = state;
  }

  /**
   * Reads the settled log, which was verified when it was taken in.
   * @param turn lets other work run, between pages
   */
  static async open(parts: HotlineLogParts, turn: () => Promise<void>): Promise<HotlineLog> {
    const { size } = stateOf(parts.team).settled;
    return new HotlineLog(parts, await HotlineLog.#read(parts, size, turn));
  }

  /** What a verifier knows after the first `size` entries, which are settled. */
  static async #read(parts: HotlineLogParts, size: number, turn: () => Promise<void>): Promise<VerifyState> {
    let state = startVerification(parts.header);
    while (state.frontier.size < size) {
      const limit = Math.min(PAGE, size - state.frontier.size);
      const { entries, checkpoints } = parts.record.pageFrom(state.frontier.size, limit);
      if (entries.length === 0) throw damaged({ problem: 'entry-missing', seq: state.frontier.size });
      for (const { line } of entries) {
        state = skimEntry(state, line, nodeLedgerCrypto);
        const note = checkpoints.get(state.frontier.size);
        if (note !== undefined) state = skimCheckpoint(state, note, nodeLedgerCrypto);
      }
      await turn();
    }
    return state;
  }

  /** How many entries have their place. */
  get settled(): number {
    return this.#state.frontier.size;
  }

  /** Who signs, as the settled entries have it: those alone that have effect. */
  get signers(): Signers {
    return this.#state.signers;
  }

  /** How many own entries wait for their place. */
  countWaiting(): number {
    return this.#parts.record.frontier().size - this.settled;
  }

  /** The number of the next entry of a workstation, as far as its entries are settled. */
  nextOf(device: string): number {
    return placeOf(this.#state.order, device).next;
  }

  /** How much of the log a workstation has seen, as far as its settled entries say. */
  seenBy(device: string): number {
    return placeOf(this.#state.order, device).seen.size;
  }

  /** The settled log, to see what deeds would follow it, which are not taken in. */
  ahead(): LogAhead {
    return new LogAhead(this.#state);
  }

  /** The log as it was after the first `size` entries, to see what other deeds would follow. */
  async aheadFrom(size: number, turn: () => Promise<void>): Promise<LogAhead> {
    return new LogAhead(await HotlineLog.#read(this.#parts, size, turn));
  }

  /** The root over the settled entries. */
  get root(): Uint8Array {
    return rootOf(this.#state.frontier, nodeLedgerCrypto.sha256);
  }

  /** Branches that were joined. */
  get branches(): readonly Joined[] {
    return this.#state.order.branches.map(({ joined }) => joined);
  }

  /** Own entries that wait for their place, in their order. */
  waiting(limit: number): WaitingDeed[] {
    const { record } = this.#parts;
    return record.pageFrom(this.settled, limit).entries.map(({ seq, device, number, line }) => ({
      ...{ device, seq: number },
      line,
      enclosure: record.enclosureAt(seq),
    }));
  }

  /** Settled deeds from a place on, to be given to a hub that lost them, with the seat and number of each. */
  deeds(from: number, limit: number): (WaitingDeed & { position: number })[] {
    const { record } = this.#parts;
    const count = Math.min(limit, this.settled - from);
    if (count <= 0) return [];
    return record.pageFrom(from, count).entries.map(({ seq, device, number, line }) => ({
      ...{ position: seq, device, seq: number, line },
      enclosure: record.enclosureAt(seq),
    }));
  }

  /**
   * Checks signatures of deeds that are taken in soon, beside other work. They may be some pages ahead: one whose signer
   * gets another key until then is checked when it is taken in.
   */
  checkAhead(deeds: readonly PlacedDeed[]): Promise<void> {
    const { signers } = this;
    const signed = deeds.map(({ entry }) => {
      const key = entry === undefined ? null : signingKeyOf(entry, signers);
      return entry === undefined || key === null ? null : signedBytesOf(entry, key);
    });
    return this.#signatures.check(signed.filter((one) => one !== null));
  }

  /**
   * Takes in the next deeds of the hotline's order: of others, and of this seat, which then have their place.
   * @throws NotNextFailure where a deed is not the next of its workstation, or its signer had seen another log, and
   * OldEpochFailure: nothing of what was given is taken in
   */
  take(deeds: readonly PlacedDeed[]): Taken {
    try {
      return this.#take(deeds, 'together');
    } catch (error) {
      if (!(error instanceof RowsFailure)) throw error;
      this.#forget();
      return this.#take(deeds, 'each');
    }
  }

  /** Forgets what is kept in memory of rows that a transaction made, and that were undone with it. */
  #forget(): void {
    const { record, rowsMoved, followRules } = this.#parts;
    record.lookAnew();
    rowsMoved();
    followRules();
  }

  #take(deeds: readonly PlacedDeed[], undone: Undone): Taken {
    const { team, record, rowsMoved } = this.#parts;
    let after = this.#state;
    const taken = team.transaction(() => {
      const waiting = this.#allWaiting();
      const isOwnBeginning = deeds.every(({ line }, at) => waiting[at]?.line === line);
      const pass = new Pass({ ...this.#parts, crypto: this.#signatures, undone }, this.#state);
      if (isOwnBeginning) for (const deed of deeds) pass.confirm(deed);
      else this.#rearrange(pass, deeds, waiting);
      after = pass.settledState;
      return pass.taken();
    });
    this.#state = after;
    record.lookAnew();
    if (taken.foreign > 0 || taken.moved > 0) rowsMoved();
    return taken;
  }

  #rearrange(pass: Pass, deeds: readonly PlacedDeed[], waiting: readonly WaitingDeed[]): void {
    const { team, undo, record } = this.#parts;
    team.setTaking(true);
    const local = waiting.length > 0 ? undo.takeBack() : [];
    record.lookAnew();
    const own = new Map(waiting.map((deed) => [deed.line, deed]));
    for (const deed of deeds) {
      pass.settle(deed);
      own.delete(deed.line);
    }
    pass.write();
    team.setTaking(false);
    for (const deed of own.values()) pass.append(deed);
    undo.restore(local);
  }

  #allWaiting(): WaitingDeed[] {
    return this.waiting(this.countWaiting());
  }
}

/**
 * How what an entry changed is undone where its rows cannot follow: that of all entries that are taken in `together`, which
 * is rare; or, the second time, of `each` entry by itself, for which every page it changes is kept aside.
 */
type Undone = 'together' | 'each';

/** An entry, of those that are taken in together, whose rows cannot follow. */
class RowsFailure extends Error {}

/** One taking in of deeds, inside its transaction. */
class Pass {
  readonly #parts: HotlineLogParts & { crypto: LedgerCrypto; undone: Undone };
  #state: VerifyState;
  #foreignTo: number;
  /** The epoch with whose key the deed before is sealed. */
  #sealedWith: number | null = null;
  readonly #count = { settled: 0, foreign: 0, moved: 0 };
  settledState: VerifyState;

  constructor(parts: HotlineLogParts & { crypto: LedgerCrypto; undone: Undone }, state: VerifyState) {
    this.#parts = parts;
    this.#foreignTo = stateOf(parts.team).foreignTo;
    this.#state = state;
    this.settledState = state;
  }

  taken(): Taken {
    return { ...this.#count };
  }

  /**
   * Gives its place to a deed that stands there already. Nothing came before it since its rows followed, or since it was
   * found without effect.
   */
  confirm({ line, epoch }: PlacedDeed): void {
    const entry = parseEntry(line);
    const before = this.#state.signers;
    this.#state = verifyEntry(this.#state, line, this.#parts.crypto, entry).state;
    this.#count.settled += 1;
    this.#noteSealed(this.#state.frontier.size - 1, epoch);
    this.#learn(before, entry);
    this.#seal(entry?.kind);
    this.settledState = this.#state;
    this.write();
  }

  /** Puts a deed at its place, and lets its rows follow. */
  settle(deed: PlacedDeed): void {
    const { device } = this.#parts;
    const [before, position] = [this.#state.signers, this.#state.frontier.size];
    const { entry, known } = this.#admit(deed);
    if (deed.epoch < known) throw new OldEpochFailure(position);
    this.#count.settled += 1;
    this.#noteSealed(position, deed.epoch);
    this.#learn(before, entry);
    if (entry.device !== device) {
      this.#count.foreign += 1;
      this.#foreignTo = this.#state.frontier.size;
    }
    this.#seal(entry.kind);
    this.settledState = this.#state;
  }

  /** Puts a deed of this seat behind the settled ones again. */
  append(deed: Deed): void {
    this.#admit(deed);
    this.#count.moved += 1;
  }

  /** Notes how far the order is settled. */
  write(): void {
    const { team, undo } = this.#parts;
    const { frontier, signers } = this.settledState;
    team.settle(frontier, this.#foreignTo, signers.epoch.number);
    undo.keep(frontier.size);
  }

  #noteSealed(position: number, epoch: number): void {
    if (this.#sealedWith !== epoch) this.#parts.team.noteSealed(position, epoch);
    this.#sealedWith = epoch;
  }

  /** Keeps the key of an epoch that an entry opened: until it has its place, another may open that epoch before. */
  #learn(before: Signers, entry: Entry | null): void {
    if (entry?.kind !== 'epoch.opened' || this.#state.signers.epoch.number === before.epoch.number) return;
    const said = readData('epoch.opened', entry.data);
    if (said !== null) this.#parts.epochs.learn(said);
  }

  /** @returns the entry, and the newest epoch that its signer knew of */
  #admit({ line, enclosure, entry = parseEntry(line) }: Deed & { entry?: Entry | null }): {
    entry: Entry;
    known: number;
  } {
    const { ledger, team, crypto, undone } = this.#parts;
    const position = this.#state.frontier.size;
    const step = verifyEntry(this.#state, line, crypto, entry);
    const { state, problems, idle, hasSeen, epoch: known } = step;
    const grown = { frontier: state.frontier, leaf: step.leaf };
    const ofThis = problems.filter(({ seq }) => seq === position);
    if (entry === null || isOfAnotherLog(problems, position)) throw new NotNextFailure(position);
    const isRefused = ofThis.length > 0;
    this.#state = state;
    const note = (why: Unapplied['why']): void => team.noteUnapplied({ position, kind: entry.kind, why });
    const withoutEffect = (): void => {
      ledger.admit(line, enclosure, { takesEffect: false, hasSeen, entry, grown });
    };
    if (isRefused || idle !== null) {
      withoutEffect();
      if (isRefused) note('refused');
      return { entry, known };
    }
    try {
      const admit = () => ledger.admit(line, enclosure, { takesEffect: true, hasSeen, entry, grown });
      const isWhole = undone === 'each' ? team.attempt(admit) : admit();
      if (!isWhole) note('erased');
      if (entry.kind === 'policy.activated') this.#parts.followRules();
    } catch (error) {
      if (!isOfTheRows(error)) throw error;
      if (undone === 'together') throw new RowsFailure('not applicable', { cause: error });
      this.#parts.record.lookAnew();
      withoutEffect();
      note('not-applicable');
    }
    return { entry, known };
  }

  /** Every seat signs the same notes at the same places, so that each has them whoever made the entries. */
  #seal(kind: EntryKind | undefined): void {
    const { size } = this.#state.frontier;
    if (size % CHECKPOINT_EVERY !== 0 && !(kind !== undefined && KINDS[kind].isSealed)) return;
    this.#parts.ledger.sealAt(this.#state.frontier);
    this.#state = sealedWith(this.#state, rootOf(this.#state.frontier, nodeLedgerCrypto.sha256));
  }
}

/** Whether what an entry builds on is not there or speaks against it; a full disk, for one, is something else. */
function isOfTheRows(error: unknown): boolean {
  if (!(error instanceof Failure))
    return (
      error instanceof Error &&
      /constraint|RAISE|SQLITE_CONSTRAINT/i.test(`${Reflect.get(error, 'code')} ${error.message}`)
    );
  const { failure } = error;
  if (failure.code === 'INTEGRITY') return failure.data.problem !== 'database-damaged';
  return failure.code === 'CONFLICT' || failure.code === 'NOT_FOUND';
}

function stateOf(team: TeamStore): TeamState {
  const state = team.state();
  if (state === null) throw damaged({ problem: 'fact-missing', name: 'team' });
  return state;
}
