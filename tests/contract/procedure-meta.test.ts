import type { ContractRouter } from '@orpc/contract';
import { oc } from '@orpc/contract';
import { expect, expectTypeOf, test } from 'vitest';
import { contract, metaOf } from '../../shared/contract/contract.ts';
import { failures } from '../../shared/contract/failure.ts';
import type { ProcedureMeta } from '../../shared/contract/procedure.ts';
import { Duty } from '../../shared/domain/duty.ts';
import { PROCEDURES } from './procedures.ts';

test('every procedure states its duty, or that it needs none, and whether it may be repeated', () => {
  const unstated = PROCEDURES.filter(
    ({ duty, repeatable }) =>
      !(duty === null || Duty.safeParse(duty).success) || typeof repeatable !== 'boolean',
  );
  expect(unstated).toEqual([]);
});

test('a procedure that states neither is no part of a contract', () => {
  const silent = { room: { call: oc.errors(failures) } };
  expectTypeOf(silent).not.toExtend<ContractRouter<ProcedureMeta>>();
  expectTypeOf(contract).toExtend<ContractRouter<ProcedureMeta>>();
  expect(silent.room.call['~orpc'].meta).toEqual({});
});

test('exactly these calls are not made again once they were cut off', () => {
  expect(PROCEDURES.filter(({ repeatable }) => !repeatable).map(({ name }) => name)).toEqual([
    'vault.create',
    'vault.enrol',
    'vault.changePassphrase',
    'vault.recover',
    'vault.watch',
    'intake.open',
    'intake.append',
    'intake.run',
    'intake.cancel',
    'intake.takeInRow',
    'lists.open',
    'lists.append',
    'lists.run',
    'lists.cancel',
    'together.decide',
    'together.takeBack',
    'referral.testDestination',
    'referral.seal',
    'referral.importReceipts',
    'referral.send',
    'referral.pull',
    'audit.verify',
    'audit.export',
    'audit.exportWithEnclosures',
    'audit.exportReports',
    'audit.exportSelection',
    'backup.create',
    'retention.erase',
    'blocklist.export',
    'team.found',
    'team.rejoin',
    'team.leave',
    'team.carryOut',
    'team.carryIn',
    'team.join',
  ]);
});

test('a path that leads to no procedure states nothing', () => {
  expect([metaOf(['review']), metaOf(['review', 'nothing']), metaOf([])]).toEqual([null, null, null]);
});
