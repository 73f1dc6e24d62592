type Facts = Readonly<Record<string, unknown>>;

/** Follows a path such as `event.status`; undefined where the path ends early. */
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

/** Reads facts of an entry, which may be anything that was signed: null where a fact is missing or of another type. */
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
