import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { assetsWith } from '../../../fault/impatient-assets.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aReport } from '../../../support/a-report.ts';
import { aTeam, type Seat } from '../../../support/a-team.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { problemsOf } from '../../../support/problems-of.ts';

const report = (seat: Seat, name: string) =>
  seat.client.intake.report({
    command: aCommand(),
    report: aReport().of(`https://${name}.example/`).build(),
  });
const subjects = async (seat: Seat) =>
  (await seat.client.review.queue({})).cases.map(({ subject }) => new URL(subject).host.split('.')[0]).sort();
const isThere = (seat: Seat) => existsSync(join(seat.folder, 'keyring.json'));

describe('a seat leaves its team', () => {
  test('once what waited there is with the others, and takes no copy along', async () => {
    await using team = await aTeam([['Ada', 'analyst']]);
    const [sam, ada] = team.seats as [Seat, Seat];
    const device = ada.device();
    await report(ada, 'waits');
    expect(await ada.client.team.leave({ keepCopy: false })).toEqual({ left: device, copy: 'removed' });
    expect([isThere(ada), ada.engine.context.vault.state()]).toEqual([false, 'absent']);
    await team.settle([sam]);
    expect(await subjects(sam)).toEqual(['waits']);
    const { signers } = sam.open().teamSync.log!;
    expect([signers.devices.get(device)?.removed, signers.epoch]).toEqual([
      true,
      { number: 2, isStale: false },
    ]);
    expect(await problemsOf(sam.client)).toEqual([]);
  }, 30_000);

  test('with its copy where the policy allows that, and what is recorded in it afterwards goes nowhere', async () => {
    const assets = assetsWith((policy) => {
      policy.seats = { keepCopy: true };
    });
    await using team = await aTeam([['Ada', 'analyst']], { ports: { assets } });
    const [sam, ada] = team.seats as [Seat, Seat];
    await report(sam, 'sam');
    await team.settle();
    expect(await ada.client.team.leave({ keepCopy: true })).toMatchObject({ copy: 'kept' });
    await team.settle([sam]);
    expect(await subjects(ada)).toEqual(['sam']);
    await report(ada, 'late');
    await expect(ada.sync()).rejects.toThrow('not-admitted');
    expect(await subjects(sam)).toEqual(['sam']);
  }, 30_000);

  test('not with its copy otherwise, nor as the one that invites, nor without contact', async () => {
    await using team = await aTeam([['Ada', 'analyst']]);
    const [sam, ada] = team.seats as [Seat, Seat];
    const refused = [
      await failureOf(ada.client.team.leave({ keepCopy: true })),
      await failureOf(sam.client.team.leave({ keepCopy: false })),
    ];
    team.hub.goAway();
    refused.push(await failureOf(ada.client.team.leave({ keepCopy: false })));
    expect(refused.map(({ data }) => data)).toEqual([
      { reason: 'copy-not-allowed' },
      { reason: 'seat-invites' },
      { reason: 'needs-contact' },
    ]);
    expect(isThere(ada)).toBe(true);
  }, 30_000);
});
