import { once } from 'node:events';
import { createReadStream, statSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import { type BatchHit, type ListMatch, MatchAlgorithm } from '../../../shared/contract/matching.contract.ts';
import { EXIT, UsageError } from '../exit-code.ts';
import { type HashLines, readHashLines } from '../hash-lines.ts';
import { type VaultOptions, withVault } from '../open-engine.ts';
import { table } from '../terminal.ts';
import { terminalFor, vaultCommand } from '../vault-command.ts';

interface MatchFlags extends VaultOptions {
  algorithm: MatchAlgorithm;
  distance?: number;
}

/** Values asked for at once: more for what is quick, so that a question of PDQ is answered in about a second. */
const AT_ONCE: Readonly<Record<MatchAlgorithm, number>> = {
  md5: 65_536,
  sha1: 65_536,
  sha256: 65_536,
  url: 8192,
  pdq: 1024,
  photodna: 8192,
};
/** Questions on their way: while one is answered the next is read. */
const UNDER_WAY = 2;
const TOLD_BAD_LINES = 20;

export function addMatchCommands(program: Command): void {
  matchCommand(program, 'match <hash>', 'asks the enabled lists for a hash').action(
    async (value: string, options: MatchFlags) => {
      const { algorithm, distance } = options;
      const { matches } = await withVault(options, (client) =>
        client.matching.match({ algorithm, value, ...(distance === undefined ? {} : { distance }) }),
      );
      terminalFor(options).answer({ matches: matches.map(toldMatch) }, matchText(matches));
    },
  );
  matchCommand(
    program,
    'match-file <file>',
    'asks for one hash a line; prints one JSON line a hit; - is stdin',
  ).action(async (file: string, options: MatchFlags) => {
    const bad = await withVault(options, (client) => matchFile(client, file, options));
    if (bad > 0) process.exitCode = EXIT.refused;
  });
}

const matchCommand = (program: Command, usage: string, description: string): Command =>
  vaultCommand(program, usage, description)
    .addOption(
      new Option('--algorithm <a>', 'never guessed').choices(MatchAlgorithm.options).makeOptionMandatory(),
    )
    .addOption(new Option('--distance <bits>', "of PDQ; each list's own unless said").argParser(distance));

/** @returns how many lines held no value */
async function matchFile(
  client: EngineClient,
  file: string,
  { algorithm, distance }: MatchFlags,
): Promise<number> {
  if (file !== '-' && !statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new UsageError(`there is no file ${file}`);
  }
  const bytes = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 1024 * 1024 });
  const names = new Map((await client.lists.list()).map(({ id, name }) => [id as string, name]));
  const asked: Promise<{ hits: BatchHit[]; lines: HashLines['lines'] }>[] = [];
  let bad = 0;
  const print = async () => {
    const next = await asked.shift();
    if (!next || next.hits.length === 0) return;
    let text = '';
    for (const hit of next.hits) {
      const list = JSON.stringify(names.get(hit.list) ?? hit.list);
      text += `{"line":${next.lines[hit.query]},"list":${list},"entry":${JSON.stringify(hit.entry)},"algorithm":"${algorithm}","distance":${hit.distance}}\n`;
    }
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
  };
  for await (const { packed, lines, bad: badLines } of readHashLines(bytes, algorithm, AT_ONCE[algorithm])) {
    for (const line of badLines) {
      if (bad++ < TOLD_BAD_LINES)
        process.stderr.write(`error: row ${line}, ${algorithm}, bad-hash: this is none.\n`);
    }
    if (lines.length === 0) continue;
    const question = {
      algorithm,
      values: new Blob([packed]),
      ...(distance === undefined ? {} : { distance }),
    };
    const answer = client.matching.matchMany(question).then(({ hits }) => ({ hits, lines }));
    // Waited for in its turn.
    answer.catch(() => {});
    asked.push(answer);
    if (asked.length >= UNDER_WAY) await print();
  }
  while (asked.length > 0) await print();
  if (bad > TOLD_BAD_LINES) process.stderr.write(`error: ${bad} lines hold no ${algorithm}\n`);
  return bad;
}

function distance(text: string): number {
  if (!/^\d{1,3}$/.test(text) || Number(text) > 128) throw new InvalidArgumentError('from 0 to 128 bits');
  return Number(text);
}

const toldMatch = ({ listName, list, ref: _, ...match }: ListMatch) => ({
  ...match,
  list: listName,
  listId: list,
});

const matchText = (matches: readonly ListMatch[]): string =>
  matches.length === 0
    ? 'No enabled list holds this.'
    : table([
        ['LIST', 'MEANING', 'ENTRY', 'DISTANCE', 'CLASSIFICATION'],
        ...matches.map((match) => [
          match.listName,
          match.meaning,
          match.entry,
          String(match.distance),
          match.classification ?? '',
        ]),
      ]);
