import type { NetworkRange, RegistryProblem, Stated, StatedNetwork } from './registry-statement.ts';

/** A line `key: value` of a whois answer. */
interface Line {
  key: string;
  value: string;
  at: string;
}

/** With what an object of a network begins: RPSL (RIPE, APNIC, AFRINIC, LACNIC), and ARIN's own form. */
const NETWORK_KEYS: ReadonlySet<string> = new Set(['inetnum', 'inet6num', 'netrange']);
/** What a registry says instead of an answer. */
const REFUSALS =
  /^%?\s*(?:error\s*:?\s*\d+.*|no match found.*|no entries found.*|query rate limit exceeded.*)$/i;
const ARIN_REMARK = /^#\s*arin whois data/i;

/** Reads a whois answer about one network. */
export function readWhois(pasted: string): StatedNetwork | { problem: RegistryProblem } {
  const lines = pasted.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  const objects = objectsOf(lines);
  const networks = objects.filter(([first]) => first !== undefined && NETWORK_KEYS.has(first.key));
  const [network] = networks;
  if (network === undefined) return { problem: withoutNetwork(lines, objects) };
  if (networks.length > 1) {
    const places = networks.flatMap(([first]) => (first ? [{ text: first.value, at: first.at }] : []));
    return { problem: { code: 'several-networks', places } };
  }
  const all = (...keys: string[]): Line[] => network.filter(({ key }) => keys.includes(key));
  const one = (...keys: string[]): string | null => all(...keys)[0]?.value ?? null;
  const range = network[0] as Line;
  const isCountry = ({ key }: Line) => key === 'country';
  return {
    form: 'whois',
    countries: all('country').map(toStated),
    othersCountries: objects
      .filter((object) => object !== network)
      .flatMap((object) => object.filter(isCountry).map(toStated)),
    name: one('netname'),
    handle: one('nethandle'),
    range: { written: rangeOf(range.value), at: range.at },
    registry: one('source') ?? (lines.some((line) => ARIN_REMARK.test(line)) ? 'ARIN' : null),
    changed: one('last-modified', 'updated', 'changed'),
  };
}

const toStated = ({ value, at }: Line): Stated => ({ text: value, at });

function rangeOf(value: string): NetworkRange {
  const [first = '', last, ...more] = value.split(/\s+-\s+/);
  return last === undefined || more.length > 0 ? { network: value } : { first, last };
}

/** Objects are separated by empty lines. `%` and `#` begin remarks; a remark behind a value is not part of it. */
function objectsOf(lines: readonly string[]): Line[][] {
  const objects: Line[][] = [];
  let open: Line[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') {
      if (open.length > 0) objects.push(open);
      open = [];
      continue;
    }
    const read = /^([A-Za-z][A-Za-z0-9-]*):(.*)$/.exec(line);
    if (read === null) continue;
    const value = (read[2] ?? '').replace(/\s#.*$/, '').trim();
    if (value !== '') open.push({ key: (read[1] ?? '').toLowerCase(), value, at: `line ${index + 1}` });
  }
  return open.length > 0 ? [...objects, open] : objects;
}

function withoutNetwork(lines: readonly string[], objects: readonly Line[][]): RegistryProblem {
  const refusal = lines.find((line) => REFUSALS.test(line.trim()));
  if (refusal !== undefined) return { code: 'registry-refused', text: refusal.replace(/^%\s*/, '').trim() };
  const kind = objects[0]?.[0]?.key;
  return kind === undefined ? { code: 'not-an-answer' } : { code: 'no-network', kind };
}
