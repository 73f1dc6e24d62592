import type { EnginePorts } from '../../ports/engine-ports.ts';
import { EXIT } from './exit-code.ts';
import { type Streams, Terminal } from './terminal.ts';

/**
 * The surroundings of a command, except files, sockets and signals; a process or a test provides them. One for each
 * command that is run.
 */
export class Shell implements Streams {
  readonly stdin: Streams['stdin'];
  readonly stdout: Streams['stdout'];
  readonly stderr: Streams['stderr'];
  /** The ports of an engine over a vault folder. */
  readonly ports: (vaultFolder: string) => EnginePorts;
  /** The exit code of the command, unless it throws. */
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
