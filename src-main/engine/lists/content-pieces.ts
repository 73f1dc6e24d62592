import type { ListContentStore } from './list-content.store.ts';
import { type ContentPiece, inPieces } from './list-pieces.ts';
import type { RefRange } from './list-ranges.ts';

/** The content of an import in pieces, read while they are asked for. */
export const contentPieces = (
  content: ListContentStore,
  range: Pick<RefRange, 'first' | 'last'>,
): Iterable<ContentPiece> => inPieces(content.blocks(range), content.recordRows(range));
