type Facts = Readonly<Record<string, unknown>>;

/** Goes down a path such as `event.status`; undefined where it ends before. */
const follow = (facts: Facts, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, name)
          ? (value as Facts)[name]
          : undefined,
      facts,
    );

/** Reads facts of an entry, which are whatever was signed: null where one is not there or is of another sort. */
export const readFact = {
  text: (facts: Facts, path: string): string | null => {
    const value = follow(facts, path);
    return typeof value === 'string' ? value : null;
  },
  number: (facts: Facts, path: string): number | null => {
    const value = follow(facts, path);
    return typeof value === 'number' ? value : null;
  },
  texts: (facts: Facts, path: string): string[] => {
    const value = follow(facts, path);
    return Array.isArray(value) ? value.filter((part) => typeof part === 'string') : [];
  },
};
