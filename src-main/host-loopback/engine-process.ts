import { Socket } from 'node:net';
import { z } from 'zod';
import { ToEngine } from '../engine-process/engine-message.ts';
import { EngineService } from '../engine-process/engine-service.ts';
import { letHeapGrow } from '../ports/roomy-heap.ts';
import { Connect } from './opened-socket.ts';
import { PageSockets } from './page-sockets.ts';

if (!process.send) throw new Error('the engine’s process is started by the loopback host');
letHeapGrow();
const sockets = new PageSockets();
const service = new EngineService({
  reply: (message) => process.send?.(message),
  exit: () => process.exit(0),
});

process.on('message', (data, socket) => {
  const message = z.union([ToEngine, Connect]).parse(data);
  if (message.type !== 'connect') service.receive(message);
  // A page may leave while its socket is on the way.
  else if (socket instanceof Socket)
    sockets.accept({ opening: message.opening, socket }, (line) => service.connect(line));
});
// The host is gone, however it ended: nobody could unlock or lock this vault any more.
process.on('disconnect', () => service.end());
process.on('SIGTERM', () => service.end());
process.on('SIGHUP', () => service.end());
// Control+C reaches every process of the terminal; the host has this one lock first.
process.on('SIGINT', () => {});
process.send({ type: 'ready' });
