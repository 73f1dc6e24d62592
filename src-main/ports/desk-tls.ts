import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import { keyPin } from './key-pin.ts';
import type { NetworkTls } from './network.ts';
import { NetworkFailure } from './network.ts';

/**
 * Signatures both sides may use: those that BoringSSL's client offers by default (ssl/extensions.cc). A desk that
 * Electron could not reach can thus not be reached from the other hosts either, which shows when it is configured.
 * Excluded are Ed25519, ECDSA over P-521, and RSA keys restricted to PSS.
 */
const SIGNATURES = [
  'ecdsa_secp256r1_sha256',
  'rsa_pss_rsae_sha256',
  'rsa_pkcs1_sha256',
  'ecdsa_secp384r1_sha384',
  'rsa_pss_rsae_sha384',
  'rsa_pkcs1_sha384',
  'rsa_pss_rsae_sha512',
  'rsa_pkcs1_sha512',
].join(':');

/** Where a desk listens. */
export interface DeskAddress {
  host: string;
  port: number;
}

/**
 * Options of every connection to a desk: TLS 1.3, its private authority and no other root.
 * @param tls its authority must have been checked before: with an empty one, Node falls back on other roots
 */
export function deskTls({ host, port }: DeskAddress, { ca }: Pick<NetworkTls, 'ca'>): ConnectionOptions {
  return {
    host,
    port,
    servername: isIP(host) ? '' : host,
    ca,
    minVersion: 'TLSv1.3',
    maxVersion: 'TLSv1.3',
    sigalgs: SIGNATURES,
    ALPNProtocols: ['http/1.1'],
    // Explicit, because NODE_TLS_REJECT_UNAUTHORIZED=0 changes the default.
    rejectUnauthorized: true,
  };
}

/**
 * Why the server at the other end is not the desk, or null. Call it once the handshake is complete.
 * @param certificate what the socket shows: Node's socket gives it once, and undefined when it is asked again
 */
export function objectionTo(
  socket: TLSSocket,
  certificate: X509Certificate | undefined,
  { pins = [] }: Pick<NetworkTls, 'pins'>,
): 'not-certified' | 'other-key' | null {
  if (!socket.authorized) return 'not-certified';
  if (pins.length === 0) return null;
  return certificate !== undefined && pins.includes(keyPin(certificate)) ? null : 'other-key';
}

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'ENETDOWN',
]);

/** Interprets an error before the end of the handshake. */
export function handshakeFailure(error: NodeJS.ErrnoException): NetworkFailure {
  const code = error.code ?? '';
  if (UNREACHABLE.has(code)) return new NetworkFailure({ code: 'no-connection', error: code });
  if (code === 'ECONNRESET' || code === 'EPIPE') {
    return new NetworkFailure({ code: 'ended-in-handshake' });
  }
  const said = code || error.message.slice(0, 100);
  const isAboutKeys = /HANDSHAKE_FAILURE|NO_COMMON_SIGNATURE|NO_SHARED/.test(said);
  return new NetworkFailure({
    code: isAboutKeys ? 'handshake-without-key' : 'handshake-failed',
    error: said,
  });
}
