import type { PowerMonitor } from 'electron';
import type { Clock } from '../ports/clock.ts';

/** How often Linux is asked whether the screen is locked. */
const ASK_EVERY_MS = 2_000;

/**
 * `getSystemIdleState` requires a threshold for `idle`. That answer is not used, because the engine measures idle time
 * itself.
 */
const ANY_THRESHOLD_SECONDS = 3_600;

export interface LockTriggerParts {
  power: Pick<PowerMonitor, 'on' | 'getSystemIdleState'>;
  platform: NodeJS.Platform;
  clock: Pick<Clock, 'sleep'>;
  /** Stops the polling. */
  signal: AbortSignal;
  lock: () => void;
}

/**
 * Locks the vault when the user may have left the screen: the computer sleeps, the screen locks, another user takes
 * over (macOS; Windows locks the screen then), or the system shuts down. electron.d.ts says which platforms send each
 * event; `lock-screen` is never sent on Linux, so the state is polled there.
 */
export function lockWithTheSystem(parts: LockTriggerParts): void {
  const { power, platform, lock } = parts;
  power.on('suspend', lock);
  if (platform === 'darwin' || platform === 'win32') power.on('lock-screen', lock);
  if (platform === 'darwin') power.on('user-did-resign-active', lock);
  if (platform === 'darwin' || platform === 'linux') power.on('shutdown', lock);
  if (platform === 'linux') void lockWhenTheScreenSays(parts);
}

/**
 * On Linux, Chromium reports a locked screen only where the screen saver of X11 does. Elsewhere, above all on Wayland,
 * the state is never `locked`, and only the policy's idle time locks the vault. Locks once each time the screen becomes
 * locked.
 */
async function lockWhenTheScreenSays({ power, clock, signal, lock }: LockTriggerParts): Promise<void> {
  let wasLocked = false;
  while (!signal.aborted) {
    const locked = power.getSystemIdleState(ANY_THRESHOLD_SECONDS) === 'locked';
    if (locked && !wasLocked) lock();
    wasLocked = locked;
    await clock.sleep(ASK_EVERY_MS, signal);
  }
}
