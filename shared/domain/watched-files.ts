/** A file of a watched folder as it is seen at one look. */
export interface SeenFile {
  name: string;
  size: number;
  changedMs: number;
}

/** A file, and since when it looked the same. */
interface StillFile extends SeenFile {
  sinceMs: number;
}

export type StillFiles = ReadonlyMap<string, StillFile>;

export const NO_FILES: StillFiles = new Map();

/** Names under which programs write a file that is not whole yet, and hidden ones. */
const UNFINISHED = /^[.~]|\.(?:part|partial|tmp|temp|crdownload|download|filepart|lock)$/i;

/**
 * Compares a look at a folder with those before it.
 * @returns what to compare the next look with, and the names of files that did not change for `stableMs`: in order of
 *   their names, so that two runs take them in the same order
 */
export function stillFiles(
  before: StillFiles,
  seen: readonly SeenFile[],
  nowMs: number,
  stableMs: number,
): { still: StillFiles; ready: string[] } {
  const still = new Map<string, StillFile>();
  for (const file of seen) {
    if (UNFINISHED.test(file.name)) continue;
    const known = before.get(file.name);
    const isSame = known !== undefined && known.size === file.size && known.changedMs === file.changedMs;
    still.set(file.name, { ...file, sinceMs: isSame ? known.sinceMs : nowMs });
  }
  const ready = [...still.values()].filter(({ sinceMs }) => nowMs - sinceMs >= stableMs);
  return { still, ready: ready.map(({ name }) => name).sort() };
}

/** A name that none of the others is: `a.csv`, `a (2).csv`. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  const dot = name.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  for (let number = 1; ; number++) {
    const free = number === 1 ? name : `${stem} (${number})${ending}`;
    if (!taken.has(free)) return free;
  }
}
