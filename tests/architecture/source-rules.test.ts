import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tablesThatAre } from '../../src-main/engine/storage/migration.ts';
import { migrations } from '../../src-main/engine/whole/migrations.ts';
import { listFiles, ROOT, readSource, readSourceTree, type SourceFile } from './source-tree.ts';

const tree = readSourceTree();
const product = tree.filter(({ path }) => /^(shared|src-main|src-renderer)\//.test(path));

/** Files with value imports of a module. */
const importersOf = (module: string, files: readonly SourceFile[] = product): string[] =>
  files
    .filter(({ imports }) => imports.some(({ to, typeOnly }) => !typeOnly && to === module))
    .map(({ path }) => path);

describe('a module of the system has one home', () => {
  test.each<[string, string[]]>([
    ['electron', ['src-main/host-electron/main.ts', 'src-main/host-electron/preload.ts']],
    ['@signalapp/sqlcipher', ['src-main/engine/storage/database.ts']],
    ['@node-rs/argon2', ['src-main/ports/passphrase-hash.ts']],
    [
      'age-encryption',
      [
        'src-main/engine/backup/backup-file.ts',
        'src-main/engine/keys/recovery.ts',
        'src-main/exchange/age-file.ts',
      ],
    ],
    ['nodemailer/lib/smtp-connection', ['src-main/ports/node-mail.ts']],
    // Composes messages, and opens no connection and no file.
    ['nodemailer/lib/mail-composer', ['src-main/engine/referral/channels/xarf-mail/render-notice.ts']],
    ['dexie', ['src-renderer/storage/working-set.ts']],
    ['canonicalize', ['shared/ledger/canonical-json.ts']],
    // The package's own entry reads the environment and loads a pool.
    ['pg', []],
    ['pg/lib/client.js', ['src-main/hub/hub-connection.ts']],
  ])('%s', (module, homes) => {
    expect(importersOf(module)).toEqual(homes);
  });

  test('the network: calls go out from one port and to the hub, and in to the desk and the loopback page alone', () => {
    const network =
      /^(node:)?(net|tls|http|https|http2|dgram|dns(\/promises)?)$|^(undici|ws|axios|got)$|^pg(\/|$)|^nodemailer(?!\/lib\/mail-composer$)/;
    expect(
      product
        .filter(({ imports }) => imports.some(({ to, typeOnly }) => !typeOnly && network.test(to)))
        .map(({ path }) => path),
    ).toEqual([
      'src-main/host-loopback/engine-bridge.ts',
      'src-main/host-loopback/engine-process.ts',
      'src-main/host-loopback/page-server.ts',
      'src-main/host-loopback/page-sockets.ts',
      'src-main/hub/copy-out.ts',
      'src-main/hub/hub-connection.ts',
      'src-main/iccam-stand-in/iccam-stand-in.ts',
      'src-main/ports/checked-tls-agent.ts',
      'src-main/ports/desk-tls.ts',
      'src-main/ports/node-mail.ts',
      'src-main/ports/node-network.ts',
      'src-main/ports/stranger-probe.ts',
      'src-main/receiver/issue-certificate.ts',
      'src-main/receiver/receiver.ts',
      'src-main/witness/ask-witness.ts',
      'src-main/witness/start-witness.ts',
    ]);
  });

  test('other programs: only the loopback host starts one, its engine and the browser', () => {
    expect(importersOf('node:child_process')).toEqual([
      'src-main/host-loopback/forked-engine.ts',
      'src-main/host-loopback/open-window.ts',
    ]);
  });

  test('electron is not even a type outside its host', () => {
    const named = product.filter(({ imports }) => imports.some(({ to }) => /^electron(\/|$)/.test(to)));
    expect(
      named.filter(({ path }) => !path.startsWith('src-main/host-electron/')).map(({ path }) => path),
    ).toEqual([]);
  });
});

describe('a zone knows only its own world', () => {
  const packagesOf = (zone: string): string[] => {
    const names = product
      .filter(({ path }) => path.startsWith(zone))
      .flatMap(({ imports }) => imports.map(({ to }) => to))
      .filter((to) => !/^(shared|src-main|src-renderer)\/|\.(json|css)$/.test(to));
    return [...new Set(names)].sort();
  };

  test('shared runs anywhere: no node, no DOM library, and these packages alone', () => {
    expect({
      domain: packagesOf('shared/domain/'),
      ledger: packagesOf('shared/ledger/'),
      contract: packagesOf('shared/contract/').filter((name) => name !== '@orpc/client'),
      locales: packagesOf('shared/locales/'),
    }).toEqual({
      domain: ['fflate', 'zod'],
      ledger: ['canonicalize', 'zod'],
      contract: ['@orpc/contract', 'zod'],
      locales: [],
    });
  });

  test('the page has nothing of Node', () => {
    expect(packagesOf('src-renderer/').filter((name) => name.startsWith('node:'))).toEqual([]);
  });

  test('the main side has nothing of React', () => {
    expect(packagesOf('src-main/').filter((name) => /react|zustand|dexie|i18next/.test(name))).toEqual([]);
  });

  test('whatever is of Node says so: `node:fs`, not `fs`', () => {
    const bare = new Set(builtinModules.filter((name) => !/^(_|node:)/.test(name)));
    expect(
      tree.flatMap(({ path, imports }) =>
        imports.filter(({ to }) => bare.has(to)).map(({ to }) => `${path}: ${to}`),
      ),
    ).toEqual([]);
  });
});

describe('SQL', () => {
  const SQL =
    /^\s*(?:--[^\n]*\s+)*(SELECT|INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP|PRAGMA|BEGIN|COMMIT|ROLLBACK|WITH|ATTACH|VACUUM|SAVEPOINT|RELEASE)\b/;
  const MAY_HOLD_SQL =
    /\.store\.ts$|^src-main\/engine\/[\w-]+\/migrations\/\d{4}-[\w-]+\.ts$|^src-main\/engine\/storage\/(migration|database)\.ts$/;
  const strays = (files: readonly SourceFile[]) =>
    files
      .filter(({ path, texts }) => !MAY_HOLD_SQL.test(path) && texts.some((text) => SQL.test(text)))
      .map(({ path }) => path);

  test('stands only in stores, migrations and the database itself', () => {
    expect(strays(product)).toEqual([]);
  });

  test('that takes only so many rows writes LIMIT +?, because a plain LIMIT ? is planned anew each time', () => {
    const plain = product.flatMap(({ path, texts }) =>
      texts.filter((text) => /LIMIT [?:]/.test(text)).map(() => path),
    );
    expect(plain).toEqual([]);
  });

  test('replaces no row that follows from the record: that deletes without a trigger, and could not be taken back', () => {
    const replaced = product.flatMap(({ texts }) =>
      texts.flatMap((text) => [...text.matchAll(/OR REPLACE INTO (\w+)/g)].map(([, table]) => table ?? '')),
    );
    const local = tablesThatAre(migrations, 'local');
    expect(replaced.length).toBeGreaterThan(0);
    expect(replaced.filter((table) => !local.includes(table))).toEqual([]);
  });

  test('of the database itself opens and ends transactions and sets the file up, and knows no table', () => {
    const itself = product.filter(({ path }) =>
      /^src-main\/engine\/storage\/(migration|database)\.ts$/.test(path),
    );
    const statements = itself.flatMap(({ texts }) => texts.filter((text) => SQL.test(text)));
    expect(statements.toSorted()).toEqual([
      'BEGIN IMMEDIATE',
      'COMMIT',
      'PRAGMA cipher_integrity_check',
      'PRAGMA user_version = ',
      'PRAGMA wal_checkpoint(PASSIVE)',
      'PRAGMA wal_checkpoint(TRUNCATE)',
      'ROLLBACK',
      'ROLLBACK TO tried; RELEASE tried',
      'SAVEPOINT tried',
    ]);
  });

  test('is seen where it is: every store and every migration holds some', () => {
    const holders = product.filter(({ path }) => /\.store\.ts$|\/migrations\//.test(path));
    expect(holders.length).toBeGreaterThan(10);
    expect(
      holders.filter(({ texts }) => !texts.some((text) => SQL.test(text))).map(({ path }) => path),
    ).toEqual([]);
  });

  test('would be seen elsewhere, in quotes or in a template', () => {
    const path = 'src-main/engine/audit/audit.ts';
    expect([
      strays([readSource(path, "db.prepare('SELECT 1')")]),
      strays([readSource(path, 'db.execute(`DELETE FROM x WHERE y = $' + '{z}`)')]),
      strays([readSource(path, "say('Select a file')")]),
    ]).toEqual([[path], [path], []]);
  });
});

describe('names', () => {
  test('no file has a default export but the configurations of tools and what they run before tests', () => {
    const withOne = tree.filter(({ hasDefaultExport }) => hasDefaultExport).map(({ path }) => path);
    expect(withOne.filter((path) => !path.endsWith('.setup.ts'))).toEqual([]);
    expect(readSource('shared/a.ts', 'export default 1').hasDefaultExport).toBe(true);
    expect(readSource('shared/a.ts', 'const a = 1; export { a as default }').hasDefaultExport).toBe(true);
  });

  test('no file is called after what it might be good for', () => {
    const vague = /^(utils?|helpers?|common|managers?|types?|misc|shared|lib|base|core|constants?)$/;
    const stem = (path: string) => posix.basename(path).replace(/\..*$/, '');
    const parts = (path: string) => [stem(path), ...stem(path).split('-').slice(-1)];
    expect(
      tree.filter(({ path }) => parts(path).some((part) => vague.test(part))).map(({ path }) => path),
    ).toEqual([]);
  });

  test('every file is named in kebab-case', () => {
    const odd = listFiles('{shared,src-main,src-renderer,tests,tools}/**/*.{ts,tsx,mjs,css}').filter(
      (path) => !/^(\.?[a-z0-9]+(-[a-z0-9]+)*)(\.[a-z0-9]+)*\.(ts|tsx|mjs|css)$/.test(posix.basename(path)),
    );
    expect(odd).toEqual([]);
  });

  test('a room has the same name in the contract, the engine and the page', () => {
    /** What is large enough for a contract or a router of its own, and which room it is a part of. */
    const PARTS: Readonly<Record<string, string>> = {
      'saved-view': 'review',
      lists: 'matching',
      'case-matches': 'matching',
      blocklist: 'referral',
      hosting: 'review',
      search: 'review',
      together: 'review',
    };
    const rooms = (pattern: string, name: RegExp) => {
      const names = listFiles(pattern).flatMap((path) => name.exec(path)?.[1] ?? []);
      return [...new Set(names.map((each) => PARTS[each] ?? each))].sort();
    };
    const ROOMS = [
      'audit',
      'backup',
      'insight',
      'intake',
      'matching',
      'people',
      'policy',
      'referral',
      'retention',
      'review',
      'second-review',
      'team',
      'vault',
      'wellbeing',
    ];
    expect({
      contract: rooms('shared/contract/*.contract.ts', /([\w-]+)\.contract\.ts$/),
      engine: rooms('src-main/engine/*/*.router.ts', /([\w-]+)\.router\.ts$/),
      page: rooms('src-renderer/features/*/index.ts', /features\/([\w-]+)\//),
    }).toEqual({ contract: ROOMS, engine: ROOMS, page: ROOMS });
  });

  test('no file has outgrown a reader: 450 lines at most', () => {
    const long = product
      .map(({ path }) => ({ path, lines: readFileSync(join(ROOT, path), 'utf8').split('\n').length - 1 }))
      .filter(({ lines }) => lines > 450);
    expect(long).toEqual([]);
  });
});
