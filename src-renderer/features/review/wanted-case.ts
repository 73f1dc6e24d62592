import type { CaseId } from '../../../shared/domain/ids.ts';

/**
 * The case that was asked for and may still be loading. Actions wait for it, so that they never land on the case still
 * shown.
 */
export class WantedCase {
  #id: CaseId | null = null;
  #waiting: (() => void)[] = [];

  get id(): CaseId | null {
    return this.#id;
  }

  /** Directs every following action to this case. */
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

  /** The case is shown: runs the actions that waited for it. */
  catchUp(): void {
    const acts = this.#waiting;
    this.#waiting = [];
    for (const act of acts) act();
  }
}
