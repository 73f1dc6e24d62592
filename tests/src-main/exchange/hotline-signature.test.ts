import { createHmac, createPublicKey, verify, X509Certificate } from 'node:crypto';
import { calculateJwkThumbprint, generateKeyPair, importJWK, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { ReferralId } from '../../../shared/domain/ids.ts';
import type { HotlineKey } from '../../../src-main/exchange/hotline-signature.ts';
import {
  certificateThumbprint,
  generateHotlineKey,
  HotlineKey as HotlineKeySchema,
  signReferral,
  signStatusRequest,
  verifyReferralSignature,
  verifyStatusRequest,
} from '../../../src-main/exchange/hotline-signature.ts';
import { issueAuthority, issueCertificate } from '../../../src-main/receiver/issue-certificate.ts';
import { anId } from '../receiver/a-referral.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const encodeHeader = (header: unknown) => Buffer.from(JSON.stringify(header)).toString('base64url');
const BODY = encode('{"format":"hashline-referral/1","note":"$.02 é"}');
const VALID = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2036-01-01T00:00:00Z') };
let certificate: X509Certificate;
let otherCertificate: X509Certificate;
let key: HotlineKey;
let other: HotlineKey;
let jws: string;
let header: Record<string, unknown>;
let signature: string;

beforeAll(async () => {
  const authority = await issueAuthority('Desk authority', VALID);
  const issued = () => issueCertificate(authority, 'hotline', 'client', [], VALID);
  certificate = new X509Certificate((await issued()).cert);
  otherCertificate = new X509Certificate((await issued()).cert);
  key = await generateHotlineKey();
  other = await generateHotlineKey();
  jws = await signReferral(BODY, key, certificate);
  const [first, , last] = jws.split('.');
  header = JSON.parse(Buffer.from(first ?? '', 'base64url').toString());
  signature = last ?? '';
});

describe('detached signature of a referral', () => {
  test('it carries the public key and its thumbprint, and never the private part', async () => {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.x };
    const kid = await calculateJwkThumbprint(jwk);
    expect(header).toEqual({
      alg: 'EdDSA',
      typ: 'hashline-referral+jws',
      kid,
      jwk,
      cnf: { 'x5t#S256': certificateThumbprint(certificate) },
      b64: false,
      crit: ['b64', 'cnf'],
    });
    expect(await verifyReferralSignature(jws, BODY, certificate)).toEqual({
      valid: true,
      thumbprint: kid,
      publicKey: jwk,
    });
    expect(HotlineKeySchema.parse(key)).toEqual(key);
  });

  test('the same bytes and key give the same signature, so a retry is the same request', async () => {
    expect(await signReferral(BODY, key, certificate)).toBe(jws);
  });

  test('it holds for an empty body and for bytes that are no text', async () => {
    for (const body of [new Uint8Array(0), Uint8Array.of(0xff, 0x2e, 0x00, 0x80)]) {
      expect(
        (await verifyReferralSignature(await signReferral(body, key, certificate), body, certificate)).valid,
      ).toBe(true);
    }
  });

  test('one changed bit anywhere in the body is refused', async () => {
    for (let bit = 0; bit < BODY.length * 8; bit++) {
      const changed = Uint8Array.from(BODY);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(await verifyReferralSignature(jws, changed, certificate)).toEqual({
        valid: false,
        problem: 'does-not-match',
      });
    }
  });

  test('a body cut short or made longer is refused', async () => {
    for (const body of [
      BODY.subarray(1),
      BODY.subarray(0, -1),
      encode(`${new TextDecoder().decode(BODY)} `),
    ]) {
      expect(await verifyReferralSignature(jws, body, certificate)).toEqual({
        valid: false,
        problem: 'does-not-match',
      });
    }
  });

  test('one changed character anywhere in the signature text is refused', async () => {
    for (let i = 0; i < jws.length; i++) {
      const changed = `${jws.slice(0, i)}${jws[i] === 'A' ? 'B' : 'A'}${jws.slice(i + 1)}`;
      expect({ i, valid: (await verifyReferralSignature(changed, BODY, certificate)).valid }).toEqual({
        i,
        valid: false,
      });
    }
  });

  test('the signature has one text only: no other last character is read as the same bytes', async () => {
    const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const valid: string[] = [];
    for (const last of digits) {
      if ((await verifyReferralSignature(jws.slice(0, -1) + last, BODY, certificate)).valid) valid.push(last);
    }
    expect(valid).toEqual([jws.at(-1)]);
  });

  test('every header that differs from the one form is refused', async () => {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.x };
    const otherJwk = { kty: 'OKP', crv: 'Ed25519', x: other.x };
    const otherKid = await calculateJwkThumbprint(otherJwk);
    const changes: [Record<string, unknown>, string][] = [
      [{ alg: 'none' }, 'wrong-header'],
      [{ alg: 'HS256' }, 'wrong-header'],
      [{ alg: 'ES256' }, 'wrong-header'],
      [{ alg: 'Ed25519' }, 'wrong-header'],
      [{ typ: 'JWT' }, 'wrong-header'],
      [{ b64: true }, 'wrong-header'],
      [{ crit: [] }, 'wrong-header'],
      [{ crit: ['b64'] }, 'wrong-header'],
      [{ crit: ['b64', 'cnf', 'exp'] }, 'wrong-header'],
      [{ typ: 'hashline-status-request+jws' }, 'wrong-header'],
      [{ cnf: {} }, 'wrong-header'],
      [{ cnf: { jkt: otherKid } }, 'wrong-header'],
      [{ cnf: { 'x5t#S256': certificateThumbprint(otherCertificate) } }, 'other-certificate'],
      [{ jku: 'https://keys.example' }, 'wrong-header'],
      [{ jwk: { ...jwk, d: key.d } }, 'wrong-header'],
      [{ jwk: { ...jwk, crv: 'X25519' } }, 'wrong-header'],
      [{ jwk: { kty: 'oct', k: key.x } }, 'wrong-header'],
      [{ kid: otherKid }, 'wrong-key-id'],
      [{ jwk: otherJwk }, 'wrong-key-id'],
      [{ jwk: otherJwk, kid: otherKid }, 'does-not-match'],
    ];
    for (const [change, problem] of changes) {
      const changed = `${encodeHeader({ ...header, ...change })}..${signature}`;
      expect({ change, ...(await verifyReferralSignature(changed, BODY, certificate)) }).toEqual({
        change,
        valid: false,
        problem,
      });
    }
    for (const name of Object.keys(header)) {
      const { [name]: _, ...rest } = header;
      expect(
        (await verifyReferralSignature(`${encodeHeader(rest)}..${signature}`, BODY, certificate)).valid,
      ).toBe(false);
    }
  });

  test('a header with a member that stands twice is refused, also where the signature is over it', async () => {
    const text = JSON.stringify(header);
    const signer = await importJWK({ ...key }, 'EdDSA');
    const signOver = async (written: string) => {
      const encoded = Buffer.from(written).toString('base64url');
      const input = Buffer.concat([Buffer.from(`${encoded}.`), BODY]);
      return `${encoded}..${Buffer.from(await crypto.subtle.sign('Ed25519', signer as CryptoKey, input)).toString('base64url')}`;
    };
    const judged = await Promise.all(
      [
        text,
        text.replace('{', '{"alg":"none",'),
        text.replace('"alg"', '"\\u0061lg":"none","alg"'),
        text.replace('"jwk":{', `"jwk":{"x":"${other.x}",`),
        text.replace('"crit"', '"crit":["exp"],"crit"'),
      ].map(async (written) => verifyReferralSignature(await signOver(written), BODY, certificate)),
    );
    expect(judged.map((check) => (check.valid ? 'valid' : check.problem))).toEqual([
      'valid',
      'wrong-header',
      'wrong-header',
      'wrong-header',
      'wrong-header',
    ]);
  });

  test('it holds for the client certificate it was made for, and for no other of the same name and authority', async () => {
    expect(await verifyReferralSignature(jws, BODY, otherCertificate)).toEqual({
      valid: false,
      problem: 'other-certificate',
    });
    expect(
      (await verifyReferralSignature(await signReferral(BODY, key, otherCertificate), BODY, otherCertificate))
        .valid,
    ).toBe(true);
  });

  test('a public key used as an HMAC secret signs nothing', async () => {
    const forged = encodeHeader({ ...header, alg: 'HS256' });
    const mac = createHmac('sha256', Buffer.from(key.x, 'base64url'))
      .update(`${forged}.`)
      .update(BODY)
      .digest('base64url');
    expect((await verifyReferralSignature(`${forged}..${mac}`, BODY, certificate)).valid).toBe(false);
    const padded = mac.padEnd(86, 'A');
    expect((await verifyReferralSignature(`${forged}..${padded}`, BODY, certificate)).valid).toBe(false);
  });

  test('what is not a detached compact JWS is refused', async () => {
    const { privateKey } = await generateKeyPair('EdDSA');
    const attached = await new SignJWT({ a: 1 }).setProtectedHeader({ alg: 'EdDSA' }).sign(privateKey);
    const payload = Buffer.from(BODY).toString('base64url');
    for (const text of [
      '',
      '..',
      attached,
      jws.replace('..', `.${payload}.`),
      `${jws}.`,
      `${jws}\n`,
      ` ${jws}`,
    ]) {
      expect(await verifyReferralSignature(text, BODY, certificate)).toEqual({
        valid: false,
        problem: 'not-a-detached-jws',
      });
    }
  });
});

