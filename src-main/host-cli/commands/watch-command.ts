import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  NO_FILES,
  type SeenFile,
  type StillFiles,
  stillFiles,
} from '../../../shared/domain/watched-files.ts';
import { NodeWatchedFolder } from '../../ports/watched-folder.ts';
import { EXIT, tellError, UsageError } from '../terminal/exit-code.ts';
import { type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { vaultCommand } from '../terminal/vault-command.ts';
import { importFile, resultText } from './intake-commands.ts';

interface WatchFlags extends VaultOptions {
  keepGood?: boolean;
  stable: number;
  once?: boolean;
}

/** What became of one file. */
interface Watched {
  file: string;
  to: 'done' | 'failed';
  note: string;
}

/** Imports the files that are put into a folder, and moves each away with a note of what became of it. */
export function addWatchCommand(program: Command, shell: Shell): void {
  vaultCommand(program, 'watch <dir>', 'imports every file that is put into a folder, until it is stopped')
    .option('--keep-good', 'takes the good rows of a file and quarantines the rest')
    .addOption(
      new Option('--stable <seconds>', 'for how long a file must not change').default(10).argParser(seconds),
    )
    .option('--once', 'takes what is there, and ends')
    .action(async (dir: string, options: WatchFlags) => {
      if (options.passphraseFile === undefined)
        throw new UsageError(
          'give the passphrase with --passphrase-file: the vault is opened for each import',
        );
      filesIn(dir);
      await watch(shell, dir, options);
    });
}

async function watch(shell: Shell, dir: string, options: WatchFlags): Promise<void> {
  const terminal = shell.terminal(options);
  const stopped = new AbortController();
  const stop = () => stopped.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const stableMs = options.stable * 1000;
  const all: Watched[] = [];
  let still: StillFiles = NO_FILES;
  try {
    for (let look = 0; !stopped.signal.aborted; look++) {
      const lookedAtMs = performance.now();
      const seen = stillFiles(still, filesIn(dir), lookedAtMs, stableMs);
      still = seen.still;
      if (seen.ready.length > 0) {
        for await (const watched of takeIn(shell, dir, seen.ready, options)) {
          all.push(watched);
          terminal.say(`${watched.to}: ${watched.note}`);
        }
      }
      if (options.once && (look > 0 || still.size === 0)) break;
      await pauseUntil(lookedAtMs + Math.max(100, stableMs), stopped.signal);
    }
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
  if (all.some(({ to }) => to === 'failed')) shell.exit = EXIT.refused;
  const failed = all.filter(({ to }) => to === 'failed').length;
  terminal.answer({ files: all }, `${all.length - failed} files imported, ${failed} refused.`);
}

/** @param untilMs by the monotonic clock: a timer may end a moment before, and a file would then not be still for long enough */
async function pauseUntil(untilMs: number, signal: AbortSignal): Promise<void> {
  for (let leftMs = untilMs - performance.now(); leftMs > 0 && !signal.aborted; ) {
    await pause(Math.ceil(leftMs), undefined, { signal }).catch(() => {});
    leftMs = untilMs - performance.now();
  }
}

/**
 * Imports files one after the other. A file is moved once it is stored: where this is cut short in between, it is
 * recognised by its digest the next time, changes nothing, and is moved then. What concerns the vault and not the file,
 * as when another Hashline has it open, leaves the file where it is, to be tried again.
 */
async function* takeIn(
  shell: Shell,
  dir: string,
  names: readonly string[],
  options: WatchFlags,
): AsyncGenerator<Watched> {
  const terminal = shell.terminal(options);
  for (const name of names) {
    const path = join(dir, name);
    try {
      const result = await withVault(shell, options, (client) => importFile(client, path, options, terminal));
      yield moved(dir, name, 'done', resultText(path, result));
    } catch (error) {
      const { exit, words, refusals } = tellError(error);
      if (exit !== EXIT.refused || refusals.length === 0) {
        if (options.once || exit === EXIT.notPermitted || exit === EXIT.integrity) throw error;
        terminal.say(`${name} waits: ${words.join('; ')}`);
        return;
      }
      yield moved(dir, name, 'failed', [`${name} was not imported:`, ...words].join('\n'));
    }
  }
}

function moved(dir: string, name: string, to: 'done' | 'failed', note: string): Watched {
  new NodeWatchedFolder(dir).move(name, to, note);
  return { file: name, to, note };
}

function filesIn(dir: string): SeenFile[] {
  try {
    return new NodeWatchedFolder(dir).look();
  } catch {
    throw new UsageError(`there is no folder ${dir} that can be read`);
  }
}

function seconds(text: string): number {
  if (!/^\d{1,4}(?:\.\d)?$/.test(text)) throw new InvalidArgumentError('give seconds, such as 10');
  return Number(text);
}
