import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { aWitness } from '../../support/a-witness.ts';

test('a witness answers a request that names its host once, and no other', async () => {
  await using witness = await aWitness();
  const { hostname, port, host } = new URL(witness.url);
  const status = async (hosts: string[]): Promise<string | undefined> => {
    const socket = connect(Number(port), hostname);
    const lines = [
      'GET /verifier-key HTTP/1.1',
      ...hosts.map((name) => `Host: ${name}`),
      'Connection: close',
    ];
    socket.end(`${lines.join('\r\n')}\r\n\r\n`);
    return (await text(socket)).split(' ')[1];
  };
  expect([
    await status([host]),
    await status([host, host]),
    await status(['evil.example', host]),
    await status([]),
  ]).toEqual(['200', '400', '400', '400']);
});
