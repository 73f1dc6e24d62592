import { makeCertificates } from '../../../src-main/receiver/certificates.ts';
import { startReceiver } from '../../../src-main/receiver/receiver.ts';

/** Runs a desk in a process of its own, so that a test can kill it: `node desk-process.ts <dir> <port> [certificates]`. */
const [dir, port, certificates] = process.argv.slice(2);
const receiver = await startReceiver({
  dir: dir ?? '',
  port: Number(port),
  name: 'Example Desk',
  ...(certificates === undefined ? {} : { certificates: await makeCertificates({ dir: certificates }) }),
});
process.stdout.write(`${receiver.port}\n`);
