import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CaseId } from '../../../../shared/domain/ids.ts';
import type { SubjectInput } from '../../../../shared/domain/report.ts';
import { CaseStore } from '../../../../src-main/engine/cases/case.store.ts';
import { CaseBook } from '../../../../src-main/engine/cases/case-book.ts';
import { Database } from '../../../../src-main/engine/storage/database.ts';
import { migrate } from '../../../../src-main/engine/storage/migration.ts';
import { migrations } from '../../../../src-main/engine/whole/migrations.ts';
import { aFolder } from '../../../support/a-folder.ts';
import { aPolicy, theMembers } from '../../../support/a-policy.ts';
import { aHash, aReport } from '../../../support/a-report.ts';

const AT = '2026-11-20T09:00:00.000Z';
const idOf = (number: number): string => `01936b7e-0000-7000-8000-${String(number).padStart(12, '0')}`;

/** A book over an empty database, whose cases have numbers for ids, one for each key in the order they are asked for. */
function aBook(folder: string) {
  const db = Database.create(join(folder, 'a.db'), new Uint8Array(32).fill(5));
  migrate(db, migrations);
  const store = new CaseStore(db, () => true);
  const protocol = { policy: aPolicy(), members: theMembers() };
  const numbers = new Map<string, number>();
  const ids = (keys: readonly string[]) => {
    const name = keys.join(' ');
    numbers.set(name, numbers.get(name) ?? numbers.size + 1);
    return CaseId.parse(idOf(numbers.get(name) ?? 0));
  };
  const book = new CaseBook(store, protocol, { byDevice: () => {} }, ids, { cameThrough: () => false });
  let reports = 0;
  const see = (subject: SubjectInput): void => {
    const origin = {
      reportId: idOf(1000 + reports++),
      number: 0,
      receivedAt: AT,
      takenInAt: AT,
      trusted: false,
      channel: 'phone' as const,
    };
    db.transaction(() => book.join(subject, origin, () => {}));
  };
  return { db, store, book, see };
}

const aFile = (hashes: { md5?: string; sha1?: string; pdq?: string }): SubjectInput =>
  aReport().ofFile(hashes).build().subjects[0]!;

test('what an entry says of a case that is not here is refused as not found, as any entry whose rows cannot follow', () => {
  using folder = aFolder();
  const { db, book } = aBook(folder.path);
  const refused = {
    failure: { code: 'NOT_FOUND', data: { what: 'case', id: idOf(7) } },
  };
  const acts = [
    () => book.moved(idOf(7), { country: 'NL', at: AT }, idOf(8), AT, () => {}),
    () => book.refused(idOf(7), idOf(8), AT, () => {}),
    () => book.reopenListed(idOf(7), AT),
  ];
  for (const act of acts) expect(act).toThrow(expect.objectContaining(refused));
  db.close();
});

describe('a room that keeps something of cases', () => {
  test('is told which case goes into which, while the first still holds what identifies it', () => {
    using folder = aFolder();
    const { db, book, see } = aBook(folder.path);
    const followed: unknown[] = [];
    book.onMerge((from, to) => {
      const keys = db.prepare('SELECT count(*) AS n FROM case_keys WHERE case_id = ?').get([from])?.n;
      followed.push({ from, to, keys });
    });
    const [md5, sha1] = [aHash(32, 1), aHash(40, 2)];
    see(aFile({ md5 }));
    see(aFile({ sha1 }));
    expect(followed).toEqual([]);
    see(aFile({ md5, sha1 }));
    expect(followed).toEqual([{ from: idOf(2), to: idOf(1), keys: 1 }]);
    db.close();
  });

  test('that fails to follow keeps the cases apart', () => {
    using folder = aFolder();
    const { db, store, book, see } = aBook(folder.path);
    book.onMerge(() => {
      throw new Error('cannot follow');
    });
    const [md5, sha1] = [aHash(32, 1), aHash(40, 2)];
    see(aFile({ md5 }));
    see(aFile({ sha1 }));
    expect(() => see(aFile({ md5, sha1 }))).toThrow('cannot follow');
    expect([1, 2].map((number) => store.find(idOf(number))?.state)).toEqual(['open', 'open']);
    db.close();
  });

  test('is told of each case that is new or holds other values, and of none that is only seen again', () => {
    using folder = aFolder();
    const { db, book, see } = aBook(folder.path);
    const told: unknown[] = [];
    book.onChanged((changed) => told.push(...changed.map(({ id, hasPrints }) => [id, hasPrints])));
    const [md5, sha1, pdq] = [aHash(32, 1), aHash(40, 2), aHash(64, 3)];
    see(aFile({ md5 }));
    see(aFile({ md5 }));
    see(aFile({ sha1, pdq }));
    see(aFile({ md5, sha1 }));
    expect(told).toEqual([
      [idOf(1), false],
      [idOf(2), true],
      [idOf(1), true],
      [idOf(2), true],
    ]);
    db.close();
  });
});
