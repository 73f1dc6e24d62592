import { createHash } from 'node:crypto';
import type { Role } from '../../shared/domain/duty.ts';
import { DeviceId, uuidv7 } from '../../shared/domain/ids.ts';
import { concat, toBase64, utf8 } from '../../shared/ledger/bytes.ts';
import { originOf, signCheckpoint } from '../../shared/ledger/checkpoint.ts';
import { type EntryBody, signEntry } from '../../shared/ledger/entry.ts';
import { checkpointLine, enclosureLine, headerLine } from '../../shared/ledger/export-file.ts';
import type { EntryKind } from '../../shared/ledger/kinds/all-kinds.ts';
import { append, EMPTY_FRONTIER, type Frontier, rootOf, textLeafHash } from '../../shared/ledger/merkle.ts';
import { nodeLedgerCrypto, type SigningKey, signingKeyFrom } from '../../src-main/engine/keys/signing-key.ts';

const digest = (text: string): Uint8Array => new Uint8Array(createHash('sha256').update(text).digest());
const STARTED_MS = Date.parse('2026-11-21T08:00:00.000Z');

/** A UUIDv7 that is the same for the same name. */
export const idOf = (name: string): string => uuidv7(STARTED_MS, digest(`id ${name}`));
/** An Ed25519 key that is the same for the same name. */
export const keyOf = (name: string): SigningKey => signingKeyFrom(digest(`seed ${name}`));

/** The name of the key of a log, of which this device is the first. */
const logOf = (device: string): string => `log of ${device}`;

/** How far a workstation is. */
interface Seat {
  next: number;
  prev: string | null;
  /** How much of the log it took in, and how much of that it stated. */
  took: number;
  stated: number;
}

/** Builds an exported ledger that is signed with real keys; every person is known by a first name. */
export class LedgerBuilder {
  readonly device: string;
  readonly hotline: string;
  readonly lines: string[];
  #frontier: Frontier = EMPTY_FRONTIER;
  /** The workstation that signs now. */
  #at: string;
  readonly #seats = new Map<string, Seat>();
  /** By workstation, the names of the keys of people there; where nothing is said, the key has the name of the person. */
  readonly #keys = new Map<string, Map<string, string>>();
  /** The root at each size. */
  readonly #roots: string[] = [];

  readonly #name: string;

  constructor(name: string, hotline: string) {
    this.#name = name;
    this.device = idOf(`device ${name}`);
    this.#at = this.device;
    this.hotline = hotline;
    this.lines = [
      headerLine({
        format: 'hashline-ledger/2',
        device: DeviceId.parse(this.device),
        publicKey: keyOf(logOf(this.device)).publicKeyText,
        hotline,
      }),
    ];
  }

