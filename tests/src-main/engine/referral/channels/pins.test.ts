import { beforeAll, describe, expect, test } from 'vitest';
import { httpsJson } from '../../../../../src-main/engine/referral/channels/https-json/https-json.ts';
import { iccam } from '../../../../../src-main/engine/referral/channels/iccam/iccam.ts';
import { generateHotlineKey } from '../../../../../src-main/exchange/hotline-signature.ts';
import { InMemoryMail } from '../../../../../src-main/ports/mail.ts';
import { NodeNetwork } from '../../../../../src-main/ports/node-network.ts';
import {
  type CertifiedKey,
  issueAuthority,
  issueCertificate,
} from '../../../../../src-main/receiver/issue-certificate.ts';
import { keyPin } from '../../../../support/key-pin.ts';
import { type CountingServer, countingServer, reply } from '../../../ports/counting-server.ts';
import { aBody, aNote, frozenOf } from './iccam/a-body.ts';

const DAY_MS = 86_400_000;
const VALID = { notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + 10 * DAY_MS) };
const ICCAM = {
  username: 'hotline-be',
  password: 'for tests alone',
  analyst: 'hashline',
  pull: '0',
  pause: '0',
};

let ca: CertifiedKey;
let server: CertifiedKey;
let client: CertifiedKey;
beforeAll(async () => {
  ca = await issueAuthority('Test authority', VALID);
  server = await issueCertificate(ca, 'desk', 'server', ['127.0.0.1'], VALID);
  client = await issueCertificate(ca, 'hotline', 'client', [], VALID);
});

/** A server that takes the hotline's certificate and understands nothing. */
const serve = (): Promise<CountingServer> =>
  countingServer(
    { ...server, ca: ca.cert, requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.3' },
    reply(503),
  );

type Pins = { pin?: string; nextPin?: string };

async function deliver(kind: 'https-json' | 'iccam', { port }: CountingServer, pins: Pins) {
  const network = new NodeNetwork([`127.0.0.1:${port}`]);
  const settings = {
    url: `https://127.0.0.1:${port}/`,
    ca: ca.cert,
    cert: client.cert,
    key: client.key,
    ...pins,
  };
  const exchange = {
    network,
    hotlineKey: await generateHotlineKey(),
    timeoutMs: 5000,
    nowMs: () => Date.now(),
    sleep: async () => {},
    kept: aNote(),
    references: () => [],
    notices: { mail: new InMemoryMail(), contactFor: () => 'none' as const, hasWrittenTo: () => false },
  };
  const frozen = frozenOf(aBody());
  const outcome =
    kind === 'iccam'
      ? await iccam.deliver!(frozen, { ...settings, ...ICCAM }, exchange)
      : await httpsJson.deliver!(frozen, settings, exchange);
  network.close();
  return outcome;
}

describe.each(['https-json', 'iccam'] as const)('the channel %s', (kind) => {
  test('sends not one byte to a server with another key than the pinned ones', async () => {
    await using reached = await serve();
    const outcome = await deliver(kind, reached, { pin: keyPin(ca.cert), nextPin: keyPin(client.cert) });
    expect([outcome, reached.applicationBytes]).toEqual([
      { type: 'retry', reason: { code: 'other-key' }, retryAfterMs: null },
      0,
    ]);
  });

  test.each<[string, () => Pins]>([
    ['the first key is its own', () => ({ pin: keyPin(server.cert), nextPin: keyPin(ca.cert) })],
    ['the second is', () => ({ pin: keyPin(ca.cert), nextPin: keyPin(server.cert) })],
    ['none is pinned', () => ({})],
  ])('control: something reaches it where %s', async (_, pins) => {
    await using reached = await serve();
    const outcome = await deliver(kind, reached, pins());
    expect(outcome).toMatchObject({ type: 'retry', reason: { status: 503 } });
    expect(reached.applicationBytes).toBeGreaterThan(0);
  });
});
