import { Socket } from 'node:net';
import { z } from 'zod';
import { ToEngine } from '../engine-process/engine-message.ts';
import { EngineService } from '../engine-process/engine-service.ts';
import { letHeapGrow } from '../ports/roomy-heap.ts';
import { Connect, LetGo, type OpenedSocket } from './opened-socket.ts';
import { PageSockets } from './page-sockets.ts';

if (!process.send) throw new Error('the engine’s process is started by the loopback host');
letHeapGrow();
const sockets = new PageSockets();
const service = new EngineService({
  reply: (message) => process.send?.(message),
  exit: () => process.exit(0),
});
/** The socket that the host still holds too; null where its page left while it was on the way. */
let arriving: OpenedSocket | null = null;

process.on('message', (data, socket) => {
  const message = z.union([ToEngine, Connect, LetGo]).parse(data);
  if (message.type === 'connect') {
    // Its page may leave before the socket is answered.
    if (socket instanceof Socket) socket.on('error', () => socket.destroy());
    arriving = socket instanceof Socket ? { opening: message.opening, socket } : null;
  } else if (message.type === 'let-go') {
    if (arriving !== null) sockets.accept(arriving, (line) => service.connect(line));
    arriving = null;
  } else service.receive(message);
});
// The host is gone, however it ended: nobody could unlock or lock this vault any more.
process.on('disconnect', () => service.end());
process.on('SIGTERM', () => service.end());
process.on('SIGHUP', () => service.end());
// Control+C reaches every process of the terminal; the host has this one lock first.
process.on('SIGINT', () => {});
process.send({ type: 'ready' });
