import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { EngineService } from '../../src-main/engine-process/engine-service.ts';
import { portLine } from '../../src-main/host-electron/port-line.ts';
import { asElectronPort } from '../src-main/host-electron/fake-electron.ts';
import { aFolder } from '../support/a-folder.ts';
import { aLoopbackHost, aSocket, clientOver, sessionOf } from '../support/a-loopback-host.ts';
import { ASSETS, anEngine } from '../support/a-vault.ts';

/** An engine over an empty folder, seen through one transport. */
export interface Reached extends AsyncDisposable {
  client: EngineClient;
}

async function inMemory(): Promise<Reached> {
  const folder = aFolder();
  const { engine, client } = anEngine(folder.path);
  return {
    client,
    [Symbol.asyncDispose]: async () => {
      engine.close();
      folder[Symbol.dispose]();
    },
  };
}

async function byMessagePort(): Promise<Reached> {
  const folder = aFolder();
  const service = new EngineService({ reply: () => {}, exit: () => {} });
  const host = { kind: 'electron' as const, capabilities: [] };
  service.receive({
    type: 'start',
    vault: folder.path,
    assets: ASSETS,
    version: '0.0.0-test',
    host,
    secret: null,
  });
  const { port1, port2 } = new MessageChannel();
  service.connect(portLine(asElectronPort(port2)));
  const client = createORPCClient<EngineClient>(new RPCLink({ port: port1 }));
  port1.start();
  return {
    client,
    [Symbol.asyncDispose]: async () => {
      port1.close();
      service.end();
      folder[Symbol.dispose]();
    },
  };
}

async function byWebSocket(): Promise<Reached> {
  const running = await aLoopbackHost();
  const socket = await aSocket(running.origin, await sessionOf(running));
  return {
    client: clientOver(socket),
    [Symbol.asyncDispose]: async () => {
      socket.close();
      await running[Symbol.asyncDispose]();
    },
  };
}

/** Every way a page or a terminal reaches the engine. One suite runs over all of them. */
export const TRANSPORTS: readonly { transport: string; reach: () => Promise<Reached> }[] = [
  { transport: 'in memory', reach: inMemory },
  { transport: 'by a MessagePort', reach: byMessagePort },
  { transport: 'by a WebSocket through the loopback host', reach: byWebSocket },
];
