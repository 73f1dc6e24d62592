import { type Applies, signerOf } from '../session/acts.ts';
import { filesDigest } from './files-digest.ts';
import type { HashListStore } from './hash-list.store.ts';
import type { ListVersionStore } from './list-version.store.ts';
import { statedIn } from './stated-list.ts';

/**
 * How the lists of the vault, and what is to be on them, follow from the record. The content itself does not: an import
 * writes it beside the list before its entry is made, which names its digests, and other seats fetch it.
 */
export const listApplies = (lists: HashListStore, versions: ListVersionStore): Applies => ({
  'list.imported': (act) => {
    const { entry, enclosure, position } = act;
    const { list: id, import: imported, mode, format, content, files, imported: counts } = entry.data;
    const list = { ...statedIn(entry.data), reading: enclosure.reading };
    if (lists.find(id) === null) lists.insert(list, entry.at);
    else lists.update(list);
    if (mode === 'replace') versions.end(id, position);
    versions.insert({
      ...{ import: imported, list: id, version: list.version, mode, format, content },
      digest: filesDigest(enclosure.reading, files),
      files: files.map((file, index) => ({ ...file, name: enclosure.names[index] ?? '' })),
      ...{ counts, at: entry.at, by: signerOf(entry) },
    });
  },
  'list.changed': ({ entry }) => {
    const { list: id } = entry.data;
    lists.update({ ...statedIn(entry.data), reading: lists.find(id)?.reading ?? null });
  },
  'list.removed': ({ entry, position }) => {
    lists.remove(entry.data.list, entry.at);
    versions.end(entry.data.list, position);
  },
});
