import { z } from 'zod';
import type {
  HubPlace,
  OpenSeatInvitation,
  SeatInvitation,
  SeatReadmission,
} from '../../../shared/contract/team.contract.ts';
import { Role } from '../../../shared/domain/duty.ts';
import { DeviceId, PersonId } from '../../../shared/domain/ids.ts';
import { toBase64 } from '../../../shared/ledger/bytes.ts';
import { rootOf, textLeafHash } from '../../../shared/ledger/merkle.ts';
import type { Signers } from '../../../shared/ledger/signers.ts';
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
import { managesPeople } from './after-removal.ts';
import { publicKeyOf, sharedWith } from './agreed-secret.ts';
import type { Epochs } from './epochs.ts';
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
import { readmit } from './readmit.ts';
import type { SeatInvitation as OpenInvitation, SeatInvitationStore } from './seat-invitation.store.ts';
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
  people: {
    findByName(name: string): StoredPerson | null;
    find(id: PersonId): StoredPerson | null;
    hasEnrolled(id: string): boolean;
  };
  personKey: Pick<SigningKey, 'sign'>;
  entropy: Entropy;
  epochs: Epochs;
  /** Who signs, as the settled entries have it; null before the log was read. */
  settled: () => Signers | null;
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

const isAtWork = ({ devices }: Signers, device: string): boolean => devices.get(device)?.removed === false;

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

  /** The seat that this vault was before it was restored, where it was not let in again since; else null. */
  get restoredFrom(): DeviceId | null {
    const { hub } = this;
    return hub === null || hub.device === this.#parts.device ? null : DeviceId.parse(hub.device);
  }

  /**
   * Makes this vault, with all its history, the first seat of a team.
   * @returns the files with which the hub is set up
   * @throws Failure CONFLICT where it is one already
   */
  async found(place: HubPlace): Promise<HubSetupFile[]> {
    const { session, setup, team, undo, record, facts, epochs, warrants, device, hotline } = this.#parts;
    if (this.isTeam) throw conflict({ reason: 'team-exists' });
    const authority = await setup.authority(hotline.name);
    const { cert: certificate, key } = await setup.station(authority, device);
    const files = await setup.files({
      ...{ name: hotline.name, hosts: [place.host], firstDevice: device, authority },
    });
    const address: HubAddress = { ...place, authority: authority.cert, certificate, key, device };
    team.transaction(() => {
      if (this.isTeam) throw conflict({ reason: 'team-exists' });
      const opening = epochs.next(warrants.now());
      session.byPerson('epoch.opened', opening);
      team.begin(record.frontier(), 0, 0);
      epochs.learn(opening);
      undo.install();
      facts.setFact(HUB, JSON.stringify(address));
      facts.setFact(AUTHORITY, JSON.stringify(authority));
    });
    session.announce('ledger');
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
      // Whose invitation was withdrawn can be invited again, as the same person.
      const again = known?.disabledAt != null && !people.hasEnrolled(known.id) ? known.id : null;
      const invited =
        as === null
          ? { device: seat, person: inForce(known).id, role: inForce(known).role }
          : { device: seat, person: again ?? PersonId.parse(session.newId()), role: as };
      const said = { person: invited.person, name, publicKey, device: seat };
      if (as === null) session.byPerson('person.invited', said);
      else if (known !== null && again === null) throw conflict({ reason: 'person-name-taken' });
      else session.byPerson(again === null ? 'person.added' : 'person.role-changed', { ...said, role: as });
      invitations.insert({
        ...{ device: invited.device, person: invited.person, replaces: null, command },
        ...{ by: session.person.id, at: session.now() },
      });
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

  /** Lets a restored vault come back. @throws Failure CONFLICT, as `readmit` */
  readmit(command: string, device: DeviceId, replaces: DeviceId): Promise<SeatReadmission> {
    const { hub } = this;
    if (hub === null) throw conflict({ reason: 'no-team' });
    const authority = this.canInvite ? this.#authority() : null;
    return readmit({ ...this.#parts, hub, authority, known: this.#known() }, command, { device, replaces });
  }

  /**
   * What proves this seat to the hub: what it was given or, where the seat that lets it in cannot make it, what it makes
   * itself, as the one that founded the team.
   * @throws Failure CONFLICT where it was given none and can make none
   */
  async certified(address: HubAddress): Promise<HubAddress> {
    if (address.certificate !== '') return address;
    const { cert: certificate, key } = await this.#parts.setup.station(this.#authority(), this.#parts.device);
    return { ...address, certificate, key };
  }

  /**
   * Lets invited workstations connect, and adds those to the record that ask to join, with the person who invited them at
   * work here. They are answered once the record that has them is settled.
   * @returns how many entries there are to exchange
   */
  async admit(hub: Hub): Promise<number> {
    const { session, team, invitations, personKey, settled, device: here } = this.#parts;
    const known = settled();
    if (known === null) return 0;
    const open: OpenInvitation[] = [];
    let added = 0;
    for (const invitation of invitations.open()) {
      const { device, person, by } = invitation;
      const isDisabled = person !== null && (known.people.get(person)?.disabled ?? false);
      const isWithdrawn = invitation.isWithdrawn || isDisabled;
      if (!isWithdrawn && by === session.person.id) open.push(invitation);
      if (!isWithdrawn) continue;
      // It had asked, and was added before that came to be known.
      if (isAtWork(known, device) && managesPeople(known, session.person.id, here)) {
        team.transaction(() => this.#removeDevice(device));
        added += 1;
      } else await this.#shutOut(hub, invitation);
    }
    if (open.length === 0) return added;
    for (const { device } of open) await hub.admit(device);
    const letters = await hub.letters(here);
    for (const { device, command, replaces } of open) {
      const letter = letters.find(({ from, name }) => from === device && name === requestName(device));
      const code = seatCode(command, personKey.sign);
      const request = letter && readRequest(code, letter.sealed);
      if (!request || request.device !== device) continue;
      if ((request.rejoins?.replaces ?? null) !== replaces) continue;
      if (known.devices.has(device)) {
        await this.#answer(hub, code, request, 'grant');
        invitations.end(device, session.now(), 'joined');
      } else if (request.rejoins?.hasCarried === false) await this.#answer(hub, code, request, 'keys');
      else {
        this.#add(request);
        added += 1;
      }
    }
    return added;
  }

  /** @param as `keys` to a restored seat that has something to carry before it is added */
  async #answer(
    hub: Hub,
    code: Uint8Array,
    { device, sealingKey }: Request,
    as: 'grant' | 'keys',
  ): Promise<void> {
    const { entropy } = this.#parts;
    const seed = entropy.bytes(32);
    const shared = sharedWith(seed, Buffer.from(sealingKey, 'base64'));
    if (shared === null) return;
    const answer = writeGrant(code, shared, this.#grant(device));
    await hub.putLetter(device, as, Buffer.concat([publicKeyOf(seed), answer]));
    await hub.removeLetter(this.#parts.device, requestName(device));
  }

  /** What an invitation that was withdrawn would have let in. */
  async #shutOut(hub: Hub, { device }: OpenInvitation): Promise<void> {
    const { session, invitations } = this.#parts;
    await hub.remove(device);
    await hub.removeLetter(this.#parts.device, requestName(device));
    invitations.end(device, session.now(), 'withdrawn');
    session.announce('vault');
  }

  /** Removes a seat: what it signs from here on has no effect, and a new epoch is opened for the others. */
  remove(command: string, device: DeviceId): void {
    const { session } = this.#parts;
    if (device === this.#parts.device) throw conflict({ reason: 'not-this-seat' });
    session.perform(command, z.object({}), ['people', 'ledger'], () => {
      if (!this.#known().devices.has(device)) throw conflict({ reason: 'no-such-seat' });
      this.#removeDevice(device);
      return {};
    });
  }

  /**
   * Says that this seat leaves, which whoever works here may: what it signs from here on has no effect. The next seat at
   * which a supervisor has contact opens an epoch for those that stay.
   * @throws Failure CONFLICT where nobody could go on without it
   */
  leave(): void {
    const { session, team, device } = this.#parts;
    const { people, devices } = this.#known();
    if (this.canInvite) throw conflict({ reason: 'seat-invites' });
    const isElsewhere = [...people.values()].some(
      ({ role, disabled, keys }) =>
        role === 'supervisor' &&
        !disabled &&
        [...keys].some(
          ([at, { enrolled }]) => enrolled && at !== device && devices.get(at)?.removed === false,
        ),
    );
    if (!isElsewhere) throw conflict({ reason: 'last-supervisor' });
    team.transaction(() => session.byPerson('device.removed', { device }));
    session.announce('people', 'ledger');
  }

  /** Whether the record has it that the seat is removed. */
  isRemoved(device: DeviceId): boolean {
    return this.#known().devices.get(device)?.removed ?? false;
  }

  /** Invitations that were made here, and that nobody has joined with. */
  openInvitations(): OpenSeatInvitation[] {
    const { invitations, people } = this.#parts;
    return invitations.open().map(({ device, person, replaces, by, at }) => ({
      ...{ device, at, replaces },
      name: person === null ? '' : (people.find(person)?.name ?? ''),
      by: people.find(by)?.name ?? '',
    }));
  }

  /**
   * Withdraws an invitation: the person who was invited is disabled where they work nowhere else, and where their
   * workstation has asked to join already, it is removed. The hub is told at the next contact, once that has its place in
   * the record.
   */
  withdraw(command: string, device: DeviceId): void {
    const { session, invitations, people } = this.#parts;
    session.perform(command, z.object({}), ['people', 'ledger'], () => {
      const invitation = invitations.open().find((one) => one.device === device);
      if (invitation === undefined) throw conflict({ reason: 'invitation-not-open' });
      const { person } = invitation;
      // Who works at another seat works on there; without its workstation the key of the invitation signs nothing.
      if (person === null || people.hasEnrolled(person)) invitations.withdraw(device, session.now());
      else session.byPerson('person.disabled', { person, name: people.find(person)?.name ?? '' });
      this.#removeDevice(device);
      return {};
    });
  }

  #removeDevice(device: DeviceId): void {
    const { session, epochs } = this.#parts;
    const known = this.#known();
    const one = known.devices.get(device);
    if (one === undefined || one.removed) return;
    session.byPerson('device.removed', { device });
    const devices = new Map(known.devices).set(device, { ...one, removed: true });
    session.byPerson('epoch.opened', epochs.next({ ...known, devices }));
  }

  /** @throws Failure CONFLICT before the first contact */
  #known(): Signers {
    const known = this.#parts.settled();
    if (known === null) throw conflict({ reason: 'needs-contact' });
    return known;
  }

  /** Where it takes the place of another, that one is removed by the same entry, and an epoch opened for those that stay. */
  #add({ device, publicKey, sealingKey, rejoins }: Request): void {
    const { session, team, epochs } = this.#parts;
    const known = this.#known();
    const replaces = rejoins?.replaces;
    team.transaction(() => {
      const added = { device, publicKey, sealingKey };
      session.byPerson('device.added', replaces === undefined ? added : { ...added, replaces });
      const former = replaces === undefined ? undefined : known.devices.get(replaces);
      if (replaces === undefined || former === undefined || former.removed) return;
      const devices = new Map(known.devices)
        .set(replaces, { ...former, removed: true })
        .set(device, { publicKey, sealingKey, removed: false });
      session.byPerson('epoch.opened', epochs.next({ ...known, devices }));
    });
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
