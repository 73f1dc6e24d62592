import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Instant } from '../../shared/domain/report.ts';
import { HotlinePublicKey } from '../exchange/hotline-signature.ts';
import { writeDurably } from '../server/durable-file.ts';

const Pin = z.strictObject({ thumbprint: z.string(), publicKey: HotlinePublicKey, firstSeenAt: Instant });
/** Pins by the subject of the client certificate. */
const PinFile = z.record(z.string(), Pin);
type PinFile = z.infer<typeof PinFile>;

/**
 * Which signing key belongs to which name in client certificates: fixed at the first referral under the name, and
 * required ever after. The authority vouches for names, and a renewed certificate has the old one. A key may come under
 * several names, because each request proves possession of it; a name has only one key. A hotline that changes its key
 * asks the desk to remove its line from the file.
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

  /** Whether another key is known under this name. */
  isOther(subject: string, thumbprint: string): boolean {
    const pin = Object.hasOwn(this.#pins, subject) ? this.#pins[subject] : undefined;
    return pin !== undefined && pin.thumbprint !== thumbprint;
  }

  /** The names under which a key is known. */
  namesOf(thumbprint: string): string[] {
    return Object.entries(this.#pins).flatMap(([name, pin]) => (pin.thumbprint === thumbprint ? [name] : []));
  }

  /** Stores the key for the name, if none is known yet. Two calls must not run at the same time. */
  async keep(subject: string, thumbprint: string, publicKey: HotlinePublicKey, nowMs: number): Promise<void> {
    if (Object.hasOwn(this.#pins, subject)) return;
    const firstSeenAt = new Date(nowMs).toISOString();
    const pins = { ...this.#pins, [subject]: { thumbprint, publicKey, firstSeenAt } };
    await writeDurably(this.#path, `${JSON.stringify(pins, null, 2)}\n`);
    this.#pins = pins;
  }
}
