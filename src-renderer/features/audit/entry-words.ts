import type { EntryKind } from '../../../shared/ledger/kinds/all-kinds.ts';

type Dashed<Kind extends string> = Kind extends `${infer Topic}.${infer Act}` ? `${Topic}-${Act}` : Kind;

/** The key of an entry's kind among the texts, where a dot would open a new level. */
export const kindKey = <Kind extends EntryKind>(kind: Kind): Dashed<Kind> =>
  kind.replace('.', '-') as Dashed<Kind>;
