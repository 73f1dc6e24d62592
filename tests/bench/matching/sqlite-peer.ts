import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ExactPeer } from './hfind-peer.ts';

/**
 * SQLite as Node brings it, a WITHOUT ROWID table with the hash as its key, 1 GB of cache. The look-ups are one join, so that
 * no call from JavaScript is counted.
 */
export function sqlitePeer(
  folder: string,
  md5s: Uint8Array,
  hits: Uint8Array,
  misses: Uint8Array,
): ExactPeer {
  const database = new DatabaseSync(join(folder, 'hashes.db'));
  database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000');
  database.exec('CREATE TABLE known (value BLOB PRIMARY KEY, ref INTEGER) WITHOUT ROWID');
  database.exec('CREATE TEMP TABLE asked (value BLOB)');
  const order = Array.from({ length: md5s.length / 16 }, (_, i) =>
    Buffer.from(md5s.buffer, md5s.byteOffset + i * 16, 16),
  );
  order.sort(Buffer.compare);
  fill(database, 'INSERT OR IGNORE INTO known VALUES (?, 1)', order);
  const join_ = database.prepare(
    'SELECT count(*) AS found FROM asked CROSS JOIN known ON known.value = asked.value',
  );
  const rate = (queries: Uint8Array) => {
    database.exec('DELETE FROM asked');
    const count = queries.length / 16;
    const values = Array.from({ length: count }, (_, i) =>
      Buffer.from(queries.buffer, queries.byteOffset + i * 16, 16),
    );
    fill(database, 'INSERT INTO asked VALUES (?)', values);
    join_.get();
    const before = performance.now();
    join_.get();
    return (count / (performance.now() - before)) * 1000;
  };
  const version = database.prepare('SELECT sqlite_version() AS version').get()?.version;
  const peer = { name: `sqlite ${version} by node:sqlite, one join`, hits: rate(hits), misses: rate(misses) };
  database.close();
  return peer;
}

function fill(database: DatabaseSync, sql: string, values: readonly Buffer[]): void {
  const insert = database.prepare(sql);
  database.exec('BEGIN');
  for (const value of values) insert.run(value);
  database.exec('COMMIT');
}
