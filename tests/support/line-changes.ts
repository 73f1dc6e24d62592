import { fakeBytes, type SeededRandom } from '../../tools/fake-data.ts';
import { exportBytes } from './a-ledger.ts';

/** A change that a person or an accident makes to a file of lines; returns its bytes afterwards. */
export type LineChange = (lines: readonly string[], random: SeededRandom) => Uint8Array;

const below = (random: SeededRandom, limit: number): number => Math.floor(random() * limit);

const onLines =
  (change: (lines: string[], random: SeededRandom) => string[]): LineChange =>
  (lines, random) =>
    exportBytes(change([...lines], random));

const onBytes =
  (change: (bytes: Uint8Array, random: SeededRandom) => readonly Uint8Array[]): LineChange =>
  (lines, random) =>
    new Uint8Array(Buffer.concat(change(exportBytes(lines), random)));

/** Changes that need no key. */
export const LINE_CHANGES: Readonly<Record<string, LineChange>> = {
  'delete lines': onLines((lines, random) =>
    lines.toSpliced(below(random, lines.length), 1 + below(random, 1 + below(random, 20))),
  ),
  'cut off the end': onLines((lines, random) => lines.slice(0, below(random, lines.length))),
  'repeat a line': onLines((lines, random) => {
    const line = lines[below(random, lines.length)]!;
    return lines.toSpliced(below(random, lines.length + 1), 0, line);
  }),
  'repeat a line at once': onLines((lines, random) => {
    const at = below(random, lines.length);
    return lines.toSpliced(at, 0, lines[at]!);
  }),
  'swap two lines': onLines((lines, random) => {
    const [a, b] = [below(random, lines.length), below(random, lines.length)];
    return lines.with(a, lines[b]!).with(b, lines[a]!);
  }),
  'swap neighbours': onLines((lines, random) => {
    const at = below(random, lines.length - 1);
    return lines.with(at, lines[at + 1]!).with(at + 1, lines[at]!);
  }),
  'move a line': onLines((lines, random) => {
    const at = below(random, lines.length);
    return lines.toSpliced(at, 1).toSpliced(below(random, lines.length), 0, lines[at]!);
  }),
  'turn lines round': onLines((lines, random) => {
    const from = below(random, lines.length);
    const to = from + 2 + below(random, 10);
    return [...lines.slice(0, from), ...lines.slice(from, to).reverse(), ...lines.slice(to)];
  }),
  'rewrite a value': onLines((lines, random) => {
    const at = below(random, lines.length);
    const words = [...lines[at]!.matchAll(/[A-Za-z0-9]+/g)];
    const word = words[below(random, words.length)]!;
    const other = /^\d+$/.test(word[0]) ? `${Number(word[0]) + 1}` : 'other';
    const line = lines[at]!;
    return lines.with(at, line.slice(0, word.index) + other + line.slice(word.index + word[0].length));
  }),
  'give a line the signature of another': onLines((lines, random) => {
    const [a, b] = [below(random, lines.length), below(random, lines.length)];
    const signature = /"sig":"([^"]+)"/.exec(lines[b]!)?.[0];
    return lines.with(a, signature ? lines[a]!.replace(/"sig":"[^"]+"/, () => signature) : '');
  }),
  'insert an empty line': onLines((lines, random) => lines.toSpliced(below(random, lines.length + 1), 0, '')),
  'end a line the Windows way': onLines((lines, random) => {
    const at = below(random, lines.length);
    return lines.with(at, `${lines[at]}\r`);
  }),
  'add a space': onLines((lines, random) => {
    const at = below(random, lines.length);
    const gap = [...lines[at]!.matchAll(/[,:{}]/g)];
    const after = gap[below(random, gap.length)]!.index + 1;
    return lines.with(at, `${lines[at]!.slice(0, after)} ${lines[at]!.slice(after)}`);
  }),
  'delete bytes': onBytes((bytes, random) => {
    const from = below(random, bytes.length);
    return [bytes.subarray(0, from), bytes.subarray(from + 1 + below(random, 600))];
  }),
  'cut off bytes': onBytes((bytes, random) => [bytes.subarray(0, below(random, bytes.length))]),
  'insert noise': onBytes((bytes, random) => {
    const at = below(random, bytes.length + 1);
    return [bytes.subarray(0, at), fakeBytes(random, 1 + below(random, 40)), bytes.subarray(at)];
  }),
  'overwrite with noise': onBytes((bytes, random) => {
    const at = below(random, bytes.length);
    const noise = fakeBytes(random, 1 + below(random, 40));
    return [bytes.subarray(0, at), noise, bytes.subarray(at + noise.length)];
  }),
  'repeat bytes': onBytes((bytes, random) => {
    const from = below(random, bytes.length);
    const to = Math.min(bytes.length, from + 1 + below(random, 900));
    return [bytes.subarray(0, to), bytes.subarray(from)];
  }),
  'begin with a byte order mark': onBytes((bytes) => [Uint8Array.of(0xef, 0xbb, 0xbf), bytes]),
};
