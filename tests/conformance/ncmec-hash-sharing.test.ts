import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ncmecFeedbackXml } from '../../src-main/engine/lists/formats/ncmec-feedback.ts';
import { readFeedbackReasons } from '../../src-main/engine/lists/formats/read-feedback-reasons.ts';
import { listRecord, placed, readList } from '../support/a-hash-list.ts';

/** Fixtures of facebook/ThreatExchange beside the repository; absent in a bare clone. */
const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../../shared/data/hash-vectors/ncmec-hash-sharing/${name}.xml`, import.meta.url));
const absent = !existsSync(fixture('entries_xml'));
const read = (...names: string[]) =>
  readList(
    names.map((name) => readFileSync(fixture(name))),
    { format: 'ncmec-xml' },
  );
const md5 = (start: string, pair: string) => ({ algorithm: 'md5' as const, value: start + pair.repeat(15) });
const sha1 = (start: string, pair: string) => ({
  algorithm: 'sha1' as const,
  value: start + pair.repeat(19),
});
const face = { algorithm: 'md5' as const, value: 'face'.repeat(8) };

describe.skipIf(absent)('the NCMEC fixtures of ThreatExchange', () => {
  it('are read as four pages of one list', async () => {
    const { records, tombstones, refusals, failures, counts } = await read(
      ...['entries_xml', 'entries_xml2', 'entries_xml3', 'entries_xml4'],
    );
    const example = { id: '42', name: 'Example Member' };
    const tx = { id: '101', name: 'TX Example' };
    expect({ records, tombstones, failures }).toEqual({
      records: [
        [
          'page 1:1',
          listRecord({
            sourceId: 'image1',
            member: example,
            updatedAt: '2017-10-24T15:00:00.000Z',
            classification: 'A1',
            hashes: [md5('a1', 'a1'), sha1('a1', 'a1')],
            feedback: { affirmative: 1, negative: 1 },
          }),
        ],
        [
          'page 1:3',
          listRecord({
            sourceId: 'video1',
            member: example,
            updatedAt: '2017-10-24T15:00:00.000Z',
            hashes: [md5('b1', 'b1'), sha1('b1', 'b1')],
          }),
        ],
        [
          'page 2:1',
          listRecord({
            sourceId: 'image10',
            member: example,
            updatedAt: '2019-10-24T15:00:00.000Z',
            classification: 'A1',
            hashes: [md5('b1', 'a1'), sha1('b1', 'a1')],
            feedback: { affirmative: 0, negative: 0 },
          }),
        ],
        [
          'page 3:1',
          listRecord({
            sourceId: 'willupdate',
            member: tx,
            updatedAt: '2019-11-25T15:10:00.000Z',
            classification: 'A1',
            hashes: [face],
          }),
        ],
        [
          'page 3:2',
          listRecord({
            sourceId: 'willdelete',
            member: tx,
            updatedAt: '2019-11-24T15:10:00.000Z',
            classification: 'A1',
            hashes: [{ algorithm: 'md5', value: 'bace'.repeat(8) }],
          }),
        ],
        [
          'page 4:1',
          listRecord({
            sourceId: 'willupdate',
            member: tx,
            updatedAt: '2019-11-24T15:10:00.000Z',
            classification: 'A2',
            hashes: [face],
          }),
        ],
      ],
      tombstones: [
        ['page 1:2', 'image4', '2017-10-24T15:10:00.000Z'],
        ['page 1:4', 'video4', '2017-10-24T15:20:00.000Z'],
        ['page 4:2', 'willdelete', '2019-11-25T15:10:00.000Z'],
      ],
      failures: [],
    });
    // Their PhotoDNA values end in "...": the field is lost, the record is not.
    expect(refusals.map((refusal) => [refusal.file, ...placed(refusal)])).toEqual([
      ['page 1', 1, 'pdna', 'bad-hash'],
      ['page 2', 1, 'pdna', 'bad-hash'],
    ]);
    expect(counts.map(({ hasNextPage }) => hasNextPage)).toEqual([true, true, true, false]);
  });

  it('are read where large fingerprints come by reference, and where there is nothing', async () => {
    const { records, refusals, failures, counts } = await read(
      'entries_large_fingerprints',
      'entries_no_data_xml',
    );
    expect(records.map(([place, { hashes }]) => [place, hashes])).toEqual([['page 1:1', [face]]]);
    expect(counts.map(({ notKept }) => ({ ...notKept }))).toEqual([{ 'tmk-pdqf': 1, videntifier: 1 }, {}]);
    expect([refusals, failures]).toEqual([[], []]);
  });

  it('are refused where they are no records', async () => {
    const names = [
      'status_xml',
      'feedback_reasons_xml',
      'update_feedback_result_xml',
      'affirmative_feedback_xml',
    ];
    const { failures } = await read(...names);
    expect(failures.map(({ reason }) => reason)).toEqual(names.map(() => 'unknown-format'));
  });

  it('say the same as the feedback Hashline writes, comments and blanks aside', () => {
    const plain = (xml: string) =>
      xml
        .replace(/<!--.*?-->/gs, '')
        .replace(/>\s+</g, '><')
        .replace(/<(\w+)><\/\1>/g, '<$1/>')
        .trim();
    const { reasons, refusals } = readFeedbackReasons(readFileSync(fixture('feedback_reasons_xml')));
    expect({ reasons, refusals }).toEqual({
      reasons: [{ guid: '01234567-abcd-0123-4567-012345678900', name: 'Example Reason 1', type: 'Sha1' }],
      refusals: [],
    });
    const chosen = reasons.map(({ guid, name }) => ({ guid, name }));
    expect([
      plain(ncmecFeedbackXml({ verdict: 'affirmative' })),
      plain(ncmecFeedbackXml({ verdict: 'negative', reasons: chosen })),
    ]).toEqual([
      plain(readFileSync(fixture('affirmative_feedback_xml'), 'utf8')),
      plain(readFileSync(fixture('negative_feedback_xml'), 'utf8')),
    ]);
  });
});
