import { startReceiver } from '../../../src-main/receiver/receiver.ts';

/** Runs a desk in a process of its own, so that a test can kill it: `node desk-process.ts <dir> <port>`. */
const [dir, port] = process.argv.slice(2);
const receiver = await startReceiver({ dir: dir ?? '', port: Number(port), name: 'Example Desk' });
process.stdout.write(`${receiver.port}\n`);
