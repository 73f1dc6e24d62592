/** Keys that would reach an object's prototype. */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** The facts about a JSON text that can be seen without parsing it. */
export interface JsonShape {
  /** Greatest nesting of containers. */
  depth: number;
  /** Number of colons outside strings: one for each member as written. */
  colons: number;
  unfinished: boolean;
}

export function shapeOf(text: string): JsonShape {
  let deepest = 0;
  let depth = 0;
  let colons = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === 0x5c) i++;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x3a) colons++;
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > deepest) deepest = depth;
    } else if (code === 0x7d || code === 0x5d) depth--;
  }
  return { depth: deepest, colons, unfinished: inString || depth > 0 };
}

/**
 * Counts the members of a parsed text. `JSON.parse` keeps the last of repeated members, so a text with more colons than
 * members repeats one. Recursion is as deep as the value, so the depth must have been checked before.
 * @returns the number of members in all objects, or null where a key is forbidden
 */
export function countMembers(value: unknown): number | null {
  if (value === null || typeof value !== 'object') return 0;
  let members = 0;
  const entries: unknown[] = Array.isArray(value) ? value : Object.values(value);
  if (!Array.isArray(value)) {
    for (const key of Object.keys(value)) if (FORBIDDEN_KEYS.has(key)) return null;
    members = entries.length;
  }
  for (const entry of entries) {
    const inside = countMembers(entry);
    if (inside === null) return null;
    members += inside;
  }
  return members;
}
