import type { PowerMonitor } from 'electron';

/**
 * Locks when nobody may be at the screen any more: the computer sleeps, the screen locks, another user takes over
 * (macOS; Windows locks the screen then), or the system goes down.
 */
export function lockWithTheSystem(power: Pick<PowerMonitor, 'on'>, lock: () => void): void {
  power.on('suspend', lock);
  power.on('lock-screen', lock);
  power.on('user-did-resign-active', lock);
  power.on('shutdown', lock);
}
