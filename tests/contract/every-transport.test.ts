import { isDefinedError, ORPCError } from '@orpc/client';
import { describe, expect, test } from 'vitest';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { UPLOAD_CHUNK_BYTES } from '../../shared/contract/intake.contract.ts';
import { CaseId, UploadId } from '../../shared/domain/ids.ts';
import { verifyExport } from '../../shared/ledger/export-file.ts';
import { nodeLedgerCrypto } from '../../src-main/engine/keys/signing-key.ts';
import { aCommand } from '../support/a-command.ts';
import { aReport } from '../support/a-report.ts';
import { HOTLINE, PASSPHRASE, PERSON } from '../support/a-vault.ts';
import { illegalIn } from '../support/an-assessment.ts';
import { importFile, importSteps, openUpload, sendPieces } from '../support/an-import.ts';
import { scartFile, scartRow } from '../support/intake.ts';
import { TRANSPORTS } from './transports.ts';

const open = (client: EngineClient) =>
  client.vault.create({ hotline: HOTLINE, name: PERSON, passphrase: PASSPHRASE });

const NOBODY = CaseId.parse('00000000-0000-7000-8000-000000000000');

interface WireError {
  code: string;
  /** Whether the contract defines it; anything else is a failure nobody foresaw. */
  defined: boolean;
  data: unknown;
}

async function errorOf(call: PromiseLike<unknown>): Promise<WireError> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof ORPCError)) throw error;
    return { code: error.code, defined: isDefinedError(error), data: error.data };
  }
  throw new Error('the call succeeded');
}

async function all<Item>(stream: PromiseLike<AsyncIterable<Item>>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of await stream) items.push(item);
  return items;
}

