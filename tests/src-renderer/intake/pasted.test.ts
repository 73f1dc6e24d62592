import { describe, expect, it } from 'vitest';
import { readReport } from '../../../src-renderer/features/intake/manual-report-input.ts';
import {
  listed,
  NOTHING_PASTED,
  readPasted,
  tick,
  withPasted,
} from '../../../src-renderer/features/intake/pasted.ts';

const SHA256 = 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4f72b9807785afee48bb';
const MAIL = `Hello,\r\nlook at hxxps://a[.]example/1 and b.example.\r\n${SHA256}\r\nIt is bad.`;
const EMPTY = { urls: '', hashes: '', narrative: '' };

describe('a pasted text', () => {
  it('has what is surely meant ticked, and fills the form with it', () => {
    const pasted = readPasted(MAIL);
    expect(listed(pasted.found).map(({ key }) => [key, pasted.ticked.has(key)])).toEqual([
      ['url:a.example/1', true],
      ['url:b.example/', false],
      [`sha256:${SHA256}`, true],
    ]);
    expect(withPasted(EMPTY, pasted)).toEqual({
      urls: 'https://a.example/1',
      hashes: `sha256:${SHA256}`,
      narrative: 'Hello,\nlook at hxxps://a[.]example/1 and b.example.\nIt is bad.',
    });
  });

  it('keeps the ticks of a person when the text is changed', () => {
    const ticked = tick(tick(readPasted(MAIL), 'url:b.example/', true), 'url:a.example/1', false);
    const longer = readPasted(`${MAIL}\nhttps://c.example/`, ticked);
    expect([...longer.ticked].sort()).toEqual([`sha256:${SHA256}`, 'url:b.example/', 'url:c.example/']);
  });

  it('is added to what was typed before', () => {
    const typed = { urls: 'x.example\n', hashes: '', narrative: 'By phone.' };
    expect(withPasted(typed, readPasted('https://a.example/1'))).toEqual({
      urls: 'x.example\nhttps://a.example/1',
      hashes: '',
      narrative: 'By phone.',
    });
  });

  it('becomes the narrative where nothing is found', () => {
    expect(withPasted(EMPTY, readPasted('Nothing at all.')).narrative).toBe('Nothing at all.');
  });

  it('is not searched where it is empty or would stop the page', () => {
    expect(readPasted(' \n')).toEqual({ ...NOTHING_PASTED, text: ' \n' });
    expect(readPasted('x'.repeat(1_000_001)).found).toBeNull();
  });

  it('makes a report that the form accepts, of all it holds', () => {
    const many = Array.from({ length: 150 }, (_, index) => `https://h${index}.example/ and`).join('\n');
    const filled = withPasted(EMPTY, readPasted(`${MAIL}\n${many}`));
    const read = readReport({
      ...filled,
      channel: 'email',
      intensity: null,
      receivedAt: '',
      reference: '',
      country: null,
      untakenCountry: null,
    });
    expect('report' in read && read.report.subjects.length).toBe(152);
  });
});
