import { ORPCError } from '@orpc/client';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { failures } from '../../shared/contract/failure.ts';
import { callByName, PROCEDURES, type Procedure } from '../contract/procedures.ts';
import { TRANSPORTS } from '../contract/transports.ts';
import { HOTLINE, PASSPHRASE, PERSON } from '../support/a-vault.ts';
import { isSendable, payloadFor } from '../support/payloads.ts';
import { verifyReportOf } from '../support/problems-of.ts';
import { firstOf, isStream } from '../support/streams.ts';
import { thorough } from '../support/thorough.ts';

/** Others by `HASHLINE_SEED=7`. */
const PAYLOADS = thorough(200_000, 1000);
const SEED = Number(process.env.HASHLINE_SEED ?? 20_261_121);
const AT_ONCE = 40;
const TYPED = new Set([...Object.keys(failures), 'BAD_REQUEST']);

/** Would end the work of all others, or answers nothing until something happens: only what does not fit is sent. */
const ONLY_BAD = new Set(['vault.lock', 'vault.watch']);

interface Outcome {
  fits: boolean;
  code: string;
}

async function outcomeOf(client: unknown, procedure: Procedure, payload: unknown): Promise<Outcome> {
  const fits = procedure.input === null || procedure.input.safeParse(payload).success;
  const leave = new AbortController();
  try {
    const answer = await callByName(client, procedure, payload, leave.signal);
    if (isStream(answer)) await firstOf(answer);
    return { fits, code: 'done' };
  } catch (error) {
    if (error instanceof ORPCError && TYPED.has(error.code)) return { fits, code: error.code };
    return { fits, code: `untyped: ${String(error)}` };
  } finally {
    leave.abort();
  }
}

/** The wire has no place for a member of this name and leaves it out, so what arrives may fit. */
const hasProto = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (Object.hasOwn(value, '__proto__') || Object.values(value).some(hasProto));

test(`${PAYLOADS} unforeseen payloads, over a MessagePort to the engine’s own thread: bad input reaches no handler, only typed errors come back, and the engine is whole afterwards`, async () => {
  const { reach } = TRANSPORTS.find(({ transport }) => transport.includes('MessagePort'))!;
  await using reached = await reach();
  const { client } = reached;
  await client.vault.create({ hotline: HOTLINE, name: PERSON, passphrase: PASSPHRASE });
  const asked = PROCEDURES.filter(({ name, input }) => input !== null || !ONLY_BAD.has(name));
  const each = Math.ceil(PAYLOADS / asked.length);
  const counts: Record<string, number> = {};
  const wrong: unknown[] = [];
  for (const procedure of asked) {
    const payloads = fc
      .sample(payloadFor(procedure), { numRuns: 2 * each, seed: SEED })
      .filter(isSendable)
      .filter(
        (payload) => !ONLY_BAD.has(procedure.name) || procedure.input?.safeParse(payload).success === false,
      )
      .slice(0, each);
    for (let from = 0; from < payloads.length; from += AT_ONCE) {
      const batch = payloads.slice(from, from + AT_ONCE);
      const outcomes = await Promise.all(batch.map((payload) => outcomeOf(client, procedure, payload)));
      for (const [index, { fits, code }] of outcomes.entries()) {
        counts[code] = (counts[code] ?? 0) + 1;
        const misjudged = (code === 'BAD_REQUEST') === fits && !hasProto(batch[index]);
        if (code.startsWith('untyped') || misjudged) {
          wrong.push({ procedure: procedure.name, fits, code, payload: batch[index] });
        }
      }
    }
  }
  const sent = Object.values(counts).reduce((sum, count) => sum + count, 0);
  process.stdout.write(`contract: ${sent} payloads answered ${JSON.stringify(counts)}\n`);
  expect(wrong.slice(0, 5)).toEqual([]);
  expect(sent).toBeGreaterThanOrEqual(PAYLOADS);
  expect((await client.vault.hello()).vault).toBe('open');
  expect((await verifyReportOf(client)).problems).toEqual([]);
  // Without both kinds the property would say nothing.
  expect(Math.min(counts.BAD_REQUEST ?? 0, counts.done ?? 0)).toBeGreaterThan(each);
}, 600_000);
