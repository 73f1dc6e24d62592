import { mayDo } from '../../../shared/domain/duty.ts';
import type { Signers } from '../../../shared/ledger/signers.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Session } from '../session/session.ts';
import type { Epochs } from './epochs.ts';
import type { TeamStore } from './team.store.ts';

export interface AfterRemovalParts {
  session: Session;
  team: Pick<TeamStore, 'transaction'>;
  epochs: Pick<Epochs, 'next'>;
  /** Who signs, as the settled entries have it; null before the log was read. */
  settled: () => Signers | null;
  device: string;
}

/** Whether an act about people or seats that this person signs now at this workstation has effect, as the record has it. */
export function managesPeople({ people }: Signers, person: string, device: string): boolean {
  const known = people.get(person);
  if (!known?.keys.get(device)?.enrolled || known.disabled) return false;
  return mayDo(known.role, 'manage-people');
}

/** What follows from a removal once it has its place in the record, whoever removed, at each contact. */
export class AfterRemoval {
  readonly #parts: AfterRemovalParts;
  /** As of which state of the record the hub was told, and an epoch opened. */
  #told: Signers['devices'] | null = null;
  #renewed: Signers | null = null;

  constructor(parts: AfterRemovalParts) {
    this.#parts = parts;
  }

  /**
   * Has the hub let removed seats connect no more, and all others: one that was told before may have been put back to an
   * earlier state.
   */
  async tell(hub: Hub): Promise<void> {
    const devices = this.#parts.settled()?.devices;
    if (devices === undefined || devices === this.#told) return;
    const there = new Map((await hub.devices()).map((one) => [one.device, one.removed]));
    for (const [device, { removed }] of devices) {
      if (removed && there.get(device) !== true) await hub.remove(device);
      if (!removed && !there.has(device)) await hub.admit(device);
    }
    this.#told = devices;
  }

  /**
   * Opens an epoch where none was opened since a seat was removed, as with one that goes on as another workstation.
   * @returns whether there is an entry to exchange
   */
  renew(): boolean {
    const { session, team, epochs, settled, device } = this.#parts;
    const known = settled();
    if (known === null || !known.epoch.isStale || known === this.#renewed) return false;
    if (!managesPeople(known, session.person.id, device)) return false;
    // Once for each state of the record: an entry that came to nothing is not made again and again.
    this.#renewed = known;
    team.transaction(() => session.byPerson('epoch.opened', epochs.next(known)));
    session.announce('ledger');
    return true;
  }
}
