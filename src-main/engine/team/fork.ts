import { setImmediate as nextTurn } from 'node:timers/promises';
import { toBase64 } from '../../../shared/ledger/bytes.ts';
import { parseEntry } from '../../../shared/ledger/entry.ts';
import { readData } from '../../../shared/ledger/kinds/all-kinds.ts';
import type { Joined } from '../../../shared/ledger/kinds/record.ts';
import { type Hub, type HubDeed, HubFailure } from '../../ports/hub.ts';
import type { BatchParcel } from '../intake/batch-parcel.ts';
import { signingKeyFrom } from '../keys/signing-key.ts';
import type { VaultFacts } from '../storage/vault-facts.ts';
import { branchOf, isOn } from './branch-of.ts';
import { tellBranch } from './branches.ts';
import { Envelope } from './envelope.ts';
import type { Epochs } from './epochs.ts';
import { opensEpoch, toNextEpoch } from './exchange.ts';
import type { HotlineLog, PlacedDeed, WaitingDeed } from './hotline-log.ts';
import type { JoinedLogStore } from './joined-log.store.ts';
import { type LogAhead, NotNextFailure } from './log-ahead.ts';
import { Parcels } from './parcels.ts';
import { openDeed, sealDeed } from './sealed-deed.ts';
import type { TeamStore } from './team.store.ts';

export interface ForkParts {
  facts: Pick<VaultFacts, 'key'>;
  team: TeamStore;
  joined: JoinedLogStore;
  epochs: Pick<Epochs, 'keyIn'>;
  batches: BatchParcel;
  /** Id of the hotline's log. */
  hotline: string;
  /** This workstation. */
  device: string;
}

/** How a seat stands that has another branch of the log than the hub. */
export interface ForkState {
  /** The place at which the two are apart. */
  readonly from: number;
  /** Settled entries from there on: they are on this branch alone. */
  readonly entries: number;
  /**
   * `told`: a supervisor at a seat in contact can join it. `joined`: it was, and this seat follows at the next unlock.
   * `differs`: it cannot be, because a workstation went on twice, or what the hub has is no log of this hotline.
   */
  readonly state: 'told' | 'joined' | 'differs';
}

const AT_ONCE = 500;
const BROUGHT_AT_ONCE = 200;
/** How often others may come first while deeds are put at the hub. */
const ATTEMPTS = 10;

/** The hub's log from where it leaves the one here. */
interface Reading {
  readonly from: number;
  readonly ahead: LogAhead;
  readonly deeds: PlacedDeed[];
  readonly keys: Map<number, Uint8Array>;
}

type Settled = WaitingDeed & { position: number };

/**
 * A seat that had seen more than the hub has, since the hub was put back and another seat wrote to it first. It tells the
 * others its branch. Once an entry joined that, it gives the hub what that does not have of it, and takes in the hub's log
 * at the next unlock: its rows follow from another order then.
 */
export class Fork {
  readonly #parts: ForkParts;
  #state: ForkState | null = null;
  #reading: Reading | null = null;
  /** Where the two are apart, as it was found for so many settled entries. */
  #found = { settled: -1, from: -1 };

  constructor(parts: ForkParts) {
    this.#parts = parts;
  }

  /** Null where the log here is the hub's, as far as is known. */
  get state(): ForkState | null {
    return this.#state;
  }

  /** There is no fork any more, or there was none. */
  over(): void {
    this.#state = null;
    this.#reading = null;
  }

