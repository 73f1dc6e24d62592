import type { CarriedIn, CarriedOut } from '../../../shared/contract/team.contract.ts';
import { toBase64 } from '../../../shared/ledger/bytes.ts';
import { parseEntry } from '../../../shared/ledger/entry.ts';
import { readData } from '../../../shared/ledger/kinds/all-kinds.ts';
import { devicesAtWork, type KnownDevice, type Signers } from '../../../shared/ledger/signers.ts';
import type { Entropy } from '../../ports/entropy.ts';
import { HubFailure } from '../../ports/hub.ts';
import type { BatchParcel } from '../intake/batch-parcel.ts';
import { type SealContext, type SealedKey, sealTo, unsealWith } from '../keys/sealing-key.ts';
import { signingKeyFrom } from '../keys/signing-key.ts';
import { contentPieces } from '../lists/content-pieces.ts';
import type { ListsRoom } from '../lists/lists.room.ts';
import { conflict } from '../storage/failure.ts';
import type { VaultFacts } from '../storage/vault-facts.ts';
import { DiscordFailure } from './discord.ts';
import { bare, type Envelope } from './envelope.ts';
import { given } from './given.ts';
import { type HotlineLog, OldEpochFailure, type PlacedDeed } from './hotline-log.ts';
import { ListParcels } from './list-parcels.ts';
import type { ListTravel } from './list-travel.ts';
import { type Deed, NotNextFailure } from './log-ahead.ts';
import { NOWHERE } from './nowhere.ts';
import { Parcels } from './parcels.ts';
import { putParcel } from './put-parcel.ts';
import { sealDeed } from './sealed-deed.ts';
import { type CarriedDeed, type DeedKind, Stick, type StickHead, StickWriter } from './stick.ts';
import type { TeamStore } from './team.store.ts';
import type { TeamSync } from './team-sync.ts';

export interface CarryParts {
  sync: TeamSync;
  facts: Pick<VaultFacts, 'key'>;
  team: TeamStore;
  isTeam: () => boolean;
  /** According to the record. */
  signers: () => Signers;
  batches: BatchParcel;
  lists: Pick<ListsRoom, 'lists' | 'versions' | 'content'>;
  travel: ListTravel;
  envelope: Envelope;
  entropy: Entropy;
  /** Id of the log. */
  hotline: string;
  /** This workstation. */
  device: string;
}

/** Deeds of a part; a part is sealed as a whole. */
const AT_ONCE = 100;
const CHARACTERS_AT_ONCE = 256 * 1024;
/** How often others may come first while deeds are put at the hub. */
const ATTEMPTS = 10;

interface Parcel {
  name: Uint8Array;
  content: Uint8Array;
}

const KEY_BYTES = 32;

/**
 * What goes between two seats on a stick, where one of them does not reach the hub: entries in the hotline's order, those
 * of the sender that wait for their place, and the parcels that they name.
 */
export class Carry {
  readonly #parts: CarryParts;

  constructor(parts: CarryParts) {
    this.#parts = parts;
  }

