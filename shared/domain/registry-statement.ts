/** The addresses of a network, from the first to the last, or in CIDR notation, as the registry wrote them. */
export type NetworkRange = { first: string; last: string } | { network: string };

/** A statement of an answer: its text, and where it stands: `line 12`, or the path of a member. */
export interface Stated {
  text: string;
  at: string;
}

/** What an answer says about its one network; nothing of it is read yet. */
export interface StatedNetwork {
  form: 'rdap' | 'whois';
  countries: readonly Stated[];
  /** Countries of addresses of organisations and people: where they live, not where the network is. */
  othersCountries: readonly Stated[];
  name: string | null;
  handle: string | null;
  range: { written: NetworkRange; at: string };
  registry: string | null;
  changed: string | null;
}

/** Why an answer names no country, and where. */
export type RegistryProblem =
  | { code: 'empty' | 'too-long' | 'not-an-answer' | 'no-country' }
  | { code: 'bad-json'; at: string | null }
  /** The registry answered that it does not know, or does not say. */
  | { code: 'registry-refused'; text: string }
  /** An answer about a domain, a person or a number of a system. */
  | { code: 'no-network'; kind: string }
  | { code: 'several-networks'; places: Stated[] }
  | { code: 'bad-range'; places: Stated[] }
  | { code: 'several-countries'; places: Stated[] }
  /** No country of ISO 3166, such as `EU` and `ZZ`, which registries use too. */
  | { code: 'not-a-country'; places: Stated[] }
  /** Only the addresses of those who hold the network have a country. */
  | { code: 'country-of-holder-only'; places: Stated[] };
