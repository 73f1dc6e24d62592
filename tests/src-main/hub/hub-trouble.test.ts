import { expect, test } from 'vitest';
import { hubFailure } from '../../../src-main/hub/hub-trouble.ts';
import { HubFailure } from '../../../src-main/ports/hub.ts';

const ofServer = (code: string, detail?: string) =>
  Object.assign(new Error('as it says'), { code, severity: 'ERROR', detail });
const ofSystem = (code: string) => Object.assign(new Error('as it says'), { code });
const troubleOf = (error: unknown) => hubFailure(error).trouble;

test('the hub’s own SQLSTATEs are its troubles, with the count that comes along', () => {
  expect(
    [
      ofServer('HL001'),
      ofServer('HL002', '7'),
      ofServer('HL003', '8'),
      ofServer('HL004', '9'),
      ofServer('HL005'),
    ].map(troubleOf),
  ).toEqual([
    { code: 'not-admitted' },
    { code: 'taken-back', size: 7 },
    { code: 'other-number', next: 8 },
    { code: 'gap', size: 9 },
    { code: 'fork' },
  ]);
});

test('a SQLSTATE that says "not now" is unreachable, and any other is unfit', () => {
  const codes = ['08006', '53300', '57014', '57P01', '58030', '40001', '40P01', '55P03'];
  const others = ['42501', '42883', '28000', '3D000', 'HL006', '22P02', 'XX000', 'HL002', 'HL009'];
  expect([codes, others].map((each) => each.map((code) => troubleOf(ofServer(code)).code))).toEqual([
    codes.map(() => 'unreachable'),
    others.map(() => 'unfit'),
  ]);
});

test('what the system says is unreachable where nothing answers, and unfit otherwise', () => {
  expect(
    [
      ofSystem('ECONNREFUSED'),
      ofSystem('ENOTFOUND'),
      new Error('Connection terminated unexpectedly'),
      new Error('timeout expired'),
      ofSystem('ERR_TLS_CERT_ALTNAME_INVALID'),
      new Error('The server does not support SSL connections'),
      'a text',
    ].map((error) => troubleOf(error).code),
  ).toEqual(['unreachable', 'unreachable', 'unreachable', 'unreachable', 'unfit', 'unfit', 'unfit']);
});

test('nothing is swallowed: the cause stays, and a trouble of the hub stays itself', () => {
  const cause = ofServer('XX000');
  const itself = new HubFailure({ code: 'fork' });
  expect([hubFailure(cause).cause, hubFailure(itself)]).toEqual([cause, itself]);
  expect(hubFailure(itself)).toBe(itself);
  expect(troubleOf(cause)).toEqual({ code: 'unfit', why: 'XX000: as it says' });
});
