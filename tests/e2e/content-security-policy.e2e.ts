import { expect, type Page, test } from '@playwright/test';
import { z } from 'zod';
import { serveProbe, serveSink } from './csp-probe.ts';

const Told = z.object({ outcomes: z.record(z.string(), z.string()), violations: z.array(z.string()) });

async function tell(page: Page, address: string) {
  await page.goto(address);
  const { outcomes, violations } = Told.parse(
    JSON.parse(await page.locator('#told').innerText({ timeout: 30_000 })),
  );
  const allowed = Object.keys(outcomes).filter((name) => outcomes[name] !== 'blocked');
  return { attempts: Object.keys(outcomes).length, allowed, violations };
}

test('a script inside the page gets nothing past the policy, and every kind of attempt is reported', async ({
  page,
}) => {
  const sink = await serveSink();
  const probe = await serveProbe(sink.address, true);
  const { attempts, allowed, violations } = await tell(page, probe.address);
  expect(attempts).toBe(28);
  // A beacon is only queued when it answers; that it reached nobody is what the sink says.
  expect(allowed).toEqual(['beacon']);
  expect(sink.arrived).toEqual([]);
  expect(violations).toEqual([
    'base-uri',
    'connect-src',
    'font-src',
    'form-action',
    'frame-src',
    'img-src',
    'media-src',
    'require-trusted-types-for',
    'style-src-attr',
    'style-src-elem',
    'trusted-types',
  ]);
  expect(page.url()).toBe(`${probe.address}/`);
  probe.stop();
  sink.stop();
});

test('the same script without the policy gets through, so the probe proves something', async ({ page }) => {
  const sink = await serveSink();
  const probe = await serveProbe(sink.address, false);
  const { allowed, violations } = await tell(page, probe.address);
  expect(allowed.length).toBeGreaterThan(15);
  expect(violations).toEqual([]);
  expect(sink.arrived).toEqual(expect.arrayContaining(['POST /', 'GET /x.gif']));
  probe.stop();
  sink.stop();
});
