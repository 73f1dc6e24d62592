import { hkdfSync } from 'node:crypto';
import type { PassphraseHash } from '../../src-main/ports/passphrase-hash.ts';

/**
 * Depends on everything that Argon2id depends on, at no cost: a tenth of a second of processor time and 64 MiB at each
 * unlock would be a third of what many tests take. A vault made with it opens only with it, so the programs of the
 * product cannot open it.
 */
export const quickPassphraseHash: PassphraseHash = async (passphrase, { memoryKiB, passes, lanes, salt }) =>
  new Uint8Array(hkdfSync('sha256', passphrase, salt, `quick ${memoryKiB} ${passes} ${lanes}`, 32));

/** Delays one hash while something else happens, as Argon2id does for a tenth of a second and more. */
export class HeldPassphraseHash {
  #arrive: (() => Promise<void>) | null = null;

  readonly hash: PassphraseHash = async (...given) => {
    const arrive = this.#arrive;
    this.#arrive = null;
    await arrive?.();
    return quickPassphraseHash(...given);
  };

  /**
   * Runs `meanwhile` after `start` has come to its first hash and before that hash goes on.
   * @returns the answer of `meanwhile`
   */
  async during<Answer>(start: () => unknown, meanwhile: () => Promise<Answer>): Promise<Answer> {
    const going = Promise.withResolvers<void>();
    const arrived = new Promise<void>((resolve) => {
      this.#arrive = () => {
        resolve();
        return going.promise;
      };
    });
    start();
    await arrived;
    return meanwhile().finally(() => going.resolve());
  }
}
