import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const MODULE = new URL('../../../src-main/ports/roomy-heap.ts', import.meta.url).href;

function stderrOf(script: string): string {
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }).stderr;
}

test('V8 knows what is asked of it: it would only complain on the standard error, and go on', () => {
  const unknown = "import v8 from 'node:v8'; v8.setFlagsFromString('--no-such-flag=1');";
  expect([
    stderrOf(`import { letHeapGrow } from '${MODULE}'; letHeapGrow();`),
    stderrOf(unknown).includes('unrecognized flag'),
  ]).toEqual(['', true]);
});
