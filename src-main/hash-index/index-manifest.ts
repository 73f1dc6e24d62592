import { z } from 'zod';
import { INDEX_ALGORITHMS } from './index-algorithm.ts';
import type { SavedRefStates } from './ref-states.ts';

const Ref = z.int().min(0).max(0xffff_ffff);
const Range = z.tuple([Ref, Ref]);

/** Describes the files of an index and the refs that do not answer. Saved under authenticated encryption. */
export const IndexManifest = z.strictObject({
  format: z.literal(1),
  /** Defined by the caller: identifies a state of the vault. */
  mark: z.string().max(1000),
  segments: z.array(
    z.strictObject({
      /** The file's name, which is the id in its header in hexadecimal. */
      file: z.string().regex(/^[0-9a-f]{32}$/),
      algorithm: z.enum(INDEX_ALGORITHMS),
      entries: z.int().min(1).max(0xffff_ffff),
    }),
  ),
  disabled: z.array(Range),
  removedRanges: z.array(Range),
  removed: z.array(z.strictObject({ page: z.int().min(0).max(0xffff), bits: z.base64() })),
});
export type IndexManifest = z.infer<typeof IndexManifest>;

/** Null where the bytes are no manifest. */
export function parseManifest(bytes: Uint8Array): IndexManifest | null {
  try {
    return IndexManifest.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
}

export function manifestStates({ disabled, removedRanges, removed }: IndexManifest): SavedRefStates {
  const bits = removed.map((one) => ({
    page: one.page,
    bits: new Uint8Array(Buffer.from(one.bits, 'base64')),
  }));
  return { disabled, removedRanges, removed: bits };
}

export function statesInManifest(saved: SavedRefStates): Pick<IndexManifest, keyof SavedRefStates> {
  const ranges = (list: SavedRefStates['disabled']) =>
    list.map(([first, last]): [number, number] => [first, last]);
  return {
    disabled: ranges(saved.disabled),
    removedRanges: ranges(saved.removedRanges),
    removed: saved.removed.map(({ page, bits }) => ({ page, bits: Buffer.from(bits).toString('base64') })),
  };
}
