import { createHash, createHmac, hkdfSync } from 'node:crypto';
import { z } from 'zod';
import { Role } from '../../../shared/domain/duty.ts';
import { DeviceId, PersonId } from '../../../shared/domain/ids.ts';
import { equalBytes, fromBase64, toBase64, utf8 } from '../../../shared/ledger/bytes.ts';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import type { SignEd25519 } from '../../../shared/ledger/crypto.ts';
import { HubAddress } from '../../ports/hub-address.ts';
import { parsedJson } from './parsed-json.ts';
import { seal, unseal } from './sealed-deed.ts';

/*
 * How a workstation joins. A supervisor invites a person to a seat: the file of the invitation is sealed with the code
 * that they are told by another way. The new workstation makes its keys, and asks to join with a letter over the hub
 * that only who has the code can write. The supervisor's seat adds it to the record, and answers with the secrets of the
 * hotline, sealed to the new workstation's key and the code. So the hub, which carries both letters, can put nothing in
 * their place, and a code that was overheard later opens nothing.
 */

/** What the file of an invitation holds, under the code. */
export const Invitation = z.strictObject({
  format: z.literal('hashline-seat/1'),
  hub: HubAddress,
  /** Who answers the request to join. */
  inviter: DeviceId,
  /** The log of the hotline, and its public key (raw Ed25519, base64). */
  log: DeviceId,
  logPublicKey: z.base64(),
  hotline: z.string(),
  /** RFC 6962 leaf hash of the first entry, base64: another log is not this hotline's. */
  founding: z.base64(),
  /** Who will work there first. */
  person: z.strictObject({ id: PersonId, name: z.string(), role: Role, publicKey: z.base64() }),
});
export type Invitation = z.infer<typeof Invitation>;

/** What the file holds with which a restored seat is let in again, under the code. */
export const Readmission = z.strictObject({
  format: z.literal('hashline-readmission/1'),
  hub: HubAddress,
  /** Who answers. */
  inviter: DeviceId,
  log: DeviceId,
  founding: z.base64(),
  /** The seat whose place it takes. */
  replaces: DeviceId,
});
export type Readmission = z.infer<typeof Readmission>;

const InvitationFile = z.strictObject({ format: z.literal('hashline-seat/1'), sealed: z.base64() });

/** Secrets that follow from the code, 32 bytes each. */
type CodePurpose = 'file' | 'request' | 'grant' | 'person';
export const underCode = (code: Uint8Array, purpose: CodePurpose): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', code, '', `hashline-seat-${purpose}/1`, 32));

/** The seed of the key that an invitation is for; it signs nothing but the enrolment. */
export const invitedSeed = (code: Uint8Array): Uint8Array => underCode(code, 'person');

/** The text of the file to be carried to the new workstation. */
export const writeInvitation = (code: Uint8Array, invitation: Invitation | Readmission): string => {
  const sealed = seal(underCode(code, 'file'), utf8('hashline-seat/1'), utf8(canonicalText(invitation)));
  return `${JSON.stringify({ format: 'hashline-seat/1', sealed: toBase64(sealed) })}\n`;
};

/** @returns null where it is no such file, or another code's */
export const readInvitation = (code: Uint8Array, text: string): Invitation | null =>
  readFile(Invitation, code, text);

/** @returns null where it is no such file, or another code's */
export const readReadmission = (code: Uint8Array, text: string): Readmission | null =>
  readFile(Readmission, code, text);

function readFile<Content>(schema: z.ZodType<Content>, code: Uint8Array, text: string): Content | null {
  const file = parsedJson(InvitationFile, utf8(text));
  const sealed = file && fromBase64(file.sealed);
  const content = sealed && unseal(underCode(code, 'file'), utf8('hashline-seat/1'), sealed);
  return content && parsedJson(schema, content);
}

/** What a person has who was given the file of an invitation, and told its code. */
export interface FileAndCode {
  /** The text of the file. */
  file: string;
  /** The code as it was told. */
  code: string;
}

/** What a new workstation asks with. */
const Request = z.strictObject({
  format: z.literal('hashline-seat-request/1'),
  device: DeviceId,
  /** The key that signs for it (raw Ed25519), and the one to which the answer is sealed (raw X25519), base64. */
  publicKey: z.base64(),
  sealingKey: z.base64(),
  /**
   * Of a restored seat: whose place it takes, and whether what waited there is at the hub. Only then the other is
   * removed, because what comes later would be late.
   */
  rejoins: z.strictObject({ replaces: DeviceId, hasCarried: z.boolean() }).optional(),
});
export type Request = z.infer<typeof Request>;
const SignedRequest = z.strictObject({ request: Request, mac: z.base64() });

/** The name of a letter that asks to join. */
export const requestName = (device: string): string => `request-${device}`;

const macOf = (code: Uint8Array, request: Request): Uint8Array =>
  createHmac('sha256', underCode(code, 'request')).update(canonicalText(request)).digest();

export const writeRequest = (code: Uint8Array, request: Request): Uint8Array =>
  utf8(JSON.stringify({ request, mac: toBase64(macOf(code, request)) }));

/** @returns null where somebody without the code wrote it */
export function readRequest(code: Uint8Array, bytes: Uint8Array): Request | null {
  const signed = parsedJson(SignedRequest, bytes);
  const mac = signed && fromBase64(signed.mac);
  if (!signed || !mac) return null;
  return equalBytes(mac, macOf(code, signed.request)) ? signed.request : null;
}

/** The secrets of a hotline that every seat has, and how far its log was. */
export const Grant = z.strictObject({
  format: z.literal('hashline-seat-grant/1'),
  device: DeviceId,
  keys: z.strictObject({ log: z.base64(), hotline: z.string(), identity: z.base64() }),
  epochs: z.array(z.strictObject({ epoch: z.int().positive(), key: z.base64() })).min(1),
  /** Who can open a vault of this hotline without anybody's passphrase. */
  recovery: z.strictObject({ publicKey: z.base64(), recipient: z.string() }),
  sample: z.boolean(),
  /** The log that the new workstation must be given before it begins. */
  known: z.strictObject({ size: z.int().positive(), root: z.base64() }),
});
export type Grant = z.infer<typeof Grant>;

const boundTo = (device: string): Uint8Array => utf8(`hashline-seat-grant/1\n${device}`);

/** @param shared X25519 of the new workstation's key and one made for this grant */
const grantKey = (code: Uint8Array, shared: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', shared, underCode(code, 'grant'), 'hashline-seat-grant/1', 32));

export const writeGrant = (code: Uint8Array, shared: Uint8Array, grant: Grant): Uint8Array =>
  seal(grantKey(code, shared), boundTo(grant.device), utf8(canonicalText(grant)));

/** @returns null where it is for another workstation or was changed */
export function readGrant(
  code: Uint8Array,
  shared: Uint8Array,
  device: string,
  bytes: Uint8Array,
): Grant | null {
  const content = unseal(grantKey(code, shared), boundTo(device), bytes);
  return content && parsedJson(Grant, content);
}

/**
 * The code of an invitation to a seat, which only the supervisor who invited can derive, so that the vault holds nothing
 * with which another could join in their name.
 */
export const seatCode = (command: string, sign: SignEd25519): Uint8Array =>
  new Uint8Array(
    createHash('sha256')
      .update(sign(utf8(`hashline-seat-code/1\n${command}`)))
      .digest(),
  ).slice(0, 20);
