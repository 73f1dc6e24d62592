import { ORPCError } from '@orpc/client';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { failures } from '../../../../shared/contract/failure.ts';
import { CONTENT_ROLES, DUTIES, mayDo, Role } from '../../../../shared/domain/duty.ts';
import { callByName, PROCEDURES, type Procedure } from '../../../contract/procedures.ts';
import { type AVault, PASSPHRASE } from '../../../support/a-vault.ts';
import { aStaffedVault, atWork } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { fromSchema } from '../../../support/from-schema.ts';
import { firstOf, isStream } from '../../../support/streams.ts';

/** What works at the closed door; everything else needs the open vault and a duty. */
const DOORS = PROCEDURES.filter(({ duty }) => duty === null);
const ROOMS = PROCEDURES.flatMap(({ duty, ...procedure }) => (duty === null ? [] : [{ ...procedure, duty }]));

/** For each procedure an input that fits its schema and names nothing that is there. */
const FITTING = new Map(PROCEDURES.map((procedure) => [procedure.name, fittingInput(procedure)]));

function fittingInput({ name, input }: Procedure): unknown {
  if (input === null) return undefined;
  // Made a few at a time: of most procedures one of the first fits.
  for (let seed = 0; seed < 50; seed++) {
    const found = fc
      .sample(fromSchema(input), { numRuns: 10, seed })
      .find((value) => input.safeParse(value).success);
    if (found !== undefined) return found;
  }
  throw new Error(`no input was found that fits ${name}`);
}

/** The failure's code, or `done`; a stream is asked for its first item and left. */
async function outcome(client: unknown, procedure: Procedure): Promise<string> {
  const leave = new AbortController();
  try {
    const answer = await callByName(client, procedure, FITTING.get(procedure.name), leave.signal);
    if (isStream(answer)) await firstOf(answer);
    return 'done';
  } catch (error) {
    if (error instanceof ORPCError && error.code in failures) return error.code;
    throw new Error(`${procedure.name} failed in a way the contract does not know`, { cause: error });
  } finally {
    leave.abort();
  }
}

async function outcomes(client: unknown): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const procedure of ROOMS) found[procedure.name] = await outcome(client, procedure);
  return found;
}

let vault: AVault;
let nameOf: Readonly<Record<Role, string>>;
beforeAll(async () => {
  ({ vault, nameOf } = await aStaffedVault());
});
afterAll(() => vault[Symbol.dispose]());

test('exactly these procedures work at the closed door', () => {
  expect(DOORS.map(({ name }) => name).sort()).toEqual(
    [
      'changePassphrase',
      'create',
      'doctor',
      'enrol',
      'hello',
      'lock',
      'people',
      'policies',
      'recover',
      'speak',
      'unlock',
      'watch',
    ]
      .map((call) => `vault.${call}`)
      .concat('team.join')
      .sort(),
  );
});

test('every duty is needed by a procedure, and no administrator has one', () => {
  expect([...new Set(ROOMS.map(({ duty }) => duty))].sort()).toEqual(Object.keys(DUTIES).sort());
  expect(Object.values(DUTIES).flat()).not.toContain('administrator');
  expect(CONTENT_ROLES).not.toContain('administrator');
});

test.each(CONTENT_ROLES)(
  'an engine with the %s at work refuses exactly what the tables refuse',
  async (role) => {
    await atWork(vault, nameOf[role]);
    const found = await outcomes(vault.client);
    const refused = Object.keys(found).filter((name) => found[name] === 'NOT_PERMITTED');
    const wanted = ROOMS.filter(({ duty }) => !mayDo(role, duty)).map(({ name }) => name);
    expect(refused).toEqual(wanted);
    expect(Object.values(found)).not.toContain('LOCKED');
    // Each role may do something, and only the supervisor may do everything.
    expect([refused.length < ROOMS.length, refused.length === 0]).toEqual([true, role === 'supervisor']);
  },
);

test('a refused procedure names the duty that is missing and changes nothing', async () => {
  await atWork(vault, nameOf.auditor);
  const before = await vault.client.audit.entries({});
  for (const procedure of ROOMS.filter(({ duty }) => !mayDo('auditor', duty))) {
    expect(await failureOf(callByName(vault.client, procedure, FITTING.get(procedure.name)))).toEqual({
      code: 'NOT_PERMITTED',
      data: { duty: procedure.duty },
    });
  }
  expect(await vault.client.audit.entries({})).toEqual(before);
});

test('a locked engine answers LOCKED to every procedure that is no door', async () => {
  vault.lock();
  const found = await outcomes(vault.client);
  expect(found).toEqual(Object.fromEntries(ROOMS.map(({ name }) => [name, 'LOCKED'])));
});

test('an administrator gets no session with the right passphrase, and the ledger hears of the visit', async () => {
  vault.lock();
  const visit = vault.client.vault.unlock({ name: nameOf.administrator, passphrase: PASSPHRASE });
  expect(await failureOf(visit)).toEqual({ code: 'NOT_PERMITTED', data: { duty: 'work' } });
  expect((await vault.client.vault.hello()).vault).toBe('locked');
  await vault.unlock();
  const { entries } = await vault.client.audit.entries({ kind: 'session.administrator-seen' });
  // Once at the enrolment, once now.
  const seen = [nameOf.administrator, 'this workstation'];
  expect(entries.map(({ data, actor }) => [data.name, actor.name])).toEqual([seen, seen]);
});

test('the roles of this matrix are all roles there are', () => {
  expect([...CONTENT_ROLES, 'administrator'].sort()).toEqual([...Role.options].sort());
});
