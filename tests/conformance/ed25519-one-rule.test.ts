import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nodeLedgerCrypto } from '../../src-main/engine/keys/signing-key.ts';
import { withPageCrypto } from '../../src-renderer/features/audit/page-crypto.ts';
import { aFolder } from '../support/a-folder.ts';
import { type Edge, ed25519Edges, SMALL_ORDER_ENCODINGS } from '../support/ed25519-edges.ts';
import { PYTHON, pythonProblem } from '../support/three-verifiers.ts';

const VERIFIERS = join(import.meta.dirname, '..', '..', 'verifier');
const NODE = join(VERIFIERS, 'hashline-verify.mjs');
const PYTHON_SCRIPT = join(VERIFIERS, 'hashline_verify.py');
/** C2SP/CCTV ed25519/ed25519vectors.json, where it lies beside the repository. */
const CCTV = join(
  import.meta.dirname,
  '../../../shared/data/field-cases/ed25519-verifiers-disagree/ed25519vectors.json',
);
const noPython = pythonProblem();

type Signature = Pick<Edge, 'key' | 'message' | 'signature'>;

type Checked = 'with its library' | 'with the arithmetic written out' | 'the arithmetic alone';

/** Runs the Python verifier's own check over signatures; `the arithmetic alone` leaves the rule out. */
function inPython(signatures: readonly Signature[], how: Checked): boolean[] {
  using folder = aFolder();
  const path = join(folder.path, 'signatures.json');
  const hex = signatures.map((one) =>
    [one.key, one.message, one.signature].map((part) => part.toString('hex')),
  );
  writeFileSync(path, JSON.stringify(hex));
  const script = `
import importlib.util, json, sys
sys.dont_write_bytecode = True
${how === 'with its library' ? '' : "sys.modules['cryptography'] = None"}
spec = importlib.util.spec_from_file_location('verifier', sys.argv[1])
verifier = importlib.util.module_from_spec(spec)
spec.loader.exec_module(verifier)
parts = [[bytes.fromhex(part) for part in one] for one in json.load(open(sys.argv[2]))]
check = verifier.${how === 'the arithmetic alone' ? 'is_signed_slowly' : 'is_signed'}
print(json.dumps([check(*one) for one in parts]))`;
  const { stdout, stderr } = spawnSync(PYTHON, ['-c', script, PYTHON_SCRIPT, path], { encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

async function everyVerdict(signatures: readonly Signature[]): Promise<Record<string, boolean[]>> {
  const outside = await import(NODE);
  const inPage = ({ key, message, signature }: Signature) =>
    withPageCrypto((crypto) => crypto.verifyEd25519(key, message, signature));
  return {
    hashline: signatures.map((one) => nodeLedgerCrypto.verifyEd25519(one.key, one.message, one.signature)),
    page: await Promise.all(signatures.map(inPage)),
    node: signatures.map((one) => outside.isSigned(one.key, one.message, one.signature)),
    ...(noPython === null
      ? {
          python: inPython(signatures, 'with its library'),
          'python written out': inPython(signatures, 'with the arithmetic written out'),
        }
      : {}),
  };
}

describe('one rule of Ed25519 in every verifier', () => {
  const edges = ed25519Edges();

  test('there are 14 encodings of points of small order', () => {
    expect(new Set(SMALL_ORDER_ENCODINGS.map(([, bytes]) => bytes.toString('hex'))).size).toBe(14);
  });

  test('takes the honest signatures and none at the edges', async () => {
    const verdicts = await everyVerdict(edges);
    const expected = edges.filter(({ holds }) => holds).map(({ name }) => name);
    for (const [verifier, taken] of Object.entries(verdicts)) {
      expect([verifier, edges.filter((_, index) => taken[index]).map(({ name }) => name)]).toEqual([
        verifier,
        expected,
      ]);
    }
  });

  test.skipIf(noPython !== null)(
    'the control: arithmetic that is asked without it takes many of these edges',
    () => {
      const odd = edges.filter(
        ({ holds, key, signature }) => !holds && key.length === 32 && signature.length === 64,
      );
      const taken = inPython(odd, 'the arithmetic alone').filter(Boolean).length;
      expect(taken).toBeGreaterThan(SMALL_ORDER_ENCODINGS.length);
    },
  );

  test('changes neither key nor signature while it looks', () => {
    for (const { key, message, signature } of edges) {
      const before = Buffer.concat([key, signature]).toString('hex');
      nodeLedgerCrypto.verifyEd25519(key, message, signature);
      expect(Buffer.concat([key, signature]).toString('hex')).toBe(before);
    }
  });

  test.skipIf(!existsSync(CCTV))('comes to one verdict about the public edge vectors', async () => {
    const vectors: { key: string; sig: string; msg: string; flags: string[] | null }[] = JSON.parse(
      readFileSync(CCTV, 'utf8'),
    );
    const signatures = vectors.map(({ key, sig, msg }) => ({
      key: Buffer.from(key, 'hex'),
      message: Buffer.from(msg),
      signature: Buffer.from(sig, 'hex'),
    }));
    const { hashline = [], ...others } = await everyVerdict(signatures);
    for (const [verifier, taken] of Object.entries(others))
      expect([verifier, taken]).toEqual([verifier, hashline]);
    const odd = (flag: string) => /^(low_order|non_canonical)_[AR]$|^low_order_residue$/.test(flag);
    expect(hashline).toEqual(vectors.map(({ flags }) => !(flags ?? []).some(odd)));
  });
});
