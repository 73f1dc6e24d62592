const WARN_MS = 30_000;
/** Longer where something waits that nobody sends while the vault is locked. */
const WARN_URGENT_MS = 120_000;
const CHECK_MS = 1_000;
/** How often the engine, which measures idle time for itself, is told that the person is active. */
const TELL_MS = 30_000;

/** Two clocks: the monotonic one, which cannot be set, and the system clock, which also runs while the machine sleeps. */
export interface Clocks {
  monotonicMs: () => number;
  wallMs: () => number;
}

/**
 * Measures how long the workstation has been idle. Setting the clock back gains nothing; setting it forward only locks
 * sooner.
 */
export class IdleTimer {
  private readonly limitMs: number;
  private readonly clocks: Clocks;
  private monotonic: number;
  private wall: number;

  constructor(limitMs: number, clocks: Clocks) {
    this.limitMs = limitMs;
    this.clocks = clocks;
    this.monotonic = clocks.monotonicMs();
    this.wall = clocks.wallMs();
  }

  touch(): void {
    this.monotonic = this.clocks.monotonicMs();
    this.wall = this.clocks.wallMs();
  }

  /** Milliseconds until the lock; never more than the limit. */
  remainingMs(): number {
    const idle = Math.max(this.clocks.monotonicMs() - this.monotonic, this.clocks.wallMs() - this.wall, 0);
    return this.limitMs - idle;
  }
}

const SIGNS_OF_LIFE = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;

export interface IdleActions {
  lock: () => void;
  /** Called with the seconds left once few remain, and with null when the person is active again. */
  warn: (seconds: number | null) => void;
  /** Called at intervals while the person is active. */
  alive: () => void;
}

/** How long before the lock a person is asked: a third of the time at most, so that they are not asked at work. */
export const warnMs = (minutes: number, isUrgent: boolean): number =>
  Math.min(isUrgent ? WARN_URGENT_MS : WARN_MS, minutes * 20_000);

/**
 * Locks after `minutes` without a key or a movement.
 * @param isUrgent whether something waits to be sent
 */
export function startIdleLock(
  minutes: number,
  isUrgent: () => boolean,
  { lock, warn, alive: tell }: IdleActions,
): () => void {
  const timer = new IdleTimer(minutes * 60_000, {
    monotonicMs: () => performance.now(),
    wallMs: () => Date.now(),
  });
  let warned = false;
  let toldMs = performance.now();
  tell();
  const check = () => {
    const left = timer.remainingMs();
    const isNear = left <= warnMs(minutes, isUrgent());
    if (left <= 0) lock();
    else if (isNear) warn(Math.ceil(left / 1000));
    else if (warned) warn(null);
    warned = isNear;
  };
  const alive = () => {
    if (timer.remainingMs() <= 0) return check();
    timer.touch();
    if (warned) check();
    if (performance.now() - toldMs < TELL_MS) return;
    toldMs = performance.now();
    tell();
  };
  for (const sign of SIGNS_OF_LIFE) document.addEventListener(sign, alive, { capture: true, passive: true });
  document.addEventListener('visibilitychange', check);
  const interval = setInterval(check, CHECK_MS);
  return () => {
    clearInterval(interval);
    document.removeEventListener('visibilitychange', check);
    for (const sign of SIGNS_OF_LIFE) document.removeEventListener(sign, alive, { capture: true });
  };
}
