import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DeskInbox } from '../../../shared/domain/desk-page.ts';
import { makeOfficerCertificate } from '../../../src-main/receiver/certificates.ts';
import type { CertifiedKey } from '../../../src-main/receiver/issue-certificate.ts';
import { aFolder } from '../../support/a-folder.ts';
import { refer, sendOnce, sendTo } from '../../support/a-referring-vault.ts';
import { aVault } from '../../support/a-vault.ts';
import { aDesk, type RunningDesk } from './a-desk.ts';

/** A built page of one line, so that the walls can be tested without building the real one. */
function aPageFolder(path: string): string {
  mkdirSync(join(path, 'assets'), { recursive: true });
  writeFileSync(join(path, 'index.html'), 'the workstation');
  writeFileSync(join(path, 'desk.html'), '<meta property="csp-nonce" nonce="__CSP_NONCE__"> the desk');
  writeFileSync(join(path, 'assets', 'a.js'), 'void 0;');
  return path;
}

interface Asked {
  path: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

const ask = (desk: RunningDesk, with_: CertifiedKey, { path, method = 'GET', headers = {}, body }: Asked) =>
  new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
    const { ca } = desk.receiver.certificates;
    const { port } = desk.receiver;
    const to = { host: '127.0.0.1', servername: 'localhost', port, path, method, headers };
    const options = { ...to, ...{ ca, ...with_, agent: false } };
    const sent = request(options, (answer) => {
      let text = '';
      answer.on('data', (piece) => {
        text += piece;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });

async function aDeskWithPage(folder: string) {
  const desk = await aDesk({ pageFolder: aPageFolder(folder) });
  const officer = await makeOfficerCertificate(desk.receiver.certificates.dir, 'kim');
  return { desk, officer, hotline: desk.receiver.certificates.client };
}

describe('the page of a desk', () => {
  test('opens with an officer’s certificate alone: a hotline’s gets nothing of it, and an officer refers nothing', async () => {
    using folder = aFolder();
    const { desk, officer, hotline } = await aDeskWithPage(folder.path);
    await using _ = desk;
    const status = async (who: CertifiedKey, asked: Asked) => (await ask(desk, who, asked)).status;
    const post = {
      path: '/referrals',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    };
    expect({
      officer: [
        await status(officer, { path: '/' }),
        await status(officer, { path: '/desk/referrals' }),
        await status(officer, { path: '/assets/a.js' }),
        await status(officer, { path: '/index.html' }),
        await status(officer, post),
        await status(officer, { path: '/referrals/0190f5fe-7c00-7a00-8000-000000000001/status' }),
      ],
      hotline: [
        await status(hotline, { path: '/' }),
        await status(hotline, { path: '/desk/referrals' }),
        await status(hotline, { path: '/assets/a.js' }),
        await status(hotline, post),
      ],
    }).toEqual({ officer: [200, 200, 200, 404, 403, 403], hotline: [404, 404, 404, 400] });
  });

  test('comes under the strict policy of the workstation’s page, with a fresh nonce each time', async () => {
    using folder = aFolder();
    const { desk, officer } = await aDeskWithPage(folder.path);
    await using _ = desk;
    const pages = [await ask(desk, officer, { path: '/' }), await ask(desk, officer, { path: '/' })];
    const nonces = pages.map(
      ({ headers }) => /'nonce-([\w-]+)'/.exec(String(headers['content-security-policy']))?.[1],
    );
    expect(pages[0]!.headers['content-security-policy']).toContain("default-src 'none'");
    expect(pages[0]!.headers['content-security-policy']).toContain("img-src 'none'");
    expect(new Set(nonces).size).toBe(2);
    expect(pages.map(({ text }, index) => text.includes(nonces[index]!))).toEqual([true, true]);
  });

  test('takes a step only from itself: from no other site, no form, no other host', async () => {
    using folder = aFolder();
    const { desk, officer } = await aDeskWithPage(folder.path);
    await using _ = desk;
    using vault = await aVault();
    await sendTo(vault, 'police', desk);
    const { referrals } = await refer(vault, 'a');
    await sendOnce(vault);
    const here = `127.0.0.1:${desk.receiver.port}`;
    const path = `/desk/referrals/${referrals[0]!.id}/steps`;
    const good = { origin: `https://${here}`, 'content-type': 'application/json' };
    const step = { status: 'acknowledged', at: new Date().toISOString() };
    const status = async (headers: Record<string, string>, body: object = step) =>
      (await ask(desk, officer, { path, method: 'POST', headers, body: JSON.stringify(body) })).status;
    expect({
      refused: [
        await status({ ...good, origin: 'https://evil.example' }),
        await status({ ...good, 'sec-fetch-site': 'cross-site' }),
        await status({ ...good, 'content-type': 'text/plain' }),
        await status({ 'content-type': 'application/json' }),
        await status({ ...good, host: 'evil.example', origin: 'https://evil.example' }),
      ],
      wrong: [
        await status(good, { ...step, status: 'moved' }),
        await status(good, { ...step, at: '2999-01-01T00:00:00Z' }),
        await status(good, { ...step, more: true }),
      ],
      // The control: the same step from the page itself is taken, and the hotline gets it signed.
      taken: await status(good),
      asked: (await vault.client.referral.refreshTakedowns()).events,
    }).toEqual({ refused: [403, 403, 403, 403, 403], wrong: [400, 400, 400], taken: 201, asked: 1 });
    const { text } = await ask(desk, officer, { path: '/desk/referrals' });
    const inbox = DeskInbox.parse(JSON.parse(text));
    expect([inbox.officer, inbox.total, inbox.referrals[0]!.steps]).toEqual(['kim', 1, [step]]);
    expect(desk.events.filter(({ type }) => type === 'step')).toEqual([
      { type: 'step', referral: referrals[0]!.id, status: 'acknowledged', by: 'kim' },
    ]);
  });
});
