import type { Ledger } from '../ledger/ledger.ts';
import type { DoorEvent } from './door-log.ts';
import type { OpenedVault } from './opening.ts';

/** Writes into the ledger what happened while it could not be written. Inside a transaction. */
export function recordEvents(ledger: Ledger, events: readonly DoorEvent[]): void {
  for (const event of events) {
    if (event.kind === 'session.unrecorded') {
      const { kind, ...data } = event;
      ledger.byDevice(kind, data);
    } else {
      const { kind, ...data } = event;
      ledger.byDevice(kind, data);
    }
  }
}

export function recordLock({ ledger, transaction }: OpenedVault): void {
  transaction(() => {
    ledger.byPerson('session.locked', {});
    ledger.checkpoint();
  });
}

/** Whether somebody lost access who knows the database's key, and it can be changed now. */
export const isKeyChangeDue = ({ session, isNewKeyDue }: OpenedVault): boolean =>
  session.readOnly === null && isNewKeyDue();
