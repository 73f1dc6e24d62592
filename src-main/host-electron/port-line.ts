import type { Line } from '../engine-process/engine-service.ts';

/** The part of Electron's MessagePortMain in use; it has to be started before it delivers. */
export interface EnginePort {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

/** A connection of the page over a port. */
export const portLine = (port: EnginePort): Line => {
  let gone = () => {};
  return {
    send: (message) => port.postMessage(message),
    // `close` is only sent to the other end.
    end: () => {
      port.close();
      gone();
    },
    open: (receive, closed) => {
      gone = closed;
      port.on('message', ({ data }) => receive(data));
      port.on('close', closed);
      port.start();
    },
  };
};
