import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { contract } from '../../shared/contract/contract.ts';
import { errorKind } from '../../src-main/ports/log.ts';
import { aFolder } from '../support/a-folder.ts';
import { canariesIn } from '../support/canaries.ts';
import { programFile } from '../support/programs.ts';

const EXCEPTIONS = 240;

const Outcome = z.object({
  failed: z.number(),
  thrown: z.number(),
  planted: z.number(),
  events: z.array(z.strictObject({ event: z.string(), procedure: z.string(), error: z.string() })),
});

let outcome: z.infer<typeof Outcome>;
let log = '';

beforeAll(() => {
  using folder = aFolder();
  const script = programFile('forced-exceptions-process');
  const { stdout, stderr } = spawnSync(process.execPath, [script, folder.path, String(EXCEPTIONS)], {
    encoding: 'utf8',
  });
  log = stderr;
  outcome = Outcome.parse(JSON.parse(stdout));
}, 60_000);

describe(`after ${EXCEPTIONS} forced exceptions`, () => {
  test('each was thrown with a canary in it, and two hundred of them failed a procedure and reached the log', () => {
    expect([outcome.thrown, outcome.planted > EXCEPTIONS]).toEqual([EXCEPTIONS, true]);
    expect(outcome.failed).toBeGreaterThanOrEqual(200);
    expect(outcome.events.length).toBeGreaterThanOrEqual(200);
    expect(log.trim().split('\n').length).toBe(outcome.events.length);
  });

  test('neither the events nor standard error hold one', () => {
    expect(canariesIn(Buffer.from(JSON.stringify(outcome.events)))).toEqual([]);
    expect(canariesIn(Buffer.from(log))).toEqual([]);
  });

  test('an event holds the name of a procedure and the kind of an error, and nothing else', () => {
    const procedures = new Set(
      Object.entries(contract).flatMap(([room, calls]) =>
        Object.keys(calls).map((call) => `${room}.${call}`),
      ),
    );
    const strange = outcome.events.filter(
      ({ event, procedure, error }) =>
        event !== 'procedure-failed' || !procedures.has(procedure) || !/^[A-Za-z]{1,40}$/.test(error),
    );
    expect(strange).toEqual([]);
  });

  test('a line of the log is the time and the event', () => {
    const lines = log.trim().split('\n');
    expect(Object.keys(JSON.parse(lines[0]!))).toEqual(['at', 'event', 'procedure', 'error']);
  });
});

test('the kind of an error never quotes it', () => {
  class Named extends Error {
    override name = 'https://site.example/';
  }
  const odd = Object.assign(new Error('x'), { constructor: { name: 'https://site.example/' } });
  expect([new Named('y'), odd, 'text', null, 7, new DOMException('x', 'y')].map(errorKind)).toEqual([
    'Named',
    'Error',
    'string',
    'object',
    'number',
    'DOMException',
  ]);
});

test('control: a canary in a log is found', () => {
  expect(canariesIn(Buffer.from('{"error":"canaryzq7xk001wwwwwwwwww"}'))).toContain('UTF-8');
});