  /** The same log, which can go on otherwise. */
  copy(): LedgerBuilder {
    const copy = new LedgerBuilder(this.#name, this.hotline);
    copy.lines.splice(0, copy.lines.length, ...this.lines);
    copy.#roots.push(...this.#roots);
    copy.#frontier = this.#frontier;
    copy.#at = this.#at;
    for (const [device, seat] of this.#seats) copy.#seats.set(device, seat);
    for (const [device, keys] of this.#keys) copy.#keys.set(device, new Map(keys));
    return copy;
  }

  get size(): number {
    return this.#frontier.size;
  }

  get root(): Uint8Array {
    return rootOf(this.#frontier, nodeLedgerCrypto.sha256);
  }

  /** The root over so many entries, base64. */
  readonly rootAt = (size: number): string => this.#roots[size]!;

  #seat(): Seat {
    return this.#seats.get(this.#at) ?? { next: 0, prev: null, took: 0, stated: 0 };
  }

  /** Goes to another workstation, which has taken in nothing since it was left. */
  at(device: string): this {
    this.#at = device;
    return this;
  }

  /** The workstation takes in the log so far; its next entry says so. */
  pulled(size = this.size): this {
    this.#seats.set(this.#at, { ...this.#seat(), took: size });
    return this;
  }

  /** A supervisor adds a workstation, from this one. */
  withDevice(device: string, more: Record<string, unknown> = {}, by = 'Sam'): this {
    const former = this.#keys.get(String(more.replaces));
    if (former && !this.#keys.has(device)) this.#keys.set(device, new Map(former));
    return this.by(by, 'device.added', { ...deviceData(device), ...more });
  }

  /** People get keys of their own at another workstation, which a supervisor at this one invites them to. */
  seated(device: string, ...people: string[]): this {
    const here = this.#at;
    for (const who of people) this.by('Sam', 'person.invited', seatData(who, device));
    this.at(device).pulled();
    for (const who of people) {
      this.enrolled(who, seatKeyOf(who, device), seatInvitationOf(who, device));
      this.#keys.set(device, (this.#keys.get(device) ?? new Map()).set(who, seatKeyOf(who, device)));
    }
    return this.at(here).pulled();
  }

  /** The name of the key with which a person signs at the present workstation. */
  #keyHere(who: string): string {
    return this.#keys.get(this.#at)?.get(who) ?? who;
  }

  /** The next entry, unsigned. */
  body(kind: EntryKind, actor: Record<string, unknown>, data: Record<string, unknown>): EntryBody {
    const { next, prev, took, stated } = this.#seat();
    const at = this.size;
    return {
      v: 2,
      id: idOf(`${this.device} ${at}`),
      device: this.#at,
      seq: next,
      prev,
      ...(took > stated ? { seen: { size: took, root: this.rootAt(took) } } : {}),
      at: new Date(STARTED_MS + at * 1000).toISOString(),
      actor,
      kind,
      data,
    } as unknown as EntryBody;
  }

  /** Adds a line as it is, well-formed or not. */
  line(text: string): this {
    const { sha256 } = nodeLedgerCrypto;
    const leaf = textLeafHash(text, sha256);
    if (this.#roots.length === 0) this.#roots.push(toBase64(this.root));
    this.#frontier = append(this.#frontier, leaf, sha256);
    this.#roots.push(toBase64(this.root));
    const seat = this.#seat();
    this.#seats.set(this.#at, { ...seat, next: seat.next + 1, prev: toBase64(leaf), stated: seat.took });
    this.lines.push(text);
    return this;
  }

  /** Adds entries of another branch in their order, but for those that are here. */
  taking(lines: readonly string[], keysOf?: LedgerBuilder): this {
    const here = this.#at;
    for (const line of lines)
      if (!this.lines.includes(line)) this.at((JSON.parse(line) as { device: string }).device).line(line);
    if (keysOf !== undefined)
      for (const [device, keys] of keysOf.#keys) this.#keys.set(device, new Map(keys));
    return this.at(here);
  }

  /** Adds an entry as it is, signed with the key of the person `who`. */
  signed(body: EntryBody, who: string): this {
    return this.line(signEntry(body, keyOf(this.#keyHere(who)).sign));
  }

  /** Adds an entry of the person `who`; `signedWith` names the person whose key signs it, by default the same. */
  by(
    who: string,
    kind: EntryKind,
    data: Record<string, unknown> = {},
    signedWith = this.#keyHere(who),
  ): this {
    return this.line(signEntry(this.body(kind, { person: idOf(who) }, data), keyOf(signedWith).sign));
  }

  /** Adds an entry that encloses this text, and the line of the enclosure. */
  enclosing(who: string, kind: EntryKind, data: Record<string, unknown>, text: string): this {
    const salt = digest(`salt ${this.size}`);
    const enclosed = toBase64(nodeLedgerCrypto.sha256(concat(salt, utf8(text))));
    const body = { ...this.body(kind, { person: idOf(who) }, data), enclosed };
    this.line(signEntry(body, keyOf(this.#keyHere(who)).sign));
    this.lines.push(enclosureLine({ salt: toBase64(salt), text }));
    return this;
  }

  /** A supervisor invites a person, who enrols at once with a key of their own. */
  joined(who: string, role: Role, invitedBy = 'Sam'): this {
    return this.by(invitedBy, 'person.added', invitationData(who, role)).enrolled(who);
  }

  /** A person enrols; `key` names the key that signs for them from now on, `invitation` the one that does so now. */
  enrolled(who: string, key = who, invitation = invitationOf(who)): this {
    const data = { person: idOf(who), publicKey: keyOf(key).publicKeyText };
    return this.by(who, 'person.enrolled', data, invitation);
  }

  byDevice(kind: EntryKind, data: Record<string, unknown> = {}, signedWith = this.#at): this {
    return this.line(signEntry(this.body(kind, { device: this.#at }, data), keyOf(signedWith).sign));
  }

  /** Adds an entry that only the offline recovery key may sign. */
  byRecovery(kind: EntryKind, data: Record<string, unknown> = {}, signedWith = 'recovery'): this {
    return this.line(signEntry(this.body(kind, { recovery: true }, data), keyOf(signedWith).sign));
  }

  /** The founding entry: `who` becomes the first supervisor. */
  foundedBy(who: string, data: Record<string, unknown> = {}): this {
    return this.by(who, 'vault.created', {
      hotline: this.hotline,
      ...personData(who, 'supervisor'),
      devicePublicKey: keyOf(this.device).publicKeyText,
      deviceSealingKey: `${this.device} seals`,
      logPublicKey: keyOf(logOf(this.device)).publicKeyText,
      recoveryPublicKey: keyOf('recovery').publicKeyText,
      policy: { id: 'be-2017', version: 1 },
      members: { asOf: '2026-02-10' },
      ...data,
    });
  }

  /** The signed note over all entries so far. */
  note(): string {
    const { publicKey, sign } = keyOf(logOf(this.device));
    const checkpoint = { origin: originOf(this.device), size: this.size, root: this.root };
    return signCheckpoint(checkpoint, publicKey, sign, nodeLedgerCrypto);
  }

  sealed(): this {
    this.lines.push(checkpointLine(this.note()));
    return this;
  }

  /** Ends as every export does: with its own entry, sealed. */
  exportedBy(who: string): string[] {
    this.by(who, 'audit.exported', { entries: this.size }).sealed();
    return [...this.lines];
  }
}

/** The data of an entry that adds a workstation. */
export const deviceData = (device: string): Record<string, unknown> => ({
  device,
  publicKey: keyOf(device).publicKeyText,
  sealingKey: `${device} seals`,
});

/** The data of an entry that opens an epoch for these workstations. */
export const epochData = (epoch: number, devices: readonly string[]): Record<string, unknown> => ({
  epoch,
  keySha256: 'digest',
  seats: devices.map((device) => ({ device, sealed: { ephemeral: '', nonce: '', box: '' } })),
});

/** The entries that a log has from a place on. */
export const entriesFrom = ({ lines }: LedgerBuilder, from: number): string[] =>
  lines.filter((line) => line.includes('"sig":')).slice(from);

/** The data of an entry that joins another branch, which left the log at this place. */
export function joinedData(other: LedgerBuilder, from: number): Record<string, unknown> {
  const whose = entriesFrom(other, from).map((line) => (JSON.parse(line) as { device: string }).device);
  const devices = [...new Set(whose)];
  const order: [number, number][] = [];
  for (const device of whose) {
    const last = order.at(-1);
    if (last && devices[last[0]] === device) last[1] += 1;
    else order.push([devices.indexOf(device), 1]);
  }
  return { from, size: other.size, root: other.rootAt(other.size), devices, order };
}

/** The name of the key that a person is invited with. */
export const invitationOf = (who: string): string => `the invitation of ${who}`;

/** The names of a person's key at a further workstation, and of the key that they are invited there with. */
export const seatKeyOf = (who: string, device: string): string => `${who} at ${device}`;
export const seatInvitationOf = (who: string, device: string): string => `${invitationOf(who)} to ${device}`;

/** The data of an entry that invites a known person to a workstation. */
export const seatData = (who: string, device: string): Record<string, unknown> => ({
  person: idOf(who),
  name: who,
  publicKey: keyOf(seatInvitationOf(who, device)).publicKeyText,
  device,
});

/** The data of an entry that invites a person; `invitation` names the key. */
export const invitationData = (
  who: string,
  role: Role,
  invitation = invitationOf(who),
): Record<string, unknown> => ({
  ...personData(who, role),
  publicKey: keyOf(invitation).publicKeyText,
});

/** The data of an entry that introduces a person with a key of their own. */
export const personData = (who: string, role: Role): Record<string, unknown> => ({
  person: idOf(who),
  name: who,
  role,
  publicKey: keyOf(who).publicKeyText,
});

/** `aLedger().foundedBy('Sam').by('Sam', 'session.unlocked')…exportedBy('Sam')` */
export const aLedger = (name = 'one', hotline = 'Hôtline – 報告'): LedgerBuilder =>
  new LedgerBuilder(name, hotline);

/** The bytes of an exported ledger. */
export const exportBytes = (lines: readonly string[]): Uint8Array =>
  new Uint8Array(Buffer.from(lines.map((line) => `${line}\n`).join(''), 'utf8'));
