import type { PowerMonitor } from 'electron';
import type { Clock } from '../ports/clock.ts';

/** How often Linux is asked whether its screen is locked. */
const ASK_EVERY_MS = 2_000;

/** `getSystemIdleState` wants a threshold for `idle`, which is not used: idle time is the engine's own matter. */
const ANY_THRESHOLD_SECONDS = 3_600;

export interface LockTriggerParts {
  power: Pick<PowerMonitor, 'on' | 'getSystemIdleState'>;
  platform: NodeJS.Platform;
  clock: Pick<Clock, 'sleep'>;
  /** Ends the asking. */
  signal: AbortSignal;
  lock: () => void;
}

/**
 * Locks when nobody may be at the screen any more: the computer sleeps, the screen locks, another user takes over
 * (macOS; Windows locks the screen then), or the system goes down. Each event reaches the platforms that electron.d.ts
 * names for it; `lock-screen` never comes on Linux, where the state is asked for instead.
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
 * Chromium knows a locked screen on Linux where the screen saver of X11 says so; elsewhere (Wayland above all) the state is never
 * `locked`, and the policy's idle time is what locks. Locks once each time the screen becomes locked.
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
