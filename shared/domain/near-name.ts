/** How many letters two short names may differ in to be taken for one another. */
const reach = (name: string): number => (name.length <= 4 ? 1 : 2);

/**
 * The known name that a person probably meant; null where none is near.
 * @param known in order of preference between equally near ones
 */
export function nearName(name: string, known: readonly string[]): string | null {
  let best: { name: string; apart: number } | null = null;
  for (const candidate of known) {
    const apart = distance(name, candidate);
    if (apart <= reach(name) && (best === null || apart < best.apart)) best = { name: candidate, apart };
  }
  return best?.name ?? null;
}

/** Optimal string alignment: letters put in, left out, changed, or two that changed places. */
function distance(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row++) {
    const now = [row];
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1];
      const changed = (last[column - 1] ?? 0) + (isSame ? 0 : 1);
      const crossed =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
          ? (before[column - 2] ?? 0) + 1
          : Number.POSITIVE_INFINITY;
      now.push(Math.min(changed, crossed, (last[column] ?? 0) + 1, (now[column - 1] ?? 0) + 1));
    }
    before = last;
    last = now;
  }
  return last.at(-1) ?? 0;
}
