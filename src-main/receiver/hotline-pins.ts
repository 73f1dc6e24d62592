import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Instant } from '../../shared/domain/report.ts';
import { HotlinePublicKey } from '../exchange/hotline-signature.ts';
import { writeDurably } from '../server/durable-file.ts';

const Pin = z.strictObject({ thumbprint: z.string(), publicKey: HotlinePublicKey, firstSeenAt: Instant });
const PinFile = z.record(z.string(), Pin);
type PinFile = z.infer<typeof PinFile>;

/**
 * Which signing key belongs to which client certificate: taken on first contact, held to ever after. A hotline that
 * changes its key asks the desk to remove its entry from the file.
 */
export class HotlinePins {
  readonly #path: string;
  #pins: PinFile;

  private constructor(path: string, pins: PinFile) {
    this.#path = path;
    this.#pins = pins;
  }

  static async open(path: string): Promise<HotlinePins> {
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
        return new HotlinePins(path, {});
      throw error;
    }
    return new HotlinePins(path, PinFile.parse(JSON.parse(text)));
  }

  /**
   * Whether `thumbprint` is this certificate's key; on first contact it becomes so. The caller must not run two checks
   * at the same time.
   */
  async matches(
    fingerprint: string,
    thumbprint: string,
    publicKey: HotlinePublicKey,
    nowMs: number,
  ): Promise<boolean> {
    const pin = this.#pins[fingerprint];
    if (pin !== undefined) return pin.thumbprint === thumbprint;
    const firstSeenAt = new Date(nowMs).toISOString();
    const pins = { ...this.#pins, [fingerprint]: { thumbprint, publicKey, firstSeenAt } };
    await writeDurably(this.#path, `${JSON.stringify(pins, null, 2)}\n`);
    this.#pins = pins;
    return true;
  }
}
