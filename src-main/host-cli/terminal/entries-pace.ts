const n = (count: number): string => count.toLocaleString('en');

/** Tells how far something is with the entries of a log, how fast it goes since it was first asked, and how long it still takes. */
export class EntriesPace {
  readonly #nowMs: () => number;
  #began: { entries: number; atMs: number } | null = null;

  /** @param nowMs a monotonic clock */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  told(entries: number, of: number): string {
    const atMs = this.#nowMs();
    this.#began ??= { entries, atMs };
    const read = entries - this.#began.entries;
    const elapsedMs = atMs - this.#began.atMs;
    const far = `${n(entries)} of ${n(of)} entries`;
    if (read <= 0 || elapsedMs <= 0) return far;
    const perSecond = (read * 1000) / elapsedMs;
    return `${far}, ${n(Math.round(perSecond))} a second, ${n(Math.ceil((of - entries) / perSecond))} s left`;
  }
}
