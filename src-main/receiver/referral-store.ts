import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ReferralId } from '../../shared/domain/ids.ts';
import { Digest } from '../../shared/domain/referral.ts';
import { Instant } from '../../shared/domain/report.ts';
import { makePrivateFolder, UNFINISHED, writeOnce } from '../server/durable-file.ts';

/** The record of one accepted referral, in `referrals/<referral>.json`. */
export const DeskRecord = z.strictObject({
  format: z.literal('hashline-desk-record/1'),
  referral: ReferralId,
  /**
   * The hotline, as the thumbprint of the key that signed (RFC 7638). When its certificate is renewed, its referrals
   * stay known.
   */
  hotline: z.string(),
  idempotencyKey: Digest,
  bodySha256: Digest,
  receivedAt: Instant,
  reference: z.string(),
  /** The exact body, and the hotline's detached signature over it. */
  body: z.string(),
  signature: z.string(),
  receipt: z.string(),
});
export type DeskRecord = z.infer<typeof DeskRecord>;

export type Acceptance =
  | { type: 'stored'; record: DeskRecord }
  | { type: 'repeated'; record: DeskRecord }
  /** The same idempotency key was used before with other bytes. */
  | { type: 'key-reused' }
  /** The referral was stored before under another idempotency key. */
  | { type: 'referral-reused' }
  /** Another hotline sent a referral with this id before. */
  | { type: 'referral-of-another' };

/** The desk's referrals, one file each. Memory only holds which ones exist; the files are authoritative. */
export class ReferralStore {
  readonly #dir: string;
  readonly #byReferral = new Map<ReferralId, DeskRecord>();
  readonly #byKey = new Map<string, DeskRecord>();

  private constructor(dir: string) {
    this.#dir = dir;
  }

  /** @throws where a record cannot be read: without it the desk could accept the same referral twice */
  static async open(dir: string): Promise<ReferralStore> {
    await makePrivateFolder(dir);
    const store = new ReferralStore(dir);
    for (const name of (await readdir(dir)).sort()) {
      const path = join(dir, name);
      if (name.endsWith(UNFINISHED)) await rm(path, { force: true });
      else if (name.endsWith('.json')) store.#remember(await readRecord(path));
    }
    return store;
  }

  get size(): number {
    return this.#byReferral.size;
  }

  /** The record of a referral, if it came from this hotline. */
  async find(referral: string, hotline: string): Promise<DeskRecord | null> {
    await this.#catchUp();
    const id = ReferralId.safeParse(referral);
    const record = id.success ? this.#byReferral.get(id.data) : undefined;
    return record?.hotline === hotline ? record : null;
  }

  /**
   * Stores a referral once. Resolves only when it is on the disk. Two calls must not run at the same time.
   * @param makeRecord called only where the referral is new
   */
  async accept(
    identity: Pick<DeskRecord, 'referral' | 'hotline' | 'idempotencyKey' | 'bodySha256'>,
    makeRecord: () => Promise<DeskRecord>,
  ): Promise<Acceptance> {
    await this.#catchUp();
    const earlier = this.#byKey.get(keyOf(identity));
    if (earlier !== undefined) {
      const same = earlier.bodySha256 === identity.bodySha256;
      return same ? { type: 'repeated', record: earlier } : { type: 'key-reused' };
    }
    const known = this.#byReferral.get(identity.referral);
    if (known !== undefined) {
      return { type: known.hotline === identity.hotline ? 'referral-reused' : 'referral-of-another' };
    }
    const record = await makeRecord();
    const path = join(this.#dir, `${record.referral}.json`);
    const isFirst = await writeOnce(path, `${JSON.stringify(record, null, 2)}\n`);
    // Another process of the desk was faster.
    const kept = isFirst ? record : await readRecord(path);
    this.#remember(kept);
    if (isFirst) return { type: 'stored', record };
    return this.accept(identity, makeRecord);
  }

  /** Reads what another process of the desk stored: a sealed file is opened beside the one that listens. */
  async #catchUp(): Promise<void> {
    for (const name of await readdir(this.#dir)) {
      const id = ReferralId.safeParse(/^(.*)\.json$/.exec(name)?.[1]);
      if (id.success && !this.#byReferral.has(id.data))
        this.#remember(await readRecord(join(this.#dir, name)));
    }
  }

  /** The newest first. */
  all(): DeskRecord[] {
    return [...this.#byReferral.values()].toSorted((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1));
  }

  #remember(record: DeskRecord): void {
    this.#byReferral.set(record.referral, record);
    this.#byKey.set(keyOf(record), record);
  }
}

const keyOf = ({ hotline, idempotencyKey }: Pick<DeskRecord, 'hotline' | 'idempotencyKey'>): string =>
  `${hotline} ${idempotencyKey}`;

/** @throws where the desk has no such record, or it is damaged */
export async function readRecord(path: string): Promise<DeskRecord> {
  try {
    return DeskRecord.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    throw new Error(`${path} is damaged; put it right before the desk accepts anything`, { cause: error });
  }
}
