import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import en from '../../shared/locales/en.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '..', '..');
const texts: Readonly<Record<string, string>> = en.ledger.fault;

/** The codes of the faults that the verifier of an exported ledger finds. */
const LEDGER = join(ROOT, 'shared', 'ledger');
const found = new Set(
  readdirSync(LEDGER)
    .filter((name) => name.endsWith('.ts') && name !== 'fault.ts')
    .flatMap((name) => [...readFileSync(join(LEDGER, name), 'utf8').matchAll(/code: '([a-z-]+)'/g)])
    .map(([, code]) => code ?? ''),
);

describe.each(['hashline-verify.mjs', 'hashline_verify.py'])('%s', (verifier) => {
  const program = readFileSync(join(ROOT, 'verifier', verifier), 'utf8');
  const says = (text: string) => text.split(/\{\{\w+\}\}/).every((part) => program.includes(part));

  test('names every fault of a ledger in the words of the terminal', () => {
    expect(found.size).toBeGreaterThan(50);
    expect([...found].filter((code) => !says(texts[code] ?? 'no such code'))).toEqual([]);
  });

  test('control: a fault in other words is noticed', () => {
    expect(says(`${texts['does-not-follow']} any more`)).toBe(false);
  });
});
