import type { EnginePorts } from '../ports/engine-ports.ts';
import { EXIT } from './exit-code.ts';
import { type Streams, Terminal } from './terminal.ts';

/**
 * All that a command has of its surroundings, but for files, sockets and signals: whatever runs it brings this, a process or a test.
 * One for each command that is run.
 */
export class Shell implements Streams {
  readonly stdin: Streams['stdin'];
  readonly stdout: Streams['stdout'];
  readonly stderr: Streams['stderr'];
  /** What an engine over a vault folder is given. */
  readonly ports: (vaultFolder: string) => EnginePorts;
  /** How the command ends, unless it throws. */
  exit: number = EXIT.done;

  constructor({ stdin, stdout, stderr }: Streams, ports: (vaultFolder: string) => EnginePorts) {
    this.stdin = stdin;
    this.stdout = stdout;
    this.stderr = stderr;
    this.ports = ports;
  }

  terminal({ json = false }: { json?: boolean }): Terminal {
    return new Terminal(json, this);
  }
}