describe.each(TRANSPORTS)('the engine reached $transport', ({ reach }) => {
  test('says who it is before anything else', async () => {
    await using reached = await reach();
    const hello = await reached.client.vault.hello();
    expect({ ...hello, host: Object.keys(hello.host).sort() }).toEqual({
      product: 'hashline',
      version: '0.0.0-test',
      host: ['capabilities', 'kind'],
      vault: 'absent',
      seat: { language: null, lastPerson: null, waiting: null },
    });
  });

  test('does the whole job: import, look, decide, and prove the record', async () => {
    await using reached = await reach();
    const { client } = reached;
    await open(client);
    const rows = ['a', 'b', 'c'].map((name) => scartRow(`https://${name}.example/`));
    const result = await importFile(client, scartFile(rows));
    const { cases, total } = await client.review.queue({});
    const decided = await client.review.assess({
      command: aCommand(),
      case: cases[0]!.id,
      judgement: illegalIn('BE', { note: 'Ünïcödé, and 漢字' }),
    });
    const detail = await client.review.case({ id: cases[0]!.id });
    const lines = (await all(client.audit.export())).flatMap((piece) => piece.lines);
    const verified = await verifyExport(lines, nodeLedgerCrypto);
    expect({
      imported: [result.reports, result.casesNew],
      total,
      state: decided.state,
      to: decided.referrals.map((referral) => referral.destination),
      note: detail.assessments[0]?.judgement.note,
      problems: verified.problems,
    }).toEqual({
      imported: [3, 3],
      total: 3,
      state: 'referred',
      to: ['police'],
      note: 'Ünïcödé, and 漢字',
      problems: [],
    });
  });

  test('answers every kind of failure as the contract defines it', async () => {
    await using reached = await reach();
    const { client } = reached;
    const locked = await errorOf(client.review.counts());
    await open(client);
    const again = await errorOf(client.vault.create({ hotline: 'x', name: 'y', passphrase: PASSPHRASE }));
    const missing = await errorOf(client.review.case({ id: NOBODY }));
    const refused = await errorOf(client.matching.lookup({ algorithm: 'md5', value: 'xyz' }));
    const wrong = await errorOf(client.vault.unlock({ name: PERSON, passphrase: 'not the passphrase' }));
    expect({ locked, again, missing, refused, wrong: { ...wrong, data: null } }).toEqual({
      locked: { code: 'LOCKED', defined: true, data: undefined },
      again: { code: 'CONFLICT', defined: true, data: { reason: 'vault-exists' } },
      missing: { code: 'NOT_FOUND', defined: true, data: { what: 'case', id: NOBODY } },
      refused: {
        code: 'REFUSED',
        defined: true,
        data: {
          refusals: [
            { row: null, field: 'md5', reason: 'bad-hash', detail: { code: 'needs-hex-digits', digits: 32 } },
          ],
        },
      },
      wrong: { code: 'WRONG_PASSPHRASE', defined: true, data: null },
    });
  });

  test('answers a failure in the middle of a stream as the contract defines it', async () => {
    await using reached = await reach();
    await open(reached.client);
    expect(await errorOf(importSteps(reached.client, scartFile([scartRow('not an address')])))).toEqual({
      code: 'REFUSED',
      defined: true,
      data: { refusals: [{ row: 2, field: 'URL', reason: 'bad-url', detail: { code: 'not-an-address' } }] },
    });
  });

  test('refuses input that does not fit with BAD_REQUEST and the place', async () => {
    await using reached = await reach();
    const { client } = reached;
    await open(client);
    const strange = (input: unknown) => input as never;
    const answers = [
      await errorOf(client.review.queue(strange({ limit: 0 }))),
      await errorOf(client.review.queue(strange({ limit: 10, order: 'id' }))),
      await errorOf(client.review.case(strange({ id: 'no id' }))),
      await errorOf(client.vault.create(strange({ hotline: 'h', name: 'n', passphrase: 'short' }))),
      await errorOf(client.intake.report(strange(undefined))),
    ];
    expect(answers.map(({ code, data }) => [code, placesOf(data)])).toEqual([
      ['BAD_REQUEST', ['limit']],
      ['BAD_REQUEST', ['']],
      ['BAD_REQUEST', ['id']],
      ['BAD_REQUEST', ['passphrase']],
      ['BAD_REQUEST', ['']],
    ]);
  });

  test('refuses media with BAD_REQUEST, naming the field and repeating nothing of it', async () => {
    await using reached = await reach();
    await open(reached.client);
    const picture = `data:image/png;base64,${Buffer.from('synthetic, not a picture').toString('base64')}`;
    const report = { ...aReport().of('https://a.example/').build(), narrative: picture };
    const { code, data } = await errorOf(reached.client.intake.report({ command: aCommand(), report }));
    expect({ code, places: placesOf(data), repeats: JSON.stringify(data).includes(picture) }).toEqual({
      code: 'BAD_REQUEST',
      places: ['report.narrative'],
      repeats: false,
    });
  });

  test('takes a file in pieces of the largest size, byte for byte', async () => {
    await using reached = await reach();
    const { client } = reached;
    await open(client);
    const rows = Array.from({ length: 4000 }, (_, i) =>
      scartRow(`https://host-${i}.example/${'x'.repeat(190)}`),
    );
    const file = Buffer.from(scartFile(rows));
    expect(file.length).toBeGreaterThan(3 * UPLOAD_CHUNK_BYTES);
    const steps = await importSteps(client, file);
    const last = steps.at(-1);
    expect(steps.filter((step) => step.phase === 'reading').length).toBeGreaterThan(3);
    expect(last?.phase === 'done' && [last.result.reports, last.result.casesNew]).toEqual([4000, 4000]);
    const batches = await client.intake.batches();
    expect(batches.map((batch) => [batch.state, batch.reports])).toEqual([['done', 4000]]);
  });

  test('refuses a piece that is too large, and the upload goes on', async () => {
    await using reached = await reach();
    const { client } = reached;
    await open(client);
    const { upload, bytes } = await openUpload(client, scartFile([scartRow('https://a.example/')]));
    const run = await client.intake.run({ upload });
    const tooLarge = new Blob([new Uint8Array(UPLOAD_CHUNK_BYTES + 1)]);
    expect((await errorOf(client.intake.append({ upload, bytes: tooLarge }))).code).toBe('BAD_REQUEST');
    const sending = sendPieces(client, upload, bytes);
    const phases: string[] = [];
    for await (const step of run) phases.push(step.phase);
    await sending;
    expect(phases.at(-1)).toBe('done');
  });

  test('cancels an import whose stream is left, without a trace', async () => {
    await using reached = await reach();
    const { client } = reached;
    await open(client);
    const rows = Array.from({ length: 3000 }, (_, i) =>
      scartRow(`https://host-${i}.example/${'y'.repeat(190)}`),
    );
    const { upload, bytes } = await openUpload(client, scartFile(rows));
    const run = await client.intake.run({ upload });
    const first = run.next();
    await client.intake.append({ upload, bytes: new Blob([bytes.slice(0, UPLOAD_CHUNK_BYTES)]) });
    expect((await first).value).toMatchObject({ phase: 'reading' });
    await run.return?.();
    // The engine hears of it a moment later over a real transport.
    await expect
      .poll(async () => (await errorOf(client.intake.append({ upload, bytes: new Blob(['x']) }))).code, {
        timeout: 10_000,
      })
      .toBe('NOT_FOUND');
    const { total } = await client.audit.entries({ kind: 'intake.imported' });
    expect([await client.intake.batches(), (await client.review.queue({})).total, total]).toEqual([[], 0, 0]);
    expect((await importFile(client, bytes)).reports).toBe(3000);
  });

  test('streams changes until the listener leaves', async () => {
    await using reached = await reach();
    const { client } = reached;
    await open(client);
    const leave = new AbortController();
    const watch = await client.vault.watch(undefined, { signal: leave.signal });
    const heard = watch.next();
    await client.intake.report({ command: aCommand(), report: aReport().of('https://a.example/').build() });
    expect((await heard).value).toEqual(expect.arrayContaining(['queue', 'ledger']));
    const ending = watch.next().catch(() => ({ done: true }));
    leave.abort();
    expect((await ending).done).toBe(true);
    expect((await client.vault.hello()).vault).toBe('open');
  });

  test('answers what is asked side by side, each to its own question', async () => {
    await using reached = await reach();
    const { client } = reached;
    await open(client);
    const addresses = Array.from({ length: 40 }, (_, i) => `https://host-${i}.example/`);
    const joined = await Promise.all(
      addresses.map((url) =>
        client.intake.report({ command: aCommand(), report: aReport().of(url).build() }),
      ),
    );
    const details = await Promise.all(joined.map(({ cases }) => client.review.case({ id: cases[0]!.id })));
    expect(details.map((detail) => detail.summary.subject)).toEqual(addresses);
  });

  test('knows no other procedure and no other upload', async () => {
    await using reached = await reach();
    const { client } = reached;
    await open(client);
    const other = client as unknown as { vault: { destroy: () => Promise<unknown> } };
    await expect((async () => other.vault.destroy())()).rejects.toThrow();
    const upload = UploadId.parse('00000000-0000-7000-8000-000000000000');
    expect((await errorOf(client.intake.append({ upload, bytes: new Blob(['x']) }))).code).toBe('NOT_FOUND');
    expect((await errorOf(all(client.intake.run({ upload })))).code).toBe('NOT_FOUND');
    expect(await client.intake.cancel({ upload })).toEqual({ cancelled: false });
  });
});

/** Where the issues of a BAD_REQUEST stand. */
function placesOf(data: unknown): string[] {
  const { issues } = data as { issues: { path?: unknown[] }[] };
  return issues.map((issue) => (issue.path ?? []).join('.'));
}
