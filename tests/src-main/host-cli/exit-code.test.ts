import { ORPCError } from '@orpc/client';
import { describe, expect, test } from 'vitest';
import type { Refusal } from '../../../shared/domain/refusal.ts';
import { UrlText } from '../../../shared/domain/report.ts';
import { refusalText, tellError } from '../../../src-main/host-cli/terminal/exit-code.ts';

describe('the terminal says in English', () => {
  test('what was refused, with its place', () => {
    const wholeFile: Refusal = {
      row: null,
      field: null,
      reason: 'empty-file',
      detail: { code: 'file-empty' },
    };
    const record: Refusal = {
      row: 2,
      line: 17,
      field: 'sha1',
      reason: 'bad-hash',
      detail: { code: 'needs-hex-digits', digits: 40 },
    };
    const header: Refusal = {
      row: 1,
      field: 'URL',
      reason: 'wrong-header',
      detail: { code: 'header-name-missing', name: 'URL', required: ['URL', 'TYPE'], optional: ['NOTE'] },
    };
    expect([wholeFile, record, header].map(refusalText)).toEqual([
      'the file, empty-file: The file is empty.',
      'row 2, line 17, sha1, bad-hash: The value needs 40 hexadecimal digits.',
      'row 1, URL, wrong-header: The column URL is missing. The header needs URL, TYPE, and may have NOTE.',
    ]);
  });

  test('why the index of the lists cannot be used, in the words of the index', () => {
    const fault = { problem: 'closed' as const, words: 'closed: the index has ended' };
    const error = new ORPCError('CONFLICT', { data: { reason: 'index-unusable', fault } });
    expect(tellError(error)).toEqual({
      exit: 3,
      words: [
        'The index of the hash lists cannot be used. Restart it in Lists. (closed: the index has ended)',
      ],
      refusals: [],
    });
  });

  test('what an input breaks that does not fit its schema', () => {
    const [issue] = UrlText.safeParse('nothing').error?.issues ?? [];
    const own = { ...issue, path: ['report', 'url'] };
    const other = { code: 'too_big', message: 'Too big', path: ['limit'] };
    expect(tellError(new ORPCError('BAD_REQUEST', { data: { issues: [own, other] } }))).toEqual({
      exit: 3,
      words: [
        'report.url: The value is not an address: it needs a host name such as site.example, or a link of a kind Hashline knows (magnet, ed2k, ipfs, tg and others).',
        'limit: Too big',
      ],
      refusals: [],
    });
  });
});
