import type { Session } from 'electron';
import { guardDownloads } from './download-guard.ts';
import { lockNetwork } from './network-lock.ts';
import { guardPermissions } from './permission-guards.ts';

/**
 * Applies every restriction of sessions to this one.
 * @param onClipboardWrite see `guardPermissions`
 */
export function guardSession(session: Session, packaged: boolean, onClipboardWrite: () => void): void {
  lockNetwork(session, packaged);
  guardPermissions(session, onClipboardWrite);
  guardDownloads(session);
}
