import type { ConsultationCount } from './consultation.ts';

/** What a destination says of the base that it adds to. */
interface Contributing {
  settings: Readonly<Record<string, string>>;
  contributed: number | null;
}

/** What the hotline did with a base. */
export interface BaseUse {
  base: string;
  /** Referrals delivered to the destinations that add to it; null where none is set to. */
  referrals: number | null;
  consulted: number;
  found: number;
}

/** For each base that a destination adds to or that was consulted, by the name of the base. */
export function basesUsed(
  destinations: readonly Contributing[],
  consultations: readonly ConsultationCount[],
): BaseUse[] {
  const uses = new Map<string, BaseUse>();
  const of = (base: string): BaseUse => {
    const use = uses.get(base) ?? { base, referrals: null, consulted: 0, found: 0 };
    uses.set(base, use);
    return use;
  };
  for (const { settings, contributed } of destinations) {
    if (settings.base === undefined || contributed === null) continue;
    const use = of(settings.base);
    use.referrals = (use.referrals ?? 0) + contributed;
  }
  for (const { base, consulted, found } of consultations) {
    const use = of(base);
    use.consulted += consulted;
    use.found += found;
  }
  return [...uses.values()].sort((a, b) => (a.base < b.base ? -1 : 1));
}
