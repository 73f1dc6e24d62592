import type { SeatInvitation, SeatReadmission, TeamStatus } from '../../../shared/contract/team.contract.ts';
import type { Role } from '../../../shared/domain/duty.ts';
import type { DeviceId } from '../../../shared/domain/ids.ts';
import { HubFailure } from '../../ports/hub.ts';
import type { HubFinding, HubSetup } from '../../ports/hub-setup.ts';
import { conflict } from '../storage/failure.ts';
import { DiscordFailure } from './discord.ts';
import { type TeamStatusParts, teamStatus } from './team-status.ts';

export interface SeatsParts extends TeamStatusParts {
  setup: HubSetup;
  /** Resolves when no content of lists is on its way, where nothing else waits for it. */
  contents: () => Promise<void>;
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

  /**
   * Exchanges with the hub now, and takes in lists' content where that is not done beside.
   * @throws Failure CONFLICT where that fails, or the vault works alone
   */
  async exchange(): Promise<TeamStatus> {
    await this.contact();
    await this.#parts.contents();
    return this.status();
  }

  /** Exchanges entries with the hub now. @throws Failure CONFLICT where that fails, or the vault works alone */
  async contact(): Promise<void> {
    const { team, sync } = this.#parts;
    if (!team.isTeam) throw conflict({ reason: 'no-team' });
    try {
      sync.hub?.hurry();
      await sync.once();
    } catch (error) {
      if (error instanceof HubFailure || error instanceof DiscordFailure)
        throw conflict({ reason: 'needs-contact' });
      throw error;
    }
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
    await this.contact();
    const invitation = await this.#parts.team.invite(command, name, role);
    await this.contact();
    return invitation;
  }

  async readmit(command: string, device: DeviceId, replaces: DeviceId): Promise<SeatReadmission> {
    await this.contact();
    const readmission = await this.#parts.team.readmit(command, device, replaces);
    await this.contact();
    return readmission;
  }

  async remove(command: string, device: DeviceId): Promise<{ removed: DeviceId }> {
    await this.contact();
    this.#parts.team.remove(command, device);
    await this.contact();
    // Another firm act came first, which was not known here: this one has no effect.
    if (!this.#parts.team.isRemoved(device)) throw conflict({ reason: 'overtaken' });
    return { removed: device };
  }

  async withdraw(command: string, device: DeviceId): Promise<{ withdrawn: DeviceId }> {
    await this.contact();
    this.#parts.team.withdraw(command, device);
    await this.contact();
    if (this.#parts.team.openInvitations().some((open) => open.device === device))
      throw conflict({ reason: 'overtaken' });
    return { withdrawn: device };
  }
}
