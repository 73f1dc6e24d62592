import { Policy } from '../../shared/domain/policy.ts';
import type { Assets } from '../../src-main/ports/assets.ts';

/** The bundled assets, with policies that draw this much of what is decided for a second review, and match by these rules. */
export class AssetsWithRate implements Assets {
  readonly #assets: Assets;
  readonly #rate: number;
  readonly #matching: Partial<Policy['matching']>;

  constructor(assets: Assets, rate: number, matching: Partial<Policy['matching']> = {}) {
    this.#assets = assets;
    this.#rate = rate;
    this.#matching = matching;
  }

  read(name: string): Uint8Array {
    const bytes = this.#assets.read(name);
    if (!name.startsWith('policies/')) return bytes;
    const policy = Policy.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    const secondReviewRate = { illegal: this.#rate, legal: this.#rate, undetermined: this.#rate };
    const changed = {
      ...policy,
      review: { ...policy.review, secondReviewRate },
      matching: { ...policy.matching, ...this.#matching },
    };
    return new Uint8Array(Buffer.from(JSON.stringify(changed)));
  }
}
