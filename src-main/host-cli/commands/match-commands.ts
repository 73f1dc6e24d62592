import { once } from 'node:events';
import { createReadStream, statSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { readBatchHits } from '../../../shared/contract/batch-hits.ts';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import {
  type BatchAnswer,
  type ListMatch,
  MatchAlgorithm,
} from '../../../shared/contract/matching.contract.ts';
import { jsonWithEscapes } from '../../../shared/domain/visible-text.ts';
import { newTextFindings, noticesOf } from '../../engine/intake/formats/plain-text.ts';
import { detailText } from '../terminal/detail-text.ts';
import { EXIT, UsageError } from '../terminal/exit-code.ts';
import { type HashLines, readHashLines } from '../terminal/hash-lines.ts';
import { type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { table } from '../terminal/terminal.ts';
import { vaultCommand } from '../terminal/vault-command.ts';

interface MatchFlags extends VaultOptions {
  algorithm: MatchAlgorithm;
  distance?: number;
}

/** Values per question: more for quick algorithms, so that a question about PDQ is answered in about a second. */
const AT_ONCE: Readonly<Record<MatchAlgorithm, number>> = {
  md5: 65_536,
  sha1: 65_536,
  sha256: 65_536,
  url: 8192,
  pdq: 1024,
  photodna: 8192,
};
/** Questions in progress: while one is answered the next is read. */
const UNDER_WAY = 4;
const TOLD_BAD_LINES = 20;
const BAD_LINE: Readonly<Record<HashLines['bad'][number]['reason'], string>> = {
  'bad-hash':
    'no value of this algorithm, bare or in a form md5sum, its BSD cousins or the tools of PDQ write',
  'known-bad': 'stands for "no hash"; asked of nothing',
  'bad-url': 'no address, and no link of a kind Hashline knows',
  'control-character': 'an address with control characters',
  'bidi-character': 'an address with characters that change the direction of text',
};

export function addMatchCommands(program: Command, shell: Shell): void {
  matchCommand(program, 'match <hash>', 'asks the enabled lists for a hash').action(
    async (value: string, options: MatchFlags) => {
      const { algorithm, distance } = options;
      const { matches } = await withVault(shell, options, (client) =>
        client.matching.match({ algorithm, value, ...(distance === undefined ? {} : { distance }) }),
      );
      shell.terminal(options).answer({ matches: matches.map(toldMatch) }, matchText(matches));
    },
  );
  matchCommand(
    program,
    'match-file <file>',
    'asks for one hash a line; prints one JSON line a hit; - is stdin',
  ).action(async (file: string, options: MatchFlags) => {
    const bad = await withVault(shell, options, (client) => matchFile(shell, client, file, options));
    if (bad > 0) shell.exit = EXIT.refused;
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
  shell: Shell,
  client: EngineClient,
  file: string,
  { algorithm, distance }: MatchFlags,
): Promise<number> {
  if (file !== '-' && !statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new UsageError(`there is no file ${file}`);
  }
  const bytes = file === '-' ? shell.stdin : createReadStream(file, { highWaterMark: 1024 * 1024 });
  const asked: Promise<{ answer: BatchAnswer; batch: HashLines }>[] = [];
  let bad = 0;
  const print = async () => {
    const next = await asked.shift();
    if (!next || next.answer.found === 0) return;
    const text = await hitLines(next.answer, next.batch, algorithm);
    const shown = text.split('\n').map(jsonWithEscapes).join('\n');
    if (!shell.stdout.write(shown)) await once(shell.stdout, 'drain');
  };
  const findings = newTextFindings();
  for await (const batch of readHashLines(bytes, algorithm, AT_ONCE[algorithm], findings)) {
    for (const { line, reason } of batch.bad) {
      if (bad++ < TOLD_BAD_LINES)
        shell.stderr.write(`error: row ${line}, ${algorithm}, ${reason}: ${BAD_LINE[reason]}\n`);
    }
    if (batch.lines.length === 0) continue;
    const values = new Blob([batch.packed]);
    const question = client.matching
      .matchMany({ algorithm, values, ...(distance === undefined ? {} : { distance }) })
      .then((answer) => ({ answer, batch }));
    // Awaited later; this keeps an earlier failure from being an unhandled rejection.
    question.catch(() => {});
    asked.push(question);
    if (asked.length >= UNDER_WAY) await print();
  }
  while (asked.length > 0) await print();
  for (const { detail } of noticesOf(findings)) shell.stderr.write(`${detailText(detail)}\n`);
  if (bad > TOLD_BAD_LINES) shell.stderr.write(`error: ${bad} lines hold no ${algorithm}\n`);
  return bad;
}

async function hitLines(
  answer: BatchAnswer,
  { packed, lines }: HashLines,
  algorithm: MatchAlgorithm,
): Promise<string> {
  const names = answer.lists.map(({ name }) => JSON.stringify(name));
  const called = new Map(answer.records);
  const width = packed.length / lines.length;
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.length);
  const encoding = algorithm === 'photodna' ? 'base64' : 'hex';
  let text = '';
  let place = 0;
  for (const { query, list, distance } of readBatchHits(await answer.hits.arrayBuffer())) {
    const name = called.get(place++);
    const record =
      name === undefined
        ? `"${bytes.toString(encoding, query * width, (query + 1) * width)}"`
        : JSON.stringify(name);
    text += `{"line":${lines[query]},"list":${names[list]},"entry":${record},"algorithm":"${algorithm}","distance":${distance}}\n`;
  }
  return text;
}

function distance(text: string): number {
  if (!/^\d{1,3}$/.test(text) || Number(text) > 128) throw new InvalidArgumentError('from 0 to 128 bits');
  return Number(text);
}

/** The names that scripts read. */
const toldMatch = ({ listName, list, record, ref: _, ...match }: ListMatch) => ({
  ...match,
  entry: record,
  list: listName,
  listId: list,
});

const matchText = (matches: readonly ListMatch[]): string =>
  matches.length === 0
    ? 'No enabled list holds this.'
    : table([
        ['LIST', 'MEANING', 'RECORD', 'DISTANCE', 'CLASSIFICATION'],
        ...matches.map((match) => [
          match.listName,
          match.meaning,
          match.record,
          String(match.distance),
          match.classification ?? '',
        ]),
      ]);
