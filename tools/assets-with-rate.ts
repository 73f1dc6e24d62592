import { Policy } from '../shared/domain/policy.ts';
import type { Assets } from '../src-main/ports/assets.ts';

/**
 * The bundled assets, with other policies: with this rate of second review, these rules of matching, this time for which
 * a decision is held, and these limits of time on duty.
 */
export class AssetsWithRate implements Assets {
  readonly #assets: Assets;
  readonly #rate: number;
  readonly #matching: Partial<Policy['matching']>;
  readonly #graceSeconds: number;
  readonly #session: Partial<Policy['session']>;

  /** @param graceSeconds zero by default, so that a test's decision goes out at once */
  constructor(
    assets: Assets,
    rate: number,
    matching: Partial<Policy['matching']> = {},
    graceSeconds = 0,
    session: Partial<Policy['session']> = {},
  ) {
    this.#assets = assets;
    this.#rate = rate;
    this.#matching = matching;
    this.#graceSeconds = graceSeconds;
    this.#session = session;
  }

  read(name: string): Uint8Array {
    const bytes = this.#assets.read(name);
    if (!name.startsWith('policies/')) return bytes;
    const policy = Policy.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    const secondReviewRate = { illegal: this.#rate, legal: this.#rate, undetermined: this.#rate };
    const changed = {
      ...policy,
      review: { ...policy.review, secondReviewRate, graceSeconds: this.#graceSeconds },
      matching: { ...policy.matching, ...this.#matching },
      session: { ...policy.session, ...this.#session },
    };
    return new Uint8Array(Buffer.from(JSON.stringify(changed)));
  }
}
