import { z } from 'zod';
import { HashListInfo, ListFormat, ListReading, UpdateMode } from '../../domain/hash-list.ts';
import { HashListId, ListImportId } from '../../domain/ids.ts';
import { Digest } from '../../domain/referral.ts';
import { kind } from './kind.ts';
import { count } from './plain-forms.ts';

/** The complete settings of a list, which each entry about the list states. */
export const StatedList = z.strictObject({
  ...HashListInfo.omit({ id: true }).shape,
  list: HashListId,
  pdqDistance: z.int(),
  pdqQuality: z.int(),
  staleAfterDays: z.int(),
});
export type StatedList = z.input<typeof StatedList>;

export const listKinds = [
  kind('list.imported', {
    data: StatedList.extend({
      import: ListImportId,
      mode: UpdateMode,
      format: ListFormat,
      files: z.array(z.strictObject({ sha256: Digest, bytes: count })),
      imported: z.strictObject({
        added: count,
        updated: count,
        deleted: count,
        values: count,
        refused: count,
      }),
      content: z.strictObject({ valuesSha256: Digest, hasRecords: z.boolean(), recordsSha256: Digest }),
    }),
    /** How its files were read, for the next import, and their names in the same order. */
    enclosure: z.strictObject({ reading: ListReading, names: z.array(z.string()) }),
    signer: 'person',
    duty: 'manage-lists',
    group: 'lists',
    class: 'firm',
  }),
  kind('list.changed', {
    data: StatedList.extend({ changed: z.array(z.string()) }),
    signer: 'person',
    duty: 'manage-lists',
    group: 'lists',
    class: 'firm',
  }),
  kind('list.removed', {
    data: z.strictObject({ list: HashListId, name: z.string() }),
    signer: 'person',
    duty: 'manage-lists',
    group: 'lists',
    class: 'firm',
  }),
] as const;
