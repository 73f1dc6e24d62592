import { fork } from 'node:child_process';
import { engineEnvironment } from '../engine-process/engine-environment.ts';
import type { EngineProcess, EngineProcessEvents } from '../engine-process/engine-keeper.ts';
import type { Connect, LetGo, OpenedSocket } from './opened-socket.ts';

/** The exit code of a process that a signal ended. */
const KILLED = 137;

/**
 * The engine in a child process. A connection is handed over as its socket, which from then on is open in that process
 * alone. Arguments and environment, which other programs can see, hold nothing; what the engine needs comes by the
 * channel.
 * @param script of the engine's process
 */
export function forkedEngine(
  script: string,
  { message, ended }: EngineProcessEvents,
): EngineProcess<OpenedSocket> {
  const child = fork(script, [], {
    env: engineEnvironment(process.env),
    execArgv: [],
    serialization: 'advanced',
    // Events of the log go to the standard error.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.on('message', message);
  child.on('exit', (code) => ended(code ?? KILLED));
  // A process that could not be started ends without `exit`.
  child.on('error', () => {
    if (child.pid === undefined) ended(1);
    else child.kill('SIGKILL');
  });
  // A message to a process that has just ended is lost; that it ended is told by `exit`.
  const unheard = () => {};
  return {
    send: (words) => void child.send(words, unheard),
    connect: ({ opening, socket }) => {
      const words: Connect = { type: 'connect', opening };
      child.send(words, socket, (error) => {
        if (error !== null) socket.destroy();
      });
      // Node sends it after the process has acknowledged the socket, at which it closes the handle here.
      const after: LetGo = { type: 'let-go' };
      child.send(after, unheard);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
