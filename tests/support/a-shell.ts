import { Readable, Writable } from 'node:stream';
import { runCommand } from '../../src-main/host-cli/run-command.ts';
import { Shell } from '../../src-main/host-cli/terminal/shell.ts';
import type { EnginePorts } from '../../src-main/ports/engine-ports.ts';
import { portsOf } from './a-vault.ts';

export interface Ran {
  exit: number | null;
  stdout: string;
  stderr: string;
}

/** Keeps the text that is written to it. */
class Paper extends Writable {
  text = '';

  constructor() {
    super({ decodeStrings: false, defaultEncoding: 'utf8' });
  }

  override _write(part: string | Buffer, _encoding: string, done: () => void): void {
    this.text += part.toString();
    done();
  }
}

/**
 * A shell that keeps what its commands write; nothing is typed into it.
 * @param ports in the place of a workstation's own
 */
export function aShell(ports: Partial<EnginePorts> = {}): { shell: Shell; stdout: Paper; stderr: Paper } {
  const [stdout, stderr] = [new Paper(), new Paper()];
  const shell = new Shell({ stdin: Readable.from([]), stdout, stderr }, (folder) => ({
    ...portsOf(folder),
    ...ports,
    log: { note: (event) => stderr.write(`${JSON.stringify(event)}\n`) },
  }));
  return { shell, stdout, stderr };
}

/**
 * Runs `hashline …` in this process. What only a process of its own can show is tested with the program itself, in
 * `tests/src-main/host-cli/program-process.test.ts`.
 */
export async function runHere(args: readonly string[], ports: Partial<EnginePorts> = {}): Promise<Ran> {
  const { shell, stdout, stderr } = aShell(ports);
  const exit = await runCommand(args, shell);
  return { exit, stdout: stdout.text, stderr: stderr.text };
}
