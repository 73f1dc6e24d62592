import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkpointLine,
  type ExportVerification,
  exportLines,
  headerLine,
  readCheckpoint,
  readHeader,
  verifyExport,
} from '../../../shared/ledger/export-file.ts';
import { nodeLedgerCrypto } from '../../../src-main/engine/keys/signing-key.ts';
import { faultText } from '../../../src-main/host-cli/terminal/fault-text.ts';
import { aLedger, exportBytes, idOf } from '../../support/a-ledger.ts';

const linesOf = async (...chunks: (string | number[])[]): Promise<string[]> => {
  const lines: string[] = [];
  const bytes = chunks.map((chunk) => new Uint8Array(typeof chunk === 'string' ? Buffer.from(chunk) : chunk));
  for await (const line of exportLines(bytes)) lines.push(line);
  return lines;
};
const verdict = (lines: readonly string[]): Promise<ExportVerification> =>
  verifyExport(lines, nodeLedgerCrypto);
const problems = async (lines: readonly string[]) =>
  (await verdict(lines)).problems.map(({ seq, fault }) => `${seq}: ${faultText(fault)}`);

describe('the lines of an export', () => {
  test('end at line feeds and nowhere else', async () => {
    expect(await linesOf('a\rb\u2028c\u2029d\u0085e\n\n\r\n')).toEqual([
      'a\rb\u2028c\u2029d\u0085e',
      '',
      '\r',
    ]);
  });

  test('keep a byte order mark, so that it is noticed', async () => {
    expect(await linesOf([0xef, 0xbb, 0xbf], 'a\n')).toEqual(['\ufeffa']);
  });

  test('are empty where they are not UTF-8 or not ended', async () => {
    expect(
      await linesOf('a\n', [0x62, 0xff, 0x0a], [0xed, 0xa0, 0x80, 0x0a], [0xc0, 0xaf, 0x0a], 'c'),
    ).toEqual(['a', '', '', '', '']);
  });

  test('do not depend on how the bytes were cut, not even inside a character', async () => {
    const text = fc.array(
      fc.string({ unit: 'grapheme' }).map((line) => line.replaceAll('\n', ' ')),
      { maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat({ max: 200 })), async (lines, cuts) => {
        const wellFormed = lines.map((line) => line.toWellFormed());
        const bytes = exportBytes(wellFormed);
        const places = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
        const chunks = places.slice(1).map((end, index) => [...bytes.subarray(places[index], end)]);
        expect(await linesOf(...chunks)).toEqual(wellFormed);
      }),
    );
  });

  test('survive a stream that uses one buffer again and again', async () => {
    const buffer = new Uint8Array(4);
    async function* chunks() {
      for (const four of ['abcd', 'efgh', 'ij\nk', 'lmn\n']) {
        buffer.set(Buffer.from(four));
        yield buffer;
      }
    }
    const lines: string[] = [];
    for await (const line of exportLines(chunks())) lines.push(line);
    expect(lines).toEqual(['abcdefghij', 'klmn']);
  });
});

describe('the header', () => {
  const [line = ''] = aLedger().lines;
  const header = readHeader(line)!;

  test('reads back as it was written', () => {
    expect(headerLine(header)).toBe(line);
  });

  test.each([
    ['with a space', line.replace(',', ', ')],
    ['with another field', headerLine({ ...header, note: 'x' } as typeof header)],
    ['of another format', line.replace('hashline-ledger/2', 'hashline-ledger/1')],
    ['with half a character', line.replace('報', '\\ud83d')],
    ['that is an entry', aLedger().foundedBy('Sam').lines[1]!],
    ['that is empty', ''],
  ])('is none %s', async (_, text) => {
    expect(readHeader(text)).toBe(null);
    expect(await verdict([text])).toEqual({
      ok: false,
      entries: 0,
      checkpoints: 0,
      root: '',
      problems: [{ seq: null, fault: { code: 'no-header' } }],
      witnesses: { quorum: 0, named: [], anchored: 0, cosigned: [] },
      late: 0,
      overtaken: 0,
      withoutEffect: [],
      trusted: null,
    });
  });

  test('must name the device, its key and the hotline that the founding entry names', async () => {
    const lines = aLedger().foundedBy('Sam').exportedBy('Sam');
    const other = readHeader(aLedger('two').lines[0]!)!;
    const under = (change: Partial<typeof header>) =>
      problems([headerLine({ ...header, ...change }), ...lines.slice(1)]);
    expect({
      same: await under({}),
      hotline: await under({ hotline: 'Hotline' }),
      key: await under({ publicKey: other.publicKey }),
      device: (await under({ device: other.device }))[0],
    }).toEqual({
      same: [],
      hotline: ['0: names another hotline'],
      key: ['0: names another key of the log than the one given', "1: a checkpoint's signature does not fit"],
      device: '0: is of a workstation nobody added',
    });
  });
});

