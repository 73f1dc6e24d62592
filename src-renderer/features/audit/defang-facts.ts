import { defang } from '../../../shared/domain/url.ts';

/** The facts of an entry for reading: every address in them defanged, everything else as signed. */
export function defangFacts(value: unknown): unknown {
  if (typeof value === 'string') return /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? defang(value) : value;
  if (Array.isArray(value)) return value.map(defangFacts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, defangFacts(part)]));
}
