import { nodeLedgerCrypto, signingKeyFrom } from '../../src-main/engine/keys/signing-key.ts';
import { type RunningWitness, startWitness } from '../../src-main/witness/start-witness.ts';
import { aFolder } from './a-folder.ts';

export const WITNESS_NAME = 'witness.example/w1';

/** A reference witness on the loopback that takes any log that makes itself known. */
export async function aWitness(
  dir?: string,
  name = WITNESS_NAME,
): Promise<RunningWitness & { dir: string; statuses: number[] } & AsyncDisposable> {
  const folder = dir === undefined ? aFolder() : null;
  const path = dir ?? folder?.path ?? '';
  const statuses: number[] = [];
  const witness = await startWitness({
    dir: path,
    port: 0,
    name,
    trustOnFirstUse: true,
    crypto: nodeLedgerCrypto,
    keyFrom: signingKeyFrom,
    log: ({ status }) => statuses.push(status),
  });
  return {
    ...witness,
    dir: path,
    statuses,
    [Symbol.asyncDispose]: async () => {
      await witness.close();
      folder?.[Symbol.dispose]();
    },
  };
}
