import type { MessagePortMain, UtilityProcess } from 'electron';
import type { EngineProcess, EngineProcessEvents } from '../engine-process/engine-keeper.ts';

/** The engine in one of Electron's utility processes. A connection is handed over as a port. */
export function utilityEngine(
  utility: UtilityProcess,
  { message, ended }: EngineProcessEvents,
): EngineProcess<MessagePortMain> {
  // A process that could not be started ends without `exit`, and cannot be killed.
  const kill = () => {
    if (!utility.kill()) ended(1);
  };
  utility.on('message', message);
  utility.on('exit', ended);
  // V8's fatal errors arrive here before the process ends, and an `error` without a listener would end the main process
  // instead.
  utility.on('error', kill);
  return {
    send: (words) => utility.postMessage(words),
    connect: (port) => utility.postMessage({ type: 'connect' }, [port]),
    kill,
  };
}
