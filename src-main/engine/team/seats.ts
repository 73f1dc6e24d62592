import type { SeatInvitation, TeamStatus } from '../../../shared/contract/team.contract.ts';
import type { Role } from '../../../shared/domain/duty.ts';
import type { DeviceId } from '../../../shared/domain/ids.ts';
import { HubFailure } from '../../ports/hub.ts';
import type { HubFinding, HubSetup } from '../../ports/hub-setup.ts';
import { conflict } from '../storage/failure.ts';
import { DiscordFailure } from './exchange.ts';
import { type TeamStatusParts, teamStatus } from './team-status.ts';

export interface SeatsParts extends TeamStatusParts {
  setup: HubSetup;
}

/** The seats of the hotline, as people look at them and change them. */
export class Seats {
  readonly #parts: SeatsParts;

  constructor(parts: SeatsParts) {
    this.#parts = parts;
  }

  status(): TeamStatus {
    return teamStatus(this.#parts);
  }

  /** Exchanges with the hub now. @throws Failure CONFLICT where that fails, or the vault works alone */
  async exchange(): Promise<TeamStatus> {
    const { team, sync } = this.#parts;
    if (!team.isTeam) throw conflict({ reason: 'no-team' });
    try {
      await sync.once();
    } catch (error) {
      if (error instanceof HubFailure || error instanceof DiscordFailure)
        throw conflict({ reason: 'needs-contact' });
      throw error;
    }
    return this.status();
  }

  /** @throws Failure CONFLICT where the vault works alone */
  check(): Promise<HubFinding[]> {
    const { team, setup } = this.#parts;
    const { hub } = team;
    if (hub === null) throw conflict({ reason: 'no-team' });
    return setup.check(hub);
  }

  /** Others could invite the same person meanwhile, so this is done in contact with them. */
  async invite(command: string, name: string, role: Role | null): Promise<SeatInvitation> {
    await this.exchange();
    const invitation = await this.#parts.team.invite(command, name, role);
    await this.exchange();
    return invitation;
  }

  async remove(command: string, device: DeviceId): Promise<{ removed: DeviceId }> {
    await this.exchange();
    await this.#parts.team.remove(command, device, this.#parts.sync.hub);
    await this.exchange();
    return { removed: device };
  }
}
