import { Policy } from '../../shared/domain/policy.ts';
import type { Assets } from '../../src-main/ports/assets.ts';

/** The bundled assets, with policies that draw this much of what is decided for a second review. */
export class AssetsWithRate implements Assets {
  readonly #assets: Assets;
  readonly #rate: number;

  constructor(assets: Assets, rate: number) {
    this.#assets = assets;
    this.#rate = rate;
  }

  read(name: string): Uint8Array {
    const bytes = this.#assets.read(name);
    if (!name.startsWith('policies/')) return bytes;
    const policy = Policy.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    const secondReviewRate = { illegal: this.#rate, legal: this.#rate, undetermined: this.#rate };
    const changed = { ...policy, review: { ...policy.review, secondReviewRate } };
    return new Uint8Array(Buffer.from(JSON.stringify(changed)));
  }
}
