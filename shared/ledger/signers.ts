import type { Entry } from './entry.ts';
import type { Fault } from './fault.ts';
import type { EntryKind } from './kinds/all-kinds.ts';
import { DeviceAdded, EpochOpened, OfDevice } from './kinds/people.ts';
import { applyPeopleChange, keysMoved, newRecoveryKey, type PeopleRecord } from './people-record.ts';

/** A workstation, as the record has it. */
export interface KnownDevice {
  /** Raw Ed25519 public key, base64; null until the record says it. */
  readonly publicKey: string | null;
  /** To which keys of epochs are sealed, raw X25519, base64; null where the record does not say it. */
  readonly sealingKey: string | null;
  readonly removed: boolean;
}

/** Under which key workstations seal what they share. */
export interface KnownEpoch {
  /** 0 while the log has no other workstation than the one that founded it. */
  readonly number: number;
  /** Whether a workstation was removed since it was opened, which has its key. */
  readonly isStale: boolean;
}

/** Everybody whose signature an entry may bear, and the keys, according to the record alone. */
export interface Signers {
  readonly people: PeopleRecord;
  readonly devices: ReadonlyMap<string, KnownDevice>;
  /** The offline recovery key, raw Ed25519, base64; null before the founding entry. */
  readonly recoveryPublicKey: string | null;
  readonly epoch: KnownEpoch;
}

/** Before the first entry only the workstation is known that made the log; its founding entry says the key. */
export const founders = (device: string): Signers => ({
  people: new Map(),
  devices: new Map([[device, { publicKey: null, sealingKey: null, removed: false }]]),
  recoveryPublicKey: null,
  epoch: { number: 0, isStale: false },
});

/**
 * The signers after an entry; the same object for every kind that changes none.
 * @returns a problem where the entry lacks what its kind must state, or contradicts what is known
 */
export function applySignersChange(signers: Signers, entry: Entry): Signers | { problem: Fault } {
  const changed = applyPeopleChange(signers.people, entry);
  if ('problem' in changed) return changed;
  const devices = applyDeviceChange(signers.devices, entry);
  if ('problem' in devices) return devices;
  const epoch = applyEpochChange(signers, devices, entry);
  if ('problem' in epoch) return epoch;
  const added = additionOf(entry);
  const people = added?.replaces ? keysMoved(changed, added.replaces, added.device) : changed;
  const recoveryPublicKey = newRecoveryKey(entry) ?? signers.recoveryPublicKey;
  const isSame =
    people === signers.people &&
    devices === signers.devices &&
    epoch === signers.epoch &&
    recoveryPublicKey === signers.recoveryPublicKey;
  return isSame ? signers : { people, devices, recoveryPublicKey, epoch };
}

/**
 * The signers with the keys that the founding entry states, which are believed whatever else is wrong with it: without
 * them nothing after it could be judged.
 */
export function withFoundingKeys(signers: Signers, { device, data }: Entry): Signers {
  const { devicePublicKey, deviceSealingKey, recoveryPublicKey } = data;
  return {
    ...signers,
    devices: new Map(signers.devices).set(device, {
      publicKey: textOf(devicePublicKey),
      sealingKey: textOf(deviceSealingKey),
      removed: false,
    }),
    recoveryPublicKey: textOf(recoveryPublicKey),
  };
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Whether an entry is the first of a workstation that introduces itself, as one that continues a restored vault does. */
export const introducesItself = (entry: Entry): boolean => additionOf(entry)?.device === entry.device;

/** The workstation in whose place one introduces itself, whose keys sign its first entry; undefined for all others. */
export const replacedBy = (entry: Entry): string | undefined =>
  introducesItself(entry) ? additionOf(entry)?.replaces : undefined;

function additionOf({ kind, data }: Entry): DeviceAdded | undefined {
  const addition = additionIn(kind, data);
  return addition === undefined ? undefined : DeviceAdded.safeParse(addition).data;
}

/** What an entry says of a workstation it adds; undefined where its kind adds none, or it need not. */
function additionIn(kind: EntryKind, data: Entry['data']): unknown {
  if (kind === 'device.added') return data;
  return kind === 'vault.recovered' ? data.added : undefined;
}

function applyDeviceChange(
  devices: Signers['devices'],
  { kind, data }: Entry,
): Signers['devices'] | { problem: Fault } {
  const addition = additionIn(kind, data);
  if (addition !== undefined) {
    const added = DeviceAdded.safeParse(addition);
    if (!added.success) return { problem: { code: 'device-unsaid' } };
    const { device, publicKey, sealingKey, replaces } = added.data;
    if (devices.has(device)) return { problem: { code: 'device-added-twice' } };
    const known = new Map(devices).set(device, { publicKey, sealingKey, removed: false });
    return replaces === undefined ? known : without(known, replaces, device);
  }
  if (kind === 'device.removed') {
    const named = OfDevice.safeParse(data);
    return named.success ? without(devices, named.data.device, null) : { problem: { code: 'device-unsaid' } };
  }
  return devices;
}

/** @param than the device that is being added, which replaces another and not itself */
function without(
  devices: Signers['devices'],
  device: string,
  than: string | null,
): Signers['devices'] | { problem: Fault } {
  const known = devices.get(device);
  if (!known || device === than) return { problem: { code: 'device-unknown' } };
  return new Map(devices).set(device, { ...known, removed: true });
}

/** The workstations that are at work: an epoch is opened for each of them, and for no other. */
export const devicesAtWork = (devices: Signers['devices']): string[] =>
  [...devices].filter(([, { removed }]) => !removed).map(([device]) => device);

function applyEpochChange(
  { epoch, devices: before }: Signers,
  devices: Signers['devices'],
  { kind, data }: Entry,
): KnownEpoch | { problem: Fault } {
  if (kind === 'epoch.opened') {
    const opened = EpochOpened.safeParse(data);
    if (!opened.success) return { problem: { code: 'epoch-unsaid' } };
    if (opened.data.epoch !== epoch.number + 1) return { problem: { code: 'epoch-not-next' } };
    const [given, due] = [opened.data.seats.map(({ device }) => device), devicesAtWork(devices)];
    const isForThem =
      given.length === due.length && due.every((device) => given.some((one) => one === device));
    return isForThem
      ? { number: opened.data.epoch, isStale: false }
      : { problem: { code: 'epoch-for-others' } };
  }
  const removes = devices !== before && devicesAtWork(before).some((device) => devices.get(device)?.removed);
  return removes && epoch.number > 0 ? { ...epoch, isStale: true } : epoch;
}
