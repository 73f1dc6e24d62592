import { z } from 'zod';
import type { HubPlace, SeatInvitation } from '../../../shared/contract/team.contract.ts';
import { Role } from '../../../shared/domain/duty.ts';
import { DeviceId, PersonId } from '../../../shared/domain/ids.ts';
import { toBase64 } from '../../../shared/ledger/bytes.ts';
import { rootOf, textLeafHash } from '../../../shared/ledger/merkle.ts';
import type { Entropy } from '../../ports/entropy.ts';
import type { Hub } from '../../ports/hub.ts';
import { HubAddress } from '../../ports/hub-address.ts';
import { CertifiedKey, type HubSetup, type HubSetupFile } from '../../ports/hub-setup.ts';
import { writeCode } from '../keys/enrolment-code.ts';
import { nodeLedgerCrypto, type SigningKey, signingKeyFrom } from '../keys/signing-key.ts';
import type { TeamRecord } from '../ledger/stored-record.ts';
import type { Warrants } from '../ledger/warrants.ts';
import type { StoredPerson } from '../people/directory.ts';
import type { Session } from '../session/session.ts';
import { conflict } from '../storage/failure.ts';
import { HUB, type VaultFacts } from '../storage/vault-facts.ts';
import { publicKeyOf, sharedWith } from './agreed-secret.ts';
import {
  type Grant,
  invitedSeed,
  type Request,
  readRequest,
  requestName,
  seatCode,
  writeGrant,
  writeInvitation,
} from './invitation.ts';
import type { SeatInvitationStore } from './seat-invitation.store.ts';
import type { TeamStore } from './team.store.ts';
import type { Unapplied } from './unapplied.ts';
import type { UndoStore } from './undo.store.ts';

export interface TeamParts {
  session: Session;
  facts: VaultFacts;
  team: TeamStore;
  undo: UndoStore;
  invitations: SeatInvitationStore;
  record: TeamRecord;
  warrants: Warrants;
  people: { findByName(name: string): StoredPerson | null };
  personKey: Pick<SigningKey, 'sign'>;
  entropy: Entropy;
  setup: HubSetup;
  /** The log of the hotline, and its public key. */
  log: { id: string; publicKey: string };
  hotline: { readonly name: string };
  device: DeviceId;
}

const { sha256 } = nodeLedgerCrypto;

/** The fact with the certificate authority of the hub's connections. */
const AUTHORITY = 'team-authority';

const Invited = z.object({ device: DeviceId, person: PersonId, role: Role });

/** How a vault becomes a seat of several, and invites others. */
export class Team {
  readonly #parts: TeamParts;

  constructor(parts: TeamParts) {
    this.#parts = parts;
  }

  get isTeam(): boolean {
    return this.#parts.team.state() !== null;
  }

  /** Settled entries whose rows could not follow here. */
  unapplied(): Unapplied[] {
    return this.#parts.team.unapplied();
  }

  /** Where the hub is; null where the vault works alone. */
  get hub(): HubAddress | null {
    const text = this.#parts.facts.findFact(HUB);
    return text === null ? null : HubAddress.parse(JSON.parse(text));
  }

  /**
   * Makes this vault, with all its history, the first seat of a team.
   * @returns the files with which the hub is set up
   * @throws Failure CONFLICT where it is one already
   */
  async found(place: HubPlace): Promise<HubSetupFile[]> {
    const { setup, team, undo, record, facts, entropy, device, hotline } = this.#parts;
    if (this.isTeam) throw conflict({ reason: 'team-exists' });
    const authority = await setup.authority(hotline.name);
    const { cert: certificate, key } = await setup.station(authority, device);
    const files = await setup.files({
      ...{ name: hotline.name, hosts: [place.host], firstDevice: device, authority },
    });
    const address: HubAddress = { ...place, authority: authority.cert, certificate, key, device };
    team.transaction(() => {
      if (this.isTeam) throw conflict({ reason: 'team-exists' });
      team.begin(record.frontier(), 0, 0);
      team.putKey(1, entropy.bytes(32));
      undo.install();
      facts.setFact(HUB, JSON.stringify(address));
      facts.setFact(AUTHORITY, JSON.stringify(authority));
    });
    return files;
  }

  /** Whether this seat can invite to others. */
  get canInvite(): boolean {
    return this.#parts.facts.findFact(AUTHORITY) !== null;
  }

