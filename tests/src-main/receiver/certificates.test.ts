import { X509Certificate } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeCertificates } from '../../../src-main/receiver/certificates.ts';
import { aFolder } from './a-desk.ts';

const NOW = new Date('2026-11-21T18:00:00.000Z');
const MODE = 0o777;

describe('certificates of a desk', () => {
  test('every certificate says what it is for and is issued by the private authority', async () => {
    await using folder = await aFolder();
    const made = await makeCertificates({ dir: folder.path, names: ['desk.example', '192.0.2.7'], now: NOW });
    const ca = new X509Certificate(made.ca);
    const facts = [made.server, made.receipt, made.client].map(({ cert }) => {
      const leaf = new X509Certificate(cert);
      return {
        subject: leaf.subject,
        names: leaf.subjectAltName,
        purposes: leaf.keyUsage,
        ca: leaf.ca,
        issued: leaf.checkIssued(ca) && leaf.verify(ca.publicKey),
        curve: leaf.publicKey.asymmetricKeyDetails?.namedCurve,
        days: Math.round((leaf.validToDate.getTime() - NOW.getTime()) / 86_400_000),
      };
    });
    expect({ ca: ca.ca, self: ca.verify(ca.publicKey), facts }).toEqual({
      ca: true,
      self: true,
      facts: [
        {
          subject: 'CN=localhost',
          names: 'DNS:localhost, IP Address:127.0.0.1, DNS:desk.example, IP Address:192.0.2.7',
          purposes: ['1.3.6.1.5.5.7.3.1'],
          ca: false,
          issued: true,
          curve: 'prime256v1',
          days: 730,
        },
        {
          subject: 'CN=Hashline desk receipts',
          names: undefined,
          purposes: ['1.3.6.1.5.5.7.3.36'],
          ca: false,
          issued: true,
          curve: 'prime256v1',
          days: 730,
        },
        {
          subject: 'CN=hotline',
          names: undefined,
          purposes: ['1.3.6.1.5.5.7.3.2'],
          ca: false,
          issued: true,
          curve: 'prime256v1',
          days: 730,
        },
      ],
    });
  });

  test('a second call keeps every file, and another hotline gets a certificate of the same authority', async () => {
    await using folder = await aFolder();
    const first = await makeCertificates({ dir: folder.path });
    const again = await makeCertificates({ dir: folder.path });
    const other = await makeCertificates({ dir: folder.path, hotline: 'second-hotline' });
    expect(again).toEqual(first);
    expect({ ...other, client: null }).toEqual({ ...first, client: null });
    expect(new X509Certificate(other.client.cert).verify(new X509Certificate(first.ca).publicKey)).toBe(true);
  });

  test.skipIf(process.platform === 'win32')('only their owner can read the keys', async () => {
    await using folder = await aFolder();
    await makeCertificates({ dir: folder.path });
    const modes: Record<string, string> = {};
    for (const name of (await readdir(folder.path)).sort()) {
      modes[name] = ((await stat(join(folder.path, name))).mode & MODE).toString(8);
    }
    expect(modes).toEqual({
      'ca.key': '600',
      'ca.pem': '644',
      'hotline.key': '600',
      'hotline.pem': '644',
      'receipt.key': '600',
      'receipt.pem': '644',
      'server.key': '600',
      'server.pem': '644',
    });
  });

  test('a certificate whose key is gone stops the call, and nothing is replaced', async () => {
    await using folder = await aFolder();
    const { ca } = await makeCertificates({ dir: folder.path });
    await rm(join(folder.path, 'ca.key'));
    await expect(makeCertificates({ dir: folder.path })).rejects.toThrow('but its key is not');
    expect(await readFile(join(folder.path, 'ca.pem'), 'utf8')).toBe(ca);
  });

  test('a hotline cannot be called like one of the files', async () => {
    await using folder = await aFolder();
    for (const hotline of ['ca', 'server', 'receipt', '../x', '']) {
      await expect(makeCertificates({ dir: folder.path, hotline })).rejects.toThrow(RangeError);
    }
  });
});
