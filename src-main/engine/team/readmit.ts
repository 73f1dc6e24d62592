import { z } from 'zod';
import type { SeatReadmission } from '../../../shared/contract/team.contract.ts';
import { DeviceId } from '../../../shared/domain/ids.ts';
import { toBase64 } from '../../../shared/ledger/bytes.ts';
import { textLeafHash } from '../../../shared/ledger/merkle.ts';
import type { Signers } from '../../../shared/ledger/signers.ts';
import type { HubAddress } from '../../ports/hub-address.ts';
import type { CertifiedKey, HubSetup } from '../../ports/hub-setup.ts';
import { writeCode } from '../keys/enrolment-code.ts';
import { nodeLedgerCrypto, type SigningKey } from '../keys/signing-key.ts';
import type { TeamRecord } from '../ledger/stored-record.ts';
import type { Session } from '../session/session.ts';
import { conflict } from '../storage/failure.ts';
import { seatCode, writeInvitation } from './invitation.ts';
import type { SeatInvitationStore } from './seat-invitation.store.ts';

export interface ReadmitParts {
  session: Session;
  personKey: Pick<SigningKey, 'sign'>;
  invitations: SeatInvitationStore;
  setup: HubSetup;
  record: Pick<TeamRecord, 'linesFrom'>;
  log: { id: string };
  /** This workstation. */
  device: DeviceId;
  hub: HubAddress;
  /** With which certificates are made; null where this seat cannot. */
  authority: CertifiedKey | null;
  /** Who signs, as the settled entries have it. */
  known: Signers;
}

const Readmitted = z.object({ device: DeviceId, replaces: DeviceId });

/**
 * Lets a restored vault come back, as the workstation it is now, in the place of the one it was. Nothing stands in the
 * record before it asks. Where this seat cannot make certificates, it lets in the vault alone that can.
 * @throws Failure CONFLICT where it is a seat already, the other never was one, or it is being let in
 */
export async function readmit(
  { session, personKey, invitations, setup, record, log, known, ...here }: ReadmitParts,
  command: string,
  { device, replaces }: z.infer<typeof Readmitted>,
): Promise<SeatReadmission> {
  const code = seatCode(command, personKey.sign);
  session.perform(command, Readmitted, ['vault'], () => {
    if (known.devices.has(device) || replaces === here.device) throw conflict({ reason: 'not-restored' });
    if (!known.devices.has(replaces)) throw conflict({ reason: 'no-such-seat' });
    if (invitations.open().some((open) => open.device === device))
      throw conflict({ reason: 'invitation-open' });
    const [by, at] = [session.person.id, session.now()];
    invitations.insert({ device, person: null, replaces, command, by, at });
    return { device, replaces };
  });
  const [founding = ''] = record.linesFrom(0, 1);
  const { cert: certificate, key } = here.authority
    ? await setup.station(here.authority, device)
    : { cert: '', key: '' };
  const file = writeInvitation(code, {
    format: 'hashline-readmission/1',
    hub: { ...here.hub, certificate, key, device },
    inviter: here.device,
    log: DeviceId.parse(log.id),
    founding: toBase64(textLeafHash(founding, nodeLedgerCrypto.sha256)),
    replaces,
  });
  return { file, code: writeCode(code), device, hasCertificate: here.authority !== null };
}
