import type { CaseId } from '../../../shared/domain/ids.ts';

/**
 * The case asked for, which may still be on its way. What is done meanwhile waits for it: it must never land on the
 * case still shown.
 */
export class WantedCase {
  #id: CaseId | null = null;
  #waiting: (() => void)[] = [];

  get id(): CaseId | null {
    return this.#id;
  }

  /** From now on everything is meant for this case. */
  ask(id: CaseId | null): void {
    this.#id = id;
    this.#waiting = [];
  }

  /** @returns whether `act` waits, because another case than the one shown is wanted */
  comesLater(shown: CaseId | undefined, act: () => void): boolean {
    if (this.#id === null || this.#id === shown) return false;
    this.#waiting.push(act);
    return true;
  }

  /** The case is shown: what waited for it is done. */
  catchUp(): void {
    const acts = this.#waiting;
    this.#waiting = [];
    for (const act of acts) act();
  }
}
