import { describe, expect, test } from 'vitest';
import { aCommand } from '../../../support/a-command.ts';
import { aReport } from '../../../support/a-report.ts';
import { aVault } from '../../../support/a-vault.ts';
import { failureOf } from '../../../support/failure-of.ts';

const OTHERWISE = {
  code: 'CONFLICT',
  data: { reason: 'command-with-other-input' },
};

describe('a command given again', () => {
  test('with the same in it answers the same and changes nothing', async () => {
    using vault = await aVault();
    const input = { command: aCommand(), report: aReport().of('https://one.example/').build() };
    const first = await vault.client.intake.report(input);
    expect(await vault.client.intake.report(structuredClone(input))).toEqual(first);
    expect((await vault.client.review.queue({})).total).toBe(1);
  });

  test('with the same in it in another order, and after a restart, is the same', async () => {
    using vault = await aVault();
    const [command, report] = [aCommand(), aReport().of('https://one.example/').build()];
    const first = await vault.client.intake.report({ command, report });
    await vault.restart();
    expect(await vault.client.intake.report({ report, command })).toEqual(first);
  });

  test('with another report in it is a conflict, and neither answers with the first nor drops the second in silence', async () => {
    using vault = await aVault();
    const command = aCommand();
    await vault.client.intake.report({ command, report: aReport().of('https://one.example/').build() });
    const second = { command, report: aReport().of('https://two.example/').build() };
    expect(await failureOf(vault.client.intake.report(second))).toEqual(OTHERWISE);
    const again = { ...second, command: aCommand() };
    expect((await vault.client.intake.report(again)).cases).toHaveLength(1);
  });

  test('with another name or role in it is a conflict, at once and when both come together', async () => {
    using vault = await aVault();
    const command = aCommand();
    const { add } = vault.client.people;
    const both = await Promise.allSettled([
      add({ command, name: 'Ann', role: 'analyst' }),
      add({ command, name: 'Ann', role: 'supervisor' }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await failureOf(add({ command, name: 'Bob', role: 'analyst' }))).toEqual(OTHERWISE);
  });

  test('to another procedure is a conflict', async () => {
    using vault = await aVault();
    const command = aCommand();
    await vault.client.vault.extendDuty({ command, reason: 'a long day' });
    const elsewhere = vault.client.people.add({ command, name: 'Ann', role: 'analyst' });
    expect(await failureOf(elsewhere)).toEqual(OTHERWISE);
  });
});