  /**
   * Writes a stick for another seat. Every seat can open it that is at work as far as is known here.
   * @param since the place from which settled entries are put on it; by default what the record says the other has seen
   * @returns how much is on it, at the end
   */
  async *out(to: string, since?: number): AsyncGenerator<Uint8Array, CarriedOut> {
    const { sync, team, device, entropy } = this.#parts;
    this.#expectAtWork(to, this.#parts.signers().devices.get(to));
    const key = entropy.bytes(KEY_BYTES);
    const { log, from, settled, waiting } = await sync.inTurn(async (log) => ({
      ...{
        log,
        from: since ?? log.seenBy(to),
        settled: log.settled,
        waiting: log.waiting(log.countWaiting()),
      },
    }));
    const stick = new StickWriter(this.#head(key), key, signingKeyFrom(this.#seed()).sign);
    yield stick.head();
    const count = { deeds: 0, parcels: 0 };
    const parts = async function* (this: Carry, kind: DeedKind, deeds: readonly CarriedDeed[]) {
      for (const deed of deeds)
        for await (const { name, content } of this.#parcelsOf(deed, to)) {
          count.parcels += 1;
          yield stick.parcel(kind, name, content);
        }
      for (const some of inParts(deeds)) {
        count.deeds += some.length;
        yield stick.deeds(kind, some);
      }
    }.bind(this);
    for (let at = from; at < settled; at += AT_ONCE)
      yield* parts(
        'settled',
        log
          .deeds(at, Math.min(AT_ONCE, settled - at))
          .map((deed) => ({ ...deed, epoch: team.sealedWith(deed.position) })),
      );
    yield* parts(
      'waiting',
      waiting.map((deed) => ({ ...deed, position: null, epoch: null, device })),
    );
    yield stick.end();
    return count;
  }

  /**
   * Takes in a stick of another seat, and gives the hub what waits on it, where there is contact.
   * @throws Failure CONFLICT: it is not for here, it was changed, or entries before it are missing; nothing of it was taken in
   */
  async in(file: Blob): Promise<CarriedIn> {
    const { sync, travel, hotline, device } = this.#parts;
    if (!this.#parts.isTeam()) throw conflict({ reason: 'no-team' });
    const stick = await Stick.open(file, { hotline, device, unseal: unsealWith(this.#seed()) });
    const writer = await this.#writerOf(stick);
    this.#expectAtWork(stick.head.from, writer);
    if (!stick.isWrittenBy(writer.publicKey)) throw conflict({ reason: 'stick-changed' });
    const isInContact = await this.#contact();
    const taken = await sync.inTurn((log, tell) => this.#take(log, stick, tell));
    const brought = isInContact ? await this.#bring(stick) : 0;
    const { waiting, left } = await sync.inTurn(async (log) => ({
      waiting: log.countWaiting(),
      left: (await this.#notThere(log, stick)).length,
    }));
    await travel.takeFrom({ parcel: (name) => stick.parcel(name) });
    return { taken, brought, waiting, left };
  }

  async #take(
    log: HotlineLog,
    stick: Stick,
    tell: (taken: ReturnType<HotlineLog['take']>) => void,
  ): Promise<number> {
    const { batches, envelope } = this.#parts;
    const parcels = new Parcels({
      hub: { ...NOWHERE, parcel: (name) => stick.parcel(name) },
      batches,
      envelope: bare(envelope),
    });
    let count = 0;
    for await (const deeds of stick.deeds('settled')) {
      const fresh: PlacedDeed[] = [];
      for (const { position, epoch, ...deed } of deeds) {
        if (epoch === null) throw conflict({ reason: 'stick-changed' });
        const place = position ?? -1;
        const at = log.settled + fresh.length;
        if (place > at) throw conflict({ reason: 'stick-gap' });
        if (place === at) fresh.push({ ...deed, epoch });
        else if (log.deeds(place, 1)[0]?.line !== deed.line) throw conflict({ reason: 'stick-of-other-log' });
      }
      for (const deed of fresh) await parcels.fetch(deed);
      if (fresh.length > 0) tell(asNext(() => log.take(fresh)));
      count += fresh.length;
    }
    return count;
  }

  /** Puts what waits at the stick's seat behind the head of the hub's log, as that seat itself would. */
  async #bring(stick: Stick): Promise<number> {
    const { sync, envelope } = this.#parts;
    const { hub } = sync;
    if (hub === null) return 0;
    let brought = 0;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const at = await sync.inTurn(async (log) => {
        const deeds = await this.#notThere(log, stick);
        asNext(() => log.ahead().follow(deeds));
        return { deeds, place: log.settled };
      });
      const [some = []] = inParts(at.deeds);
      if (some.length === 0) return brought;
      try {
        for await (const { name, content } of stick.parcels('waiting'))
          await putParcel(hub, name, envelope.seal(name, content));
        await hub.refill(some.map((deed, index) => ({ ...this.#sealed(deed), position: at.place + index })));
        brought += some.length;
        attempt = -1;
      } catch (error) {
        if (!isRace(error)) throw needsContact(error);
      }
      if (!(await this.#contact())) throw conflict({ reason: 'needs-contact' });
    }
    throw conflict({ reason: 'needs-contact' });
  }

  /** What waits at the stick's seat and has no place yet. @throws Failure CONFLICT where some before it are missing */
  async #notThere(log: HotlineLog, stick: Stick): Promise<CarriedDeed[]> {
    const { from } = stick.head;
    const next = log.nextOf(from);
    const deeds: CarriedDeed[] = [];
    for await (const some of stick.deeds('waiting'))
      deeds.push(...some.filter(({ device, seq }) => device === from && seq >= next));
    if (deeds.some(({ seq }, index) => seq !== next + index)) throw conflict({ reason: 'stick-gap' });
    return deeds;
  }

  #sealed({ device, seq, ...deed }: CarriedDeed) {
    const { team, hotline } = this.#parts;
    const epoch = team.lastEpoch();
    const key = team.epochKey(epoch);
    if (key === null) throw conflict({ reason: 'needs-contact' });
    return { device, seq, epoch, sealed: sealDeed(key, { hotline, device, seq, epoch }, deed) };
  }

  /**
   * The parcels that a deed names, as a stick has them. Lists that the addressee brought in are left out: elsewhere they
   * are waited for. Rows of files never are, without which an entry is taken in as erased.
   */
  async *#parcelsOf(deed: CarriedDeed, to: string): AsyncGenerator<Parcel> {
    const { batches, envelope, lists, device } = this.#parts;
    yield* given<Parcel>((give) =>
      new Parcels({ hub: givingTo(give), batches, envelope: bare(envelope) }).send(deed),
    );
    const id = deed.device === to ? null : importIn(deed);
    const range = lists.lists.currentRanges().find((one) => one.import === id);
    if (range === undefined || !lists.versions.current().some((version) => version.import === id)) return;
    yield* given<Parcel>(async (give) => {
      const parcels = new ListParcels({ hub: givingTo(give), envelope: bare(envelope), device });
      for await (const _ of parcels.put(range.import, contentPieces(lists.content, range)));
    });
  }

  async #contact(): Promise<boolean> {
    try {
      await this.#parts.sync.once();
      return this.#parts.sync.isInContact;
    } catch (error) {
      if (error instanceof HubFailure || error instanceof DiscordFailure) return false;
      throw error;
    }
  }

  #head(key: Uint8Array): StickHead {
    const { device: from, hotline, entropy, signers } = this.#parts;
    const [id, { devices }] = [toBase64(entropy.bytes(16)), signers()];
    const seats = devicesAtWork(devices).flatMap((device) => {
      const context = { purpose: 'stick-key', log: hotline, device, stick: id } as const;
      const sealed = sealedTo(devices.get(device)?.sealingKey, key, context, entropy);
      return device === from || sealed === null ? [] : [{ device, sealed }];
    });
    return { format: 'hashline-stick/1', id, hotline, from, seats };
  }

  /** The seed of this workstation's keys. */
  #seed(): Uint8Array {
    return Buffer.from(this.#parts.facts.key('device'), 'base64');
  }

  /** The workstation that wrote a stick, by the record here or, where it joined since, by the entries on the stick. */
  async #writerOf(stick: Stick): Promise<KnownDevice | undefined> {
    const { sync, signers } = this.#parts;
    const known = signers().devices.get(stick.head.from);
    if (known !== undefined) return known;
    return sync.inTurn(async (log) => {
      const ahead = log.ahead();
      for await (const deeds of stick.deeds('settled')) {
        const fresh = deeds.filter(({ position }) => (position ?? -1) >= log.settled);
        if ((fresh[0]?.position ?? 0) > ahead.size) throw conflict({ reason: 'stick-gap' });
        asNext(() => ahead.follow(fresh));
      }
      return ahead.signers.devices.get(stick.head.from);
    });
  }

  #expectAtWork(id: string, known: KnownDevice | undefined): asserts known is KnownDevice {
    if (!this.#parts.isTeam()) throw conflict({ reason: 'no-team' });
    if (id === this.#parts.device) throw conflict({ reason: 'not-this-seat' });
    if (known === undefined || known.removed) throw conflict({ reason: 'no-such-seat' });
  }
}

/** @returns null for a seat that stated no key, or one to which nothing can be sealed */
function sealedTo(
  publicKey: string | null | undefined,
  ...[key, context, entropy]: [Uint8Array, SealContext, Entropy]
): SealedKey | null {
  try {
    return publicKey ? sealTo({ publicKey }, key, context, entropy) : null;
  } catch {
    return null;
  }
}

/** In the place of a hub: gives away what is left there. */
const givingTo = (give: (parcel: Parcel) => Promise<void>): typeof NOWHERE => ({
  ...NOWHERE,
  putParcel: (name, content) => give({ name, content }),
});

/** Deeds in pieces of which each is sealed as one. */
function* inParts(deeds: readonly CarriedDeed[]): Generator<CarriedDeed[]> {
  let some: CarriedDeed[] = [];
  let size = 0;
  for (const deed of deeds) {
    const length = deed.line.length + (deed.enclosure?.text.length ?? 0);
    if (some.length === AT_ONCE || (some.length > 0 && size + length > CHARACTERS_AT_ONCE)) {
      yield some;
      some = [];
      size = 0;
    }
    some.push(deed);
    size += length;
  }
  if (some.length > 0) yield some;
}

function importIn({ line }: Deed): string | null {
  if (!line.includes('"list.imported"')) return null;
  const entry = parseEntry(line);
  return entry?.kind === 'list.imported' ? (readData('list.imported', entry.data)?.import ?? null) : null;
}

/** Whether somebody else's deeds got these places. */
const isRace = (error: unknown): boolean =>
  error instanceof HubFailure && (error.trouble.code === 'fork' || error.trouble.code === 'gap');

const needsContact = (error: unknown): unknown =>
  error instanceof HubFailure ? conflict({ reason: 'needs-contact' }) : error;

/** @throws Failure CONFLICT where the stick's deeds are not the next ones of their seats */
function asNext<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const isOther = error instanceof NotNextFailure || error instanceof OldEpochFailure;
    throw isOther ? conflict({ reason: 'stick-of-other-log' }) : error;
  }
}