describe('signed question what became of a referral', () => {
  const [referral, another] = [1, 2].map((number) => ReferralId.parse(anId(number)));

  test('it holds for this referral, certificate and purpose alone', async () => {
    const question = await signStatusRequest(referral!, key, certificate);
    const ofBody = await signReferral(
      encode(`{"format":"hashline-status-request/1","referral":"${referral}"}`),
      key,
      certificate,
    );
    const judged = [
      await verifyStatusRequest(question, referral!, certificate),
      await verifyStatusRequest(question, another!, certificate),
      await verifyStatusRequest(question, referral!, otherCertificate),
      await verifyStatusRequest(ofBody, referral!, certificate),
      await verifyReferralSignature(question, BODY, certificate),
    ];
    expect(judged.map((check) => (check.valid ? 'valid' : check.problem))).toEqual([
      'valid',
      'does-not-match',
      'other-certificate',
      'wrong-header',
      'wrong-header',
    ]);
  });

  test('what is signed is the one JSON text that both sides can write', async () => {
    const question = await signStatusRequest(referral!, key, certificate);
    const [encoded, , signed] = question.split('.');
    const said = encode(`{"format":"hashline-status-request/1","referral":"${referral}"}`);
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key.x }, format: 'jwk' });
    const input = Buffer.concat([Buffer.from(`${encoded}.`), said]);
    expect(verify(null, input, publicKey, Buffer.from(signed!, 'base64url'))).toBe(true);
  });
});
