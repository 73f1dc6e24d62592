import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

const at = (path: string) => new URL(`../../../src-main/hash-index/${path}`, import.meta.url);

/** A program that waits for an answer of the index's thread and for nothing else. @returns what it says */
function aProgramAsking(thread: string): string {
  const program = `
    import { IndexClient } from ${JSON.stringify(at('index-client.ts'))};
    import { startIndexThread } from ${JSON.stringify(at('index-thread.ts'))};
    const script = new URL(${JSON.stringify(`data:text/javascript,${encodeURIComponent(thread)}`)});
    const client = new IndexClient(() => startIndexThread(script, {}));
    console.log(await client.stats().catch(({ problem }) => problem));
  `;
  return execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
    timeout: 20_000,
  });
}

test('a program does not end before its index has answered', () => {
  const thread = `
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ id }) => setTimeout(() => parentPort.postMessage({ id, answer: 'so many' }), 300));
  `;
  expect(aProgramAsking(thread)).toBe('so many\n');
});

test('nor before it knows that its index is gone; and it ends by itself', () => {
  expect(aProgramAsking(`setTimeout(() => process.exit(1), 300);`)).toBe('closed\n');
});
