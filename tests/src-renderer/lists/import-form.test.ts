import { describe, expect, it } from 'vitest';
import {
  columnsOf,
  emptyImport,
  type ImportForm,
  mappingOf,
  needsAlgorithm,
  readImport,
  unnamedColumns,
  withFiles,
  withList,
  withMapping,
  withoutFile,
  withRole,
} from '../../../src-renderer/features/lists/import-form.ts';
import { aHashList } from '../support/a-hash-list.ts';

const aFile = (name: string) => new File(['x'], name);
const MD5 = '0123456789abcdef'.repeat(2);
const SIXTY_FOUR = '0123456789abcdef'.repeat(4);

const table = (sample: string): ImportForm => withFiles(emptyImport(), [aFile('list.csv')], sample);
const named = (form: ImportForm): ImportForm => ({
  ...form,
  details: { ...form.details, name: 'A list', meaning: 'baseline' },
});

describe('files of a list', () => {
  it('stand in the order of their numbers, each name once', () => {
    const first = withFiles(emptyImport(), [aFile('page10.xml'), aFile('page2.xml')], '<x/>');
    const form = withFiles(first, [aFile('page2.xml'), aFile('page1.xml')], '');
    expect(form.files.map(({ name }) => name)).toEqual(['page1.xml', 'page2.xml', 'page10.xml']);
    expect(form.format).toBe('ncmec-xml');
    expect(withoutFile(form, 'page2.xml').files).toHaveLength(2);
  });

  it('of another name propose nothing', () => {
    expect(withFiles(emptyImport(), [aFile('hashes.txt')], MD5).format).toBeNull();
  });
});

describe('64 digits', () => {
  it('in a text of sums must be named before anything is imported', () => {
    const form = named({ ...table(`${SIXTY_FOUR}  a\n`), format: 'sums' });
    expect(needsAlgorithm(form)).toBe(true);
    expect(readImport(form, [])).toMatchObject({ missing: ['algorithm'] });
    expect(readImport({ ...form, sums: 'sha256' }, [])).toMatchObject({
      order: { reading: { format: 'sums', algorithm: 'sha256' } },
    });
  });

  it('in a column without a telling name are not taken for anything', () => {
    const form = table(`${MD5};${SIXTY_FOUR}\n${MD5};${SIXTY_FOUR}\n`);
    expect(form.roles).toEqual({ 1: 'md5' });
    expect(unnamedColumns(form).map(({ number }) => number)).toEqual([2]);
    expect(unnamedColumns(withRole(form, 2, 'pdq'))).toEqual([]);
  });

  it('in a column named for its algorithm are that', () => {
    const form = table(`SHA-256,pdq\n${SIXTY_FOUR},${SIXTY_FOUR}\n`);
    expect(mappingOf(form)).toEqual({
      delimiter: ',',
      header: true,
      columns: { sha256: 'SHA-256', pdq: 'pdq' },
    });
  });
});

describe('a table', () => {
  it('is cut at the delimiter that fits, quotes and all', () => {
    const form = table(`id\tnote\tmd5\n7\t"a ""b""\tc"\t${MD5}\n`);
    expect(form.delimiter).toBe('\t');
    expect(columnsOf(form).map(({ name, examples, likely }) => [name, examples[0], likely])).toEqual([
      ['id', '7', 'id'],
      ['note', 'a "b"\tc', null],
      ['md5', MD5, 'md5'],
    ]);
  });

  it('gives a role to one column only', () => {
    const form = withRole(table(`a,b\n${MD5},${MD5}\n`), 2, 'md5');
    expect(form.roles).toEqual({ 2: 'md5' });
  });

  it('without a hash or an address is not imported', () => {
    const form = named(table('name,colour\nx,red\n'));
    expect(readImport(form, [])).toMatchObject({ missing: ['columns'] });
  });

  it('is read as it was read before, by name or by number', () => {
    const form = withMapping(table(`x;MD5\n1;${MD5}\n`), {
      delimiter: ';',
      header: true,
      columns: { md5: 'md5', id: 1 },
    });
    expect(form.roles).toEqual({ 1: 'id', 2: 'md5' });
  });
});

describe('an import', () => {
  it('of nothing says everything that is missing', () => {
    expect(readImport(emptyImport(), [])).toEqual({
      missing: ['files', 'format', 'details'],
      problems: new Set(['name', 'meaning']),
    });
  });

  it('into a list that is there goes on as that list was read', () => {
    const list = aHashList(1, { reading: { format: 'sums', algorithm: 'sha1' } });
    const form = {
      ...withList(withFiles(emptyImport(), [aFile('new.txt')], ''), list),
      mode: 'add' as const,
    };
    expect(readImport({ ...form, asOf: '2026-11-20' }, [list])).toMatchObject({
      order: {
        list: list.id,
        mode: 'add',
        asOf: '2026-11-20',
        reading: { format: 'sums', algorithm: 'sha1' },
      },
    });
  });

  it('into a new list brings its details and replaces nothing', () => {
    const form = named({ ...emptyImport(), files: [aFile('a.pdq')], format: 'pdq', mode: 'delta' });
    expect(readImport(form, [])).toMatchObject({
      order: { mode: 'replace', asOf: null, list: { name: 'A list', owner: 'unknown', pdqDistance: 31 } },
    });
  });
});
