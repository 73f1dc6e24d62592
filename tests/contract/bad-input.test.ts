import { ORPCError } from '@orpc/client';
import { createRouterClient } from '@orpc/server';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { failures } from '../../shared/contract/failure.ts';
import { router } from '../../src-main/engine/engine.ts';
import type { EngineContext } from '../../src-main/engine/whole/procedure.ts';
import { HOTLINE, PASSPHRASE, PERSON } from '../support/a-vault.ts';
import { isSendable, payloadFor } from '../support/payloads.ts';
import { thorough } from '../support/thorough.ts';
import { callByName, PROCEDURES } from './procedures.ts';
import { TRANSPORTS } from './transports.ts';

const SEED = 20_261_121;
const PAYLOADS = thorough(3000, 100);
const TYPED = new Set([...Object.keys(failures), 'BAD_REQUEST']);

/**
 * An open vault that is not there. The guards before a handler may ask who is at work; whoever asks for anything else
 * is a handler, and is noticed.
 */
function aTrap(): { context: EngineContext; touched: () => number } {
  let touched = 0;
  const trapped = (known: Record<string, unknown>) =>
    new Proxy(known, {
      get: (target, name) => {
        if (name in target) return target[String(name)];
        touched += 1;
        throw new Error('a handler ran');
      },
    });
  const open = trapped({ session: { person: { role: 'supervisor' } } });
  const context = {
    ports: trapped({ log: { note: () => {} } }),
    vault: trapped({ require: () => open }),
    announcer: trapped({}),
  } as unknown as EngineContext;
  return { context, touched: () => touched };
}

describe('unforeseen input', () => {
  test.each(PROCEDURES.filter((procedure) => procedure.input !== null))(
    `of ${PAYLOADS} payloads $name lets only those to its handler that fit its schema`,
    async (procedure) => {
      const { context, touched } = aTrap();
      const client = createRouterClient(router, { context });
      const seen = { fitting: 0, refused: 0 };
      await fc.assert(
        fc.asyncProperty(payloadFor(procedure), async (payload) => {
          const fits = procedure.input!.safeParse(payload).success;
          const before = touched();
          const error = await callByName(client, procedure, payload).catch((caught: unknown) => caught);
          const ran = touched() - before > 0;
          const code = error instanceof ORPCError ? error.code : 'handler';
          expect({ ran, code }).toEqual({ ran: fits, code: fits ? 'handler' : 'BAD_REQUEST' });
          seen[fits ? 'fitting' : 'refused'] += 1;
        }),
        { numRuns: PAYLOADS, seed: SEED },
      );
      // Without both kinds the property would say nothing.
      expect(Math.min(seen.fitting, seen.refused)).toBeGreaterThan(PAYLOADS / 100);
    },
  );

  test('reaches every procedure of the contract, because each is served', () => {
    const served = Object.entries(router).flatMap(([room, calls]) =>
      Object.keys(calls).map((call) => `${room}.${call}`),
    );
    expect(served.sort()).toEqual(PROCEDURES.map((procedure) => procedure.name).sort());
  });
});

/** Those that would end the vault the test works in, or wait for something. */
const SPARED = new Set(['vault.create', 'vault.lock', 'vault.unlock', 'vault.watch']);
const PER_PROCEDURE = thorough(100, 10);

describe.each(TRANSPORTS)('an open engine reached $transport', ({ reach }) => {
  test(`answers ${PER_PROCEDURE} payloads for every procedure with its result or a typed error, and stays up`, async () => {
    await using reached = await reach();
    const { client } = reached;
    await client.vault.create({ hotline: HOTLINE, name: PERSON, passphrase: PASSPHRASE });
    const untyped: unknown[] = [];
    for (const procedure of PROCEDURES.filter(({ name }) => !SPARED.has(name))) {
      const payloads = fc.sample(payloadFor(procedure), { numRuns: PER_PROCEDURE, seed: SEED });
      for (const payload of payloads.filter(isSendable)) {
        const leave = new AbortController();
        try {
          const answer = await callByName(client, procedure, payload, leave.signal);
          if (isStream(answer)) await first(answer);
        } catch (error) {
          if (!(error instanceof ORPCError && TYPED.has(error.code))) {
            untyped.push({ procedure: procedure.name, error, payload });
          }
        }
        leave.abort();
      }
    }
    expect(untyped).toEqual([]);
    expect((await client.vault.hello()).vault).toBe('open');
    const steps = await client.audit.verify();
    for await (const step of steps) if (step.phase === 'done') expect(step.report.problems).toEqual([]);
  });
});

const isStream = (answer: unknown): answer is AsyncIterator<unknown> =>
  typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer;

/** Takes one item, or waits a moment for a stream that has none yet, and leaves. */
async function first(stream: AsyncIterator<unknown>): Promise<void> {
  const moment = new Promise((resolve) => setTimeout(resolve, 200));
  const next = stream.next();
  next.catch(() => {});
  await Promise.race([next, moment]);
  await stream.return?.();
}
