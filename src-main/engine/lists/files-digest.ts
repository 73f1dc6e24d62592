import type { ListReading } from '../../../shared/domain/hash-list.ts';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';

/** The same for equal files that are read in the same way: by it an import that was made before is known again. */
export const filesDigest = (how: ListReading, files: readonly { sha256: string }[]): string =>
  sha256Hex(canonicalText([how, files.map(({ sha256 }) => sha256)]));
