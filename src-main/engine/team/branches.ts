import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import { DeviceId } from '../../../shared/domain/ids.ts';
import { fromBase64, toBase64, utf8 } from '../../../shared/ledger/bytes.ts';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import type { SignEd25519 } from '../../../shared/ledger/crypto.ts';
import { Joined } from '../../../shared/ledger/kinds/record.ts';
import type { Signers } from '../../../shared/ledger/signers.ts';
import type { Hub } from '../../ports/hub.ts';
import { HUB_LIMITS } from '../../ports/hub-limits.ts';
import { nodeLedgerCrypto } from '../keys/signing-key.ts';
import type { Session } from '../session/session.ts';
import { conflict } from '../storage/failure.ts';
import { isOn } from './branch-of.ts';
import type { Envelope } from './envelope.ts';
import type { HotlineLog } from './hotline-log.ts';
import { parsedJson } from './parsed-json.ts';

const Told = z.strictObject({ branch: Joined, signature: z.base64() });
/** A branch as it is said is no longer than this. */
const MOST_BYTES = 1024 * 1024;

const signed = (hotline: string, branch: Joined): Uint8Array =>
  utf8(`hashline-branch/1\n${hotline}\n${canonicalText(branch)}`);

/**
 * Leaves word of a branch for the other seats, signed by the workstation that is on it.
 * @returns whether it is short enough for that
 */
export async function tellBranch(
  hub: Hub,
  envelope: Envelope,
  { hotline, branch, sign }: { hotline: string; branch: Joined; sign: SignEd25519 },
): Promise<boolean> {
  const tag = envelope.tag('branch');
  const signature = toBase64(sign(signed(hotline, branch)));
  const told = JSON.stringify({ branch, signature } satisfies z.infer<typeof Told>);
  const sealed = envelope.seal(tag, new Uint8Array(deflateRawSync(told)));
  if (sealed.length > HUB_LIMITS.registerBytes) return false;
  await hub.putRegister(tag, sealed);
  return true;
}

/** A branch that another seat is on, which is not joined. */
export interface ToldBranch {
  readonly device: DeviceId;
  readonly branch: Joined;
}

export interface BranchesParts {
  session: Session;
  envelope: Envelope;
  /** The log here; null before the first contact. */
  log: () => Pick<HotlineLog, 'branches' | 'settled' | 'signers'> | null;
  /** Id of the hotline's log. */
  hotline: string;
  device: string;
  /** Exchanges with the hub. */
  contact: () => Promise<void>;
}

/** Branches of the log that other seats are on, since the hub was put back. */
export class Branches {
  readonly #parts: BranchesParts;
  #told: readonly ToldBranch[] = [];

  constructor(parts: BranchesParts) {
    this.#parts = parts;
  }

  /** Those that no entry has joined. */
  open(): ToldBranch[] {
    const joined = this.#parts.log()?.branches ?? [];
    return this.#told.filter(({ branch }) => !joined.some((one) => isOn(one, branch)));
  }

  /** Reads what seats left word of. */
  async look(hub: Hub): Promise<void> {
    const { envelope, session } = this.#parts;
    const tag = envelope.tag('branch');
    const before = JSON.stringify(this.#told);
    this.#told = (await hub.registers(tag)).flatMap(({ device, sealed }) => {
      const content = envelope.open(tag, sealed);
      const branch = content && this.#read(device, content);
      return branch ? [{ device: DeviceId.parse(device), branch }] : [];
    });
    if (JSON.stringify(this.#told) !== before) session.announce('vault', 'seats');
  }

  #read(device: string, content: Uint8Array): Joined | null {
    const { hotline, log } = this.#parts;
    const told = inflated(content);
    const signers: Signers | undefined = log()?.signers;
    const known = signers?.devices.get(device);
    const key = fromBase64(known?.publicKey ?? '');
    const signature = fromBase64(told?.signature ?? '');
    if (told === null || !known || known.removed || device === this.#parts.device || !key || !signature)
      return null;
    const { branch } = told;
    const isTrue = nodeLedgerCrypto.verifyEd25519(key, signed(hotline, branch), signature);
    return isTrue && branch.from <= (log()?.settled ?? 0) ? branch : null;
  }

  /**
   * Joins every branch that a seat is on: its entries come behind it.
   * @returns how many
   * @throws Failure CONFLICT where there is none, no contact, or another act came first
   */
  async join(command: string): Promise<{ joined: number }> {
    const { session, contact } = this.#parts;
    await contact();
    const joined = session.perform(command, z.object({ joined: z.int() }), ['ledger'], () => {
      const open = this.open();
      if (open.length === 0) throw conflict({ reason: 'no-branch' });
      for (const { branch } of open) session.byPerson('log.joined', branch);
      return { joined: open.length };
    });
    await contact();
    if (this.open().length > 0) throw conflict({ reason: 'overtaken' });
    return joined;
  }
}

function inflated(content: Uint8Array): z.infer<typeof Told> | null {
  try {
    return parsedJson(Told, inflateRawSync(content, { maxOutputLength: MOST_BYTES }));
  } catch {
    return null;
  }
}