  /** @throws HubFailure */
  async meet(hub: Hub, log: HotlineLog): Promise<void> {
    const from = await this.#leavesAt(hub, log);
    if (from === null) return;
    const tell = (state: ForkState['state']): void => {
      this.#state = { from, entries: log.settled - from, state };
    };
    if (this.#parts.joined.isThere()) return tell('joined');
    try {
      const mine = log.deeds(from, log.settled - from);
      const reading = await this.#read(hub, log, from);
      if (wentOnTwice(mine, reading)) return tell('differs');
      const branch = branchOf(mine, log.settled, toBase64(log.root));
      if (!reading.ahead.branches.some((joined) => isOn(joined, branch))) {
        return tell((await this.#tell(hub, branch)) ? 'told' : 'differs');
      }
      await this.#bring(hub, reading, mine);
      await this.#keep(hub, reading);
      tell('joined');
    } catch (error) {
      if (!(error instanceof NotNextFailure) && !(error instanceof UnfitFailure)) throw error;
      tell('differs');
    }
  }

  /** The first place at which the hub has another deed; null where there is none as far as it goes. */
  async #leavesAt(hub: Hub, log: HotlineLog): Promise<number | null> {
    const { settled } = log;
    const before = this.#found;
    let at = before.settled === settled ? Math.max(0, before.from - 1) : 0;
    for (;;) {
      const pulled = await hub.pull(at, AT_ONCE);
      if (pulled.length === 0 || at >= settled) return null;
      const known = log.deeds(at, pulled.length);
      const other = pulled.findIndex((deed, index) => !this.#isSame(deed, known[index]));
      if (other === 0 && at > 0 && before.settled === settled) {
        // It was put back further since.
        at = 0;
        this.#found = { settled: -1, from: -1 };
        return this.#leavesAt(hub, log);
      }
      if (other !== -1) {
        const from = at + other;
        if (from >= settled) return null;
        this.#found = { settled, from };
        return from;
      }
      at += pulled.length;
    }
  }

  #isSame({ device, seq, epoch, sealed }: HubDeed, known: Settled | undefined): boolean {
    if (known?.device !== device || known.seq !== seq) return false;
    const { hotline, team } = this.#parts;
    const key = team.epochKey(epoch);
    return key !== null && openDeed(key, { hotline, device, seq, epoch }, sealed)?.line === known.line;
  }

  /** Reads what the hub has behind what was read before, or anew where it does not follow that. */
  async #read(hub: Hub, log: HotlineLog, from: number): Promise<Reading> {
    const before = this.#reading;
    this.#reading = null;
    if (before?.from === from) {
      try {
        await this.#readOn(hub, before);
        this.#reading = before;
        return before;
      } catch (error) {
        if (!(error instanceof NotNextFailure) && !(error instanceof UnfitFailure)) throw error;
      }
    }
    const reading = { from, ahead: await log.aheadFrom(from, nextTurn), deeds: [], keys: new Map() };
    await this.#readOn(hub, reading);
    this.#reading = reading;
    return reading;
  }

  /** Reads what the hub has behind what was read. */
  async #readOn(hub: Hub, { ahead, deeds, keys }: Reading): Promise<void> {
    const { hotline, team, epochs } = this.#parts;
    for (let epoch = 1; epoch <= ahead.epoch; epoch++) {
      const key = keys.get(epoch) ?? team.epochKey(epoch);
      if (key !== null) keys.set(epoch, key);
    }
    for (;;) {
      const pulled = await hub.pull(ahead.size, AT_ONCE);
      if (pulled.length === 0) return;
      for (const { position, device, seq, epoch, sealed } of pulled) {
        const key = keys.get(epoch);
        const deed = key === undefined ? null : openDeed(key, { hotline, device, seq, epoch }, sealed);
        const entry = deed && parseEntry(deed.line);
        const isOfPlace = entry?.device === device && entry.seq === seq && position === ahead.size;
        if (!entry || !deed || !isOfPlace) throw new UnfitFailure();
        const before = ahead.epoch;
        const { known } = ahead.next(deed);
        if (epoch < known) throw new UnfitFailure();
        deeds.push({ ...deed, epoch });
        if (!opensEpoch(deed) || ahead.epoch === before) continue;
        const said = readData('epoch.opened', entry.data);
        const given = said && epochs.keyIn(said);
        if (given) keys.set(ahead.epoch, given);
        else throw new UnfitFailure();
      }
      await nextTurn();
    }
  }

  /** Leaves word of the branch for the others, in the epoch that both have. @returns whether it is short enough for that */
  #tell(hub: Hub, branch: Joined): Promise<boolean> {
    const { team, facts, hotline } = this.#parts;
    const epoch = team.sealedWith(Math.max(0, branch.from - 1));
    const envelope = new Envelope(
      { epochKey: (one) => team.epochKey(one), lastEpoch: () => epoch },
      facts.key('identity'),
    );
    const { sign } = signingKeyFrom(Buffer.from(facts.key('device'), 'base64'));
    return tellBranch(hub, envelope, { hotline, branch, sign });
  }

  /** Gives the hub what it does not have of the branch, in the branch's order, under the names and numbers it was signed with. */
  async #bring(hub: Hub, reading: Reading, mine: readonly Settled[]): Promise<void> {
    const { hotline } = this.#parts;
    const { ahead, keys } = reading;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const missing = mine.filter(({ device, seq }) => seq >= ahead.nextOf(device));
      const some = toNextEpoch(missing.slice(0, BROUGHT_AT_ONCE));
      if (some.length === 0) return;
      const { epoch } = ahead;
      const key = keys.get(epoch);
      if (key === undefined) throw new UnfitFailure();
      ahead.copy().follow(some);
      const parcels = this.#parcels(hub, reading);
      for (const deed of some) await parcels.send(deed);
      const placed = some.map(({ device, seq, ...deed }, index) => ({
        ...{ position: ahead.size + index, device, seq, epoch },
        sealed: sealDeed(key, { hotline, device, seq, epoch }, deed),
      }));
      try {
        await hub.refill(placed);
        attempt = -1;
      } catch (error) {
        // Somebody else's deeds got these places: another seat of the branch may bring the same ones.
        if (!(error instanceof HubFailure && ['fork', 'gap'].includes(error.trouble.code))) throw error;
      }
      await this.#readOn(hub, reading);
    }
    throw new HubFailure({ code: 'unreachable', why: 'others came first each time' });
  }

  /** Keeps the hub's log for the next unlock. */
  async #keep(hub: Hub, reading: Reading): Promise<void> {
    const { ahead, deeds, keys } = reading;
    const parcels = this.#parcels(hub, reading);
    for (const deed of deeds) await parcels.fetch(deed);
    const from = ahead.size - deeds.length;
    this.#parts.joined.put({ from, epoch: ahead.epoch, keys: [...keys] }, deeds);
  }

  #parcels(hub: Hub, { ahead, keys }: Reading): Parcels {
    const { batches, facts } = this.#parts;
    const epochs = { epochKey: (one: number) => keys.get(one) ?? null, lastEpoch: () => ahead.epoch };
    return new Parcels({ hub, batches, envelope: new Envelope(epochs, facts.key('identity')) });
  }
}

/** What the hub has is no log of this hotline. */
class UnfitFailure extends Error {}

/** Whether one of the branch's workstations signed other entries under the same numbers, which the hub has. */
function wentOnTwice(mine: readonly Settled[], { ahead, deeds }: Reading): boolean {
  const there = new Set(deeds.map(({ line }) => line));
  return mine.some(({ device, seq, line }) => seq < ahead.nextOf(device) && !there.has(line));
}