describe('an enclosure', () => {
  const claimed = { case: idOf('x') };
  const ledger = () => aLedger().foundedBy('Sam').by('Sam', 'session.unlocked');
  const withEnclosure = ledger().enclosing('Sam', 'case.claimed', claimed, '{"note":"é"}').exportedBy('Sam');
  const at = withEnclosure.findIndex((line) => line.startsWith('{"enclosure"'));

  test('belongs after the entry that names it, and may be left out', async () => {
    expect([await problems(withEnclosure), await problems(withEnclosure.toSpliced(at, 1))]).toEqual([[], []]);
  });

  const line = withEnclosure[at] ?? '';
  const other = 'the enclosure after it is not the one it names';
  const unnamed = 'an enclosure stands after it that it does not name';
  test.each([
    ['with other words', [line.replace('é', 'e')], other],
    ['with another salt', [line.replace(/"salt":"..../, '"salt":"AAAA')], other],
    ['with a salt of another length', [line.replace(/"salt":"..../, '"salt":"')], other],
    ['that stands twice', [line, line], unnamed],
  ])('is found %s', async (_how, lines, what) => {
    expect(await problems(withEnclosure.toSpliced(at, 1, ...lines))).toEqual([`2: ${what}`]);
  });

  test('is found after an entry that encloses nothing, and after a checkpoint', async () => {
    const lines = withEnclosure.toSpliced(at, 1);
    expect([
      await problems(lines.toSpliced(2, 0, line)),
      await problems([...lines, line]),
      await problems(lines.toSpliced(1, 0, line)),
    ]).toEqual([[`0: ${unnamed}`], [`3: ${unnamed}`], [`-1: ${unnamed}`]]);
  });

  test.each([
    ['another member', line.replace('}}', ',"x":1}}')],
    ['a space', line.replace('":{', '": {')],
    ['words that are no text', line.replace(/"text":".*"}}/, '"text":1}}')],
  ])('with %s is no line of the file at all', async (_what, changed) => {
    const found = await problems(withEnclosure.toSpliced(at, 1, changed));
    expect(found[0]).toBe('3: is not a well-formed entry');
  });
});

test('a checkpoint line reads back as it was written, and in no other form', () => {
  const note = aLedger().foundedBy('Sam').note();
  const line = checkpointLine(note);
  const others = [
    line.replace(':', ': '),
    line.replace('}', ',"x":1}'),
    line.replace('—', '\\u2014'),
    line.replace('hashline', '\\ud83d'),
    '{"checkpoint":1}',
    note,
  ];
  expect([readCheckpoint(line), ...others.map(readCheckpoint)]).toEqual([note, ...others.map(() => null)]);
});

describe('an export', () => {
  test('that is empty is refused', async () => {
    expect((await verdict([])).problems).toEqual([{ seq: null, fault: { code: 'file-empty' } }]);
  });

  test('must end with the entry of its own making, sealed', async () => {
    const begun = () => aLedger().foundedBy('Sam').by('Sam', 'session.unlocked');
    const whole = begun().exportedBy('Sam');
    const cut = '2: does not end with its own export: entries may be missing';
    const open = (seq: number) => `${seq}: no checkpoint seals the end: entries may be missing`;
    expect({
      whole: await problems(whole),
      'without the last checkpoint': await problems(whole.slice(0, -1)),
      'without the last entry': await problems(begun().lines),
      'sealed too early': await problems(begun().sealed().lines),
      'header alone': await problems(whole.slice(0, 1)),
    }).toEqual({
      whole: [],
      'without the last checkpoint': [open(3)],
      'without the last entry': [cut, open(2)],
      'sealed too early': [cut],
      'header alone': ['0: does not end with its own export: entries may be missing', open(0)],
    });
  });

  test('that is only a checkpoint over nothing holds nothing', async () => {
    expect((await verdict(aLedger().sealed().lines)).ok).toBe(false);
  });

  test('tells how far it has come', async () => {
    const seen: number[] = [];
    const ledger = aLedger().foundedBy('Sam');
    for (let entry = 1; entry < 5000; entry++) {
      // Not signed by anybody, which is quick and tells as much about progress.
      ledger.line('{}');
    }
    const { problems: listed, entries } = await verifyExport(ledger.lines, nodeLedgerCrypto, (n) =>
      seen.push(n),
    );
    expect({ seen, listed: listed.length, entries }).toEqual({ seen: [5000], listed: 1000, entries: 5000 });
  });
});
