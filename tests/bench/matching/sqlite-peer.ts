import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ExactPeer } from './hfind-peer.ts';
import { processorSeconds } from './timings.ts';

/**
 * SQLite as Node brings it, a WITHOUT ROWID table with the hash as its key, 1 GB of cache. Once by one join over all queries,
 * in which no call from JavaScript is counted, once as a program asks: a prepared statement for each look-up. Half of the
 * queries warm the cache.
 */
export function sqlitePeers(
  folder: string,
  md5s: Uint8Array,
  hits: Uint8Array,
  misses: Uint8Array,
): ExactPeer[] {
  const database = new DatabaseSync(join(folder, 'hashes.db'));
  database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000');
  database.exec('CREATE TABLE known (value BLOB PRIMARY KEY, ref INTEGER) WITHOUT ROWID');
  database.exec('CREATE TEMP TABLE asked (value BLOB)');
  fill(database, 'INSERT OR IGNORE INTO known VALUES (?, 1)', valuesOf(md5s).sort(Buffer.compare));
  const joined = database.prepare(
    'SELECT count(*) AS found FROM asked CROSS JOIN known ON known.value = asked.value',
  );
  const single = database.prepare('SELECT ref FROM known WHERE value = ?');
  const halves = (queries: Uint8Array) => {
    const values = valuesOf(queries);
    return [values.slice(0, values.length / 2), values.slice(values.length / 2)];
  };
  const joinRate = (queries: Uint8Array) => {
    const [seconds, count] = halves(queries).map((values): [number, number] => {
      database.exec('DELETE FROM asked');
      fill(database, 'INSERT INTO asked VALUES (?)', values);
      return [processorSeconds(() => joined.get()), values.length];
    })[1]!;
    return count / seconds;
  };
  const singleRate = (queries: Uint8Array) => {
    const [seconds, count] = halves(queries).map((values): [number, number] => [
      processorSeconds(() => {
        for (const value of values) single.get(value);
      }),
      values.length,
    ])[1]!;
    return count / seconds;
  };
  const name = `sqlite ${database.prepare('SELECT sqlite_version() AS version').get()?.version} by node:sqlite`;
  const peers = [
    { name: `${name}, one join`, hits: joinRate(hits), misses: joinRate(misses) },
    { name: `${name}, one by one`, hits: singleRate(hits), misses: singleRate(misses) },
  ];
  database.close();
  return peers;
}

const valuesOf = (md5s: Uint8Array): Buffer<ArrayBufferLike>[] =>
  Array.from({ length: md5s.length / 16 }, (_, i) => Buffer.from(md5s.buffer, md5s.byteOffset + i * 16, 16));

function fill(database: DatabaseSync, sql: string, values: readonly Buffer[]): void {
  const insert = database.prepare(sql);
  database.exec('BEGIN');
  for (const value of values) insert.run(value);
  database.exec('COMMIT');
}
