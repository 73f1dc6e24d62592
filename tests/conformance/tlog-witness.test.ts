import { describe, expect, test } from 'vitest';
import { signCheckpoint, verifierKey } from '../../shared/ledger/checkpoint.ts';
import { cosignedAt, readWitnessKey } from '../../shared/ledger/cosignature.ts';
import { nodeLedgerCrypto, signingKeyFrom } from '../../src-main/engine/keys/signing-key.ts';
import { makePrivateFolder } from '../../src-main/server/durable-file.ts';
import { TrustedLogs } from '../../src-main/witness/trusted-logs.ts';
import { Witness } from '../../src-main/witness/witness.ts';
import { WitnessedLogs } from '../../src-main/witness/witnessed-logs.ts';
import { aFolder } from '../support/a-folder.ts';

/*
 * Requests by a log that is not ours, with its key, notes and proofs as the test data of a public C2SP tlog-witness
 * implementation has them (a Sigsum log of five entries).
 */
const ORIGIN = 'sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562';
const KEY = new Uint8Array(
  Buffer.from('ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f', 'hex'),
);
const note = (size: number, root: string, signature: string) =>
  `${ORIGIN}\n${size}\n${root}\n\n— ${ORIGIN} ${signature}\n`;
const NOTE_1 = note(
  1,
  'KgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
  'UgIom7fPZTqpxWWhyjWduBvTvGVqsokMbqTArsQilegKoFBJQjUFAmQ0+YeSPM3wfUQMFSzVnnNuWRTYrajXpNUbIQY=',
);
const NOTE_3 = note(
  3,
  'RcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0=',
  'UgIom2VbtIcdFbwFAy1n7s6IkAxIY6J/GQOTuZF2ORV39d75cbAj2aQYwyJre36kezNobZs4SUUdrcawfAB8WVrx6go=',
);
const NOTE_5 = note(
  5,
  'QrtXrQZCCvpIgsSmOsah7HdICzMLLyDfxToMql9WTjY=',
  'UgIomw/EOJmWi0i1FQsOj+etB7F8IccFam/jgd6wzRns4QPVmyEZtdvl1U2KEmLOZ/ASRcWJi0tW90dJWAShei7sDww=',
);
const PROOF_1_TO_3 =
  'KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nKgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n';
const PROOF_1_TO_5 =
  'KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n+fUDV+k970B4I3uKrqJM4aP1lloPZP8mvr2Z4wRw2LI=\nKgQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n';
const FIRST = `old 0\n\n${NOTE_1}`;

async function aWitnessOf(
  dir: string,
  logs = [verifierKey(ORIGIN, KEY, nodeLedgerCrypto)],
): Promise<Witness> {
  await makePrivateFolder(dir);
  const trusted = await TrustedLogs.open(`${dir}/logs.txt`, nodeLedgerCrypto);
  for (const log of logs) await trusted.trust(log);
  return new Witness({
    name: 'example.com',
    ...signingKeyFrom(new Uint8Array(32).fill(7)),
    crypto: nodeLedgerCrypto,
    trusted,
    witnessed: await WitnessedLogs.open(`${dir}/logs`, nodeLedgerCrypto),
    nowMs: () => 1_679_315_147_999,
  });
}
const statusesOf = async (witness: Witness, ...requests: string[]) => {
  const statuses: number[] = [];
  for (const request of requests) statuses.push((await witness.addCheckpoint(request)).status);
  return statuses;
};

describe('the reference witness and a public log', () => {
  test('it verifies the log’s signatures and proofs, and signs each growth', async () => {
    using folder = aFolder();
    const witness = await aWitnessOf(folder.path);
    await witness.addCheckpoint(FIRST);
    const answer = await witness.addCheckpoint(`old 1\n${PROOF_1_TO_5}\n${NOTE_5}`);
    const key = readWitnessKey(witness.verifierKey, nodeLedgerCrypto)!;
    const signed = NOTE_5.slice(0, NOTE_5.indexOf('\n\n') + 1);
    expect([answer.status, cosignedAt(answer.body.trimEnd(), signed, key, nodeLedgerCrypto)]).toEqual([
      200, 1_679_315_147,
    ]);
  });

  test('it never goes back: a request for the shorter tree that lost the race hears the size', async () => {
    using folder = aFolder();
    const witness = await aWitnessOf(folder.path);
    const [, longer, shorter] = await Promise.all(
      [FIRST, `old 1\n${PROOF_1_TO_5}\n${NOTE_5}`, `old 1\n${PROOF_1_TO_3}\n${NOTE_3}`].map((request) =>
        witness.addCheckpoint(request),
      ),
    );
    expect([longer?.status, shorter]).toEqual([
      200,
      { status: 409, mediaType: 'text/x.tlog.size', body: '5\n' },
    ]);
    expect(await statusesOf(witness, `old 5\n\n${NOTE_5}`)).toEqual([200]);
  });

  test('it remembers after it was started again', async () => {
    using folder = aFolder();
    await statusesOf(await aWitnessOf(folder.path), FIRST, `old 1\n${PROOF_1_TO_3}\n${NOTE_3}`);
    const again = await aWitnessOf(folder.path, []);
    expect(await statusesOf(again, FIRST, `old 3\n\n${NOTE_3}`)).toEqual([409, 200]);
  });

  test('it answers as C2SP tlog-witness says to everything else', async () => {
    using folder = aFolder();
    const witness = await aWitnessOf(folder.path);
    const refused = await statusesOf(
      witness,
      '',
      `old 01\n\n${NOTE_1}`,
      `old 2\n\n${NOTE_1}`,
      `old 0\n${`${PROOF_1_TO_3.slice(0, 45)}`.repeat(64)}\n${NOTE_1}`,
      `old 0\n\n${NOTE_1.replaceAll('sigsum.org', 'sigsum.net')}`,
      `old 0\n\n${NOTE_1.replace('KgAA', 'KgAB')}`,
      `old 1\n\n${NOTE_1}`,
      `old 0\n${PROOF_1_TO_3.slice(0, 45)}\n${NOTE_1}`,
    );
    const afterwards = await statusesOf(
      witness,
      FIRST,
      `old 1\n\n${NOTE_3}`,
      `old 1\n${PROOF_1_TO_3.replace('KgE', 'KgI')}\n${NOTE_3}`,
      `old 1\n${PROOF_1_TO_3}\n${NOTE_3}`,
    );
    expect({ refused, afterwards }).toEqual({
      refused: [400, 400, 400, 400, 404, 403, 409, 422],
      afterwards: [200, 422, 422, 200],
    });
  });

  test('the same size with another root is a conflict, not a growth', async () => {
    using folder = aFolder();
    const { publicKey, sign } = signingKeyFrom(new Uint8Array(32).fill(9));
    const fork = (root: number) =>
      signCheckpoint(
        { origin: 'a', size: 4, root: new Uint8Array(32).fill(root) },
        publicKey,
        sign,
        nodeLedgerCrypto,
      );
    const witness = await aWitnessOf(folder.path, [verifierKey('a', publicKey, nodeLedgerCrypto)]);
    expect(
      await statusesOf(witness, `old 0\n\n${fork(1)}`, `old 4\n\n${fork(2)}`, `old 4\n\n${fork(1)}`),
    ).toEqual([200, 409, 200]);
  });
});