  /**
   * Invites a person to a new seat.
   * @param as null for somebody who works here already, and gets a further seat
   * @returns the file for the new workstation, and the code that opens it, to be told by another way
   * @throws Failure CONFLICT where the name is taken, or nobody has it, or this seat cannot invite
   */
  async invite(command: string, name: string, as: Role | null): Promise<SeatInvitation> {
    const { session, people, personKey, invitations, setup, log, hotline, record } = this.#parts;
    const hub = this.hub;
    if (hub === null) throw conflict({ reason: 'no-team' });
    const ca = this.#authority();
    const code = seatCode(command, personKey.sign);
    const publicKey = signingKeyFrom(invitedSeed(code)).publicKeyText;
    const { device, person, role } = session.perform(command, Invited, ['people', 'ledger'], () => {
      const known = people.findByName(name);
      const seat = DeviceId.parse(session.newId());
      const invited =
        as === null
          ? { device: seat, person: inForce(known).id, role: inForce(known).role }
          : { device: seat, person: PersonId.parse(session.newId()), role: as };
      const said = { person: invited.person, name, publicKey, device: seat };
      if (as === null) session.byPerson('person.invited', said);
      else if (known !== null) throw conflict({ reason: 'person-name-taken' });
      else session.byPerson('person.added', { ...said, role: as });
      invitations.insert({ ...invited, command, by: session.person.id, at: session.now() });
      return invited;
    });
    const [founding = ''] = record.linesFrom(0, 1);
    const { cert: certificate, key } = await setup.station(ca, device);
    const file = writeInvitation(code, {
      format: 'hashline-seat/1',
      hub: { ...hub, certificate, key, device },
      inviter: this.#parts.device,
      ...{ log: DeviceId.parse(log.id), logPublicKey: log.publicKey, hotline: hotline.name },
      founding: toBase64(textLeafHash(founding, sha256)),
      person: { id: person, name, role, publicKey },
    });
    return { file, code: writeCode(code), device };
  }

  /**
   * Lets invited workstations connect, and adds those to the record that ask to join, with the person who invited them at
   * work here. They are answered once the record that has them is settled.
   * @returns how many were added
   */
  async admit(hub: Hub): Promise<number> {
    const { session, invitations, personKey, warrants, device: here } = this.#parts;
    const open = invitations.open(session.person.id);
    if (open.length === 0) return 0;
    for (const { device } of open) await hub.admit(device);
    const letters = await hub.letters(here);
    let added = 0;
    for (const { device, command } of open) {
      const letter = letters.find(({ from, name }) => from === device && name === requestName(device));
      const code = seatCode(command, personKey.sign);
      const request = letter && readRequest(code, letter.sealed);
      if (!request || request.device !== device) continue;
      if (warrants.now().devices.has(device)) await this.#answer(hub, code, request);
      else {
        this.#add(device, request.publicKey);
        added += 1;
      }
    }
    return added;
  }

  async #answer(hub: Hub, code: Uint8Array, { device, sealingKey }: Request): Promise<void> {
    const { session, invitations, entropy } = this.#parts;
    const seed = entropy.bytes(32);
    const shared = sharedWith(seed, Buffer.from(sealingKey, 'base64'));
    if (shared === null) return;
    const answer = writeGrant(code, shared, this.#grant(device));
    await hub.putLetter(device, 'grant', Buffer.concat([publicKeyOf(seed), answer]));
    await hub.removeLetter(this.#parts.device, requestName(device));
    invitations.close(device, session.now());
  }

  /** Removes a seat: what it signs from here on has no effect, and the hub lets it connect no more. */
  async remove(command: string, device: DeviceId, hub: Hub | null): Promise<void> {
    const { session } = this.#parts;
    if (device === this.#parts.device) throw conflict({ reason: 'not-this-seat' });
    session.perform(command, z.object({}), ['people', 'ledger'], () => {
      if (!this.#parts.warrants.now().devices.has(device)) throw conflict({ reason: 'no-such-seat' });
      session.byPerson('device.removed', { device });
      return {};
    });
    await hub?.remove(device);
  }

  #add(device: DeviceId, publicKey: string): void {
    const { session, team } = this.#parts;
    team.transaction(() => session.byPerson('device.added', { device, publicKey }));
    session.announce('people', 'ledger');
  }

  #grant(device: DeviceId): Grant {
    const { facts, team, record } = this.#parts;
    const settled = team.settled(record.frontier());
    return {
      format: 'hashline-seat-grant/1',
      device,
      keys: { log: facts.key('log'), hotline: facts.key('hotline'), identity: facts.key('identity') },
      epochs: team.keys(),
      recovery: { publicKey: facts.fact('recovery-key'), recipient: facts.fact('recovery-recipient') },
      sample: facts.fact('sample') === 'yes',
      known: { size: settled.size, root: toBase64(rootOf(settled, sha256)) },
    };
  }

  #authority(): CertifiedKey {
    const text = this.#parts.facts.findFact(AUTHORITY);
    if (text === null) throw conflict({ reason: 'seat-cannot-invite' });
    return CertifiedKey.parse(JSON.parse(text));
  }
}

/** @throws Failure CONFLICT where there is nobody, or they were disabled */
function inForce(person: StoredPerson | null): StoredPerson {
  if (person === null || person.disabledAt !== null) throw conflict({ reason: 'nobody-of-this-name' });
  return person;
}
