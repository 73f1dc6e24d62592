import type { Figures } from '../../shared/domain/figures/figures.ts';

/** An entry as it stands in an export. */
export interface PlainEntry {
  kind: string;
  at: string;
  data: PlainData;
}

/** What entries hold, each some of it. */
interface PlainData {
  case?: string;
  into: string;
  cases: string[];
  reports: number;
  subjects: number;
  refused: number;
  received: { on: string | null; channel: string; reports: number }[];
  channel: string;
  receivedOn: string | null;
  assessment: string;
  decision: string;
  parallel: string;
  agrees: boolean;
  judgement: {
    legality: string;
    hosting: { country: string | null; source: string };
    reasons: string[];
    [name: string]: unknown;
  };
  route: { category: string; zone: string };
  referrals: { id: string; destination: string; purpose: string }[];
  referral: string;
  destination: string;
  event: { status: string; at: string };
  notice?: unknown;
  base: string;
  result: string;
}

const DAY_MS = 86_400_000;

/**
 * The figures of a period, each found by looking through the whole record anew: nothing is carried from entry to entry,
 * and no code is shared with what it checks.
 */
export function slowFigures(entries: readonly PlainEntry[], from: string, through: string): Figures {
  const day = (at: string) => at.slice(0, 10);
  const isIn = (at: string) => day(at) >= from && day(at) <= through;
  const of = (...kinds: string[]) => entries.filter(({ kind }) => kinds.includes(kind));
  const within = (...kinds: string[]) => of(...kinds).filter(({ at }) => isIn(at));
  const untilEnd = entries.filter(({ at }) => day(at) <= through);
  const tally = (names: readonly string[]) =>
    Object.fromEntries(
      [...new Set(names)].map((name) => [name, names.filter((other) => other === name).length]),
    );
  const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

  const merges = untilEnd.filter(({ kind }) => kind === 'case.merged');
  const survivorOf = (id: string): string => {
    const merge = merges.find(({ data }) => data.case === id);
    return merge === undefined ? id : survivorOf(merge.data.into);
  };
  const named = entries.flatMap(({ kind, data }) =>
    kind === 'intake.reported' ? data.cases : data.case !== undefined ? [data.case] : [],
  );
  const survivors = [...new Set(named.map(survivorOf))];
  const about = (id: string, list: readonly PlainEntry[]) =>
    list.filter(({ data }) => data.case !== undefined && survivorOf(data.case) === id);

  const DECIDING = ['case.assessed', 'assessment.corrected', 'assessment.overturned'];
  const idOf = ({ kind, data }: PlainEntry): string =>
    kind === 'case.assessed' ? data.assessment : data.decision;
  const parallels = new Set(
    untilEnd.filter(({ kind }) => kind === 'assessment.paralleled').map(({ data }) => data.parallel),
  );
  /** The decision of a case, with those merged into it, by the first `count` entries. */
  const inForce = (id: string, count: number): PlainEntry | null => {
    const before = untilEnd.slice(0, count);
    for (let at = before.length - 1; at >= 0; at--) {
      const entry = before[at]!;
      if (entry.kind === 'case.merged' && entry.data.into === id) {
        const own = inForce(id, at);
        return own ?? inForce(entry.data.case ?? '', at);
      }
      if (entry.data.case !== id) continue;
      if (entry.kind === 'case.assessed' && !parallels.has(entry.data.assessment)) return entry;
      if (entry.kind === 'assessment.withdrawn') {
        const current = inForce(id, at);
        return current !== null && idOf(current) === entry.data.assessment ? null : current;
      }
      if (entry.kind !== 'case.assessed' && DECIDING.includes(entry.kind)) {
        const current = inForce(id, at);
        return current === null || idOf(current) === entry.data.assessment ? entry : current;
      }
    }
    return null;
  };
  const decided = survivors
    .map((id) => inForce(id, untilEnd.length))
    .filter((entry): entry is PlainEntry => entry !== null && isIn(entry.at));
  const illegal = decided.filter(({ data }) => data.judgement.legality === 'illegal');
  const judged = (list: readonly PlainEntry[], name: string) =>
    tally(list.map(({ data }) => String(data.judgement[name] ?? 'unstated')));

  const orders = entries.flatMap(({ kind, at, data }) =>
    DECIDING.includes(kind) ? data.referrals.map((one) => ({ ...one, at })) : [],
  );
  const ordered = orders.filter(({ at }) => isIn(at));
  const purposeOf = (id: string) => orders.find((order) => order.id === id)?.purpose ?? 'new';
  const arrivals = of('referral.delivered', 'referral.confirmed');
  const firstArrivals = arrivals.filter(
    ({ data }, index) => arrivals.findIndex((one) => one.data.referral === data.referral) === index,
  );
  const newArrivals = firstArrivals.filter(({ data }) => purposeOf(data.referral) === 'new');

  const received = of('intake.imported').flatMap(({ at, data }) =>
    data.received.map((one) => ({ ...one, at })),
  );
  const single = of('intake.reported').map(({ at, data }) => ({
    ...{ on: data.receivedOn, channel: data.channel, reports: 1, at },
  }));
  const all = [...received, ...single];
  const ofYear = all.filter(({ on }) => on !== null && on.length === 4);
  const isWholeYear = ({ on }: { on: string | null }) => from <= `${on}-01-01` && through >= `${on}-12-31`;
  const inPeriod = [
    ...all.filter(({ on, at }) => (on === null || on.length === 10) && isIn(on ?? at)),
    ...ofYear.filter(isWholeYear),
  ];

  const stepsOf = (id: string) =>
    about(id, of('takedown.recorded', 'takedown.stated')).map(({ data }) => data.event);
  const earliest = (list: readonly string[]) => [...list].sort()[0] ?? null;
  const firstDecision = (id: string) =>
    earliest(
      about(
        id,
        untilEnd.filter(({ kind }) => DECIDING.includes(kind)),
      ).map(({ at }) => at),
    );
  const firstDelivery = (id: string) => earliest(about(id, newArrivals).map(({ at }) => at));
  const receipt = (id: string) =>
    earliest(
      of('intake.reported')
        .filter(({ data }) => data.cases.some((one) => survivorOf(one) === id))
        .map(({ at, data }) => (data.receivedOn === null ? at : `${data.receivedOn}T00:00:00.000Z`)),
    );
  const acknowledged = (id: string) =>
    earliest(
      stepsOf(id)
        .filter(({ status }) => status === 'acknowledged')
        .map(({ at }) => at),
    );
  const gone = (id: string) => {
    const steps = stepsOf(id);
    const moved = earliest(
      steps
        .filter(({ status }) => status === 'moved')
        .map(({ at }) => at)
        .sort()
        .reverse()
        .slice(0, 1),
    );
    return earliest(
      steps
        .filter(({ status }) =>
          ['temporarily-inaccessible', 'permanently-removed', 'unavailable'].includes(status),
        )
        .map(({ at }) => at)
        .filter((at) => moved === null || at > moved),
    );
  };
  const days = (begin: (id: string) => string | null, end: (id: string) => string | null) => {
    const spans = survivors.flatMap((id) => {
      const to = end(id);
      if (to === null || !isIn(to)) return [];
      const since = begin(id);
      return [since === null ? null : (Date.parse(to) - Date.parse(since)) / DAY_MS];
    });
    const between = (low: number, high: number) =>
      spans.filter((span) => span !== null && span >= low && span < high).length;
    return {
      '0': between(-Infinity, 1),
      '1': between(1, 2),
      '2': between(2, 3),
      '3': between(3, 4),
      '4-5': between(4, 6),
      '6+': between(6, Infinity),
      unknown: spans.filter((span) => span === null).length,
    };
  };
  const noticed = newArrivals.filter(({ at, data }) => isIn(at) && data.notice !== undefined);
  const consulted = within('base.consulted');
  const lastStepOf = (referral: string): string =>
    of('takedown.recorded', 'takedown.stated')
      .filter(({ data }) => data.referral === referral && day(data.event.at) <= through)
      .map(({ data }) => data.event)
      .reduce((last, event) => (event.at >= last.at ? event : last), { status: 'none', at: '' }).status;
  const reviewed = within('assessment.reviewed');
  const paralleled = within('assessment.paralleled');
  const erasures = within('enclosures.erased');
  return {
    period: { from, through },
    reports: {
      received: sum(inPeriod.map(({ reports }) => reports)),
      byChannel: Object.fromEntries(
        [...new Set(inPeriod.map(({ channel }) => channel))].map((channel) => [
          channel,
          sum(inPeriod.filter((one) => one.channel === channel).map(({ reports }) => reports)),
        ]),
      ),
      ofUnknownDay: sum(
        ofYear
          .filter((one) => !isWholeYear(one) && from <= `${one.on}-12-31` && through >= `${one.on}-01-01`)
          .map(({ reports }) => reports),
      ),
    },
    intake: {
      files: within('intake.imported').length,
      subjects:
        sum(within('intake.imported').map(({ data }) => data.subjects)) +
        sum(within('intake.reported').map(({ data }) => data.cases.length)),
      refusedRows: sum(within('intake.imported').map(({ data }) => data.refused)),
    },
    decided: {
      cases: decided.length,
      byLegality: judged(decided, 'legality'),
      byCategory: tally(decided.map(({ data }) => data.route.category)),
      byZone: tally(decided.map(({ data }) => data.route.zone)),
      byCountry: tally(decided.map(({ data }) => data.judgement.hosting.country ?? 'unknown')),
      byHostingSource: tally(decided.map(({ data }) => data.judgement.hosting.source)),
      byReason: tally(decided.flatMap(({ data }) => data.judgement.reasons)),
    },
    illegal: {
      cases: illegal.length,
      byZone: tally(illegal.map(({ data }) => data.route.zone)),
      byCountry: tally(illegal.map(({ data }) => data.judgement.hosting.country ?? 'unknown')),
      byClassification: judged(illegal, 'classification'),
      byAge: judged(illegal, 'age'),
      byGender: judged(illegal, 'gender'),
      bySiteType: judged(illegal, 'siteType'),
      byCommerciality: judged(illegal, 'commerciality'),
      virtual: illegal.filter(({ data }) => data.judgement.virtual === true).length,
      selfGenerated: illegal.filter(({ data }) => data.judgement.selfGenerated === true).length,
      modelling: illegal.filter(({ data }) => data.judgement.modelling === true).length,
    },
    changes: {
      corrected: within('assessment.corrected').length,
      overturned: within('assessment.overturned').length,
      withdrawn: within('assessment.withdrawn').length,
      reopened: within('case.reopened').length,
      merged: within('case.merged').length,
    },
    secondReviews: {
      made: reviewed.length,
      agreed: reviewed.filter(({ data }) => data.agrees).length,
      upheld: within('assessment.upheld').length,
      parallels: paralleled.length,
      parallelsAgreed: paralleled.filter(({ data }) => data.agrees).length,
    },
    referrals: {
      ordered: tally(
        ordered.filter(({ purpose }) => purpose === 'new').map(({ destination }) => destination),
      ),
      delivered: tally(newArrivals.filter(({ at }) => isIn(at)).map(({ data }) => data.destination)),
      amendments: ordered.filter(({ purpose }) => purpose === 'amendment').length,
      retractions: ordered.filter(({ purpose }) => purpose === 'retraction').length,
      refused: within('referral.refused').length,
      parked: within('referral.parked').length,
    },
    takedown: {
      casesByStatus: tally(
        survivors.flatMap((id) => [
          ...new Set(
            stepsOf(id)
              .filter(({ at }) => isIn(at))
              .map(({ status }) => status),
          ),
        ]),
      ),
    },
    notices: {
      sent: noticed.length,
      byProvider: [],
      ofUnknownProvider: noticed.length,
      byType: tally(
        noticed.map(({ data }) => {
          const order = entries.find(
            (one) => DECIDING.includes(one.kind) && one.data.referrals.some(({ id }) => id === data.referral),
          );
          return String(order?.data.judgement.classification ?? 'unstated');
        }),
      ),
      byAction: tally(noticed.map(({ data }) => lastStepOf(data.referral))),
    },
    consultations: [...new Set(consulted.map(({ data }) => data.base))].sort().map((base) => ({
      base,
      consulted: consulted.filter(({ data }) => data.base === base).length,
      found: consulted.filter(({ data }) => data.base === base && data.result === 'found').length,
    })),
    matches: {
      confirmed: within('match.confirmed').length,
      rejected: within('match.rejected').length,
    },
    days: {
      receiptToDecision: days(receipt, firstDecision),
      receiptToDelivery: days(receipt, firstDelivery),
      decisionToDelivery: days(firstDecision, firstDelivery),
      deliveryToAcknowledgement: days(firstDelivery, acknowledged),
      deliveryToRemoval: days(firstDelivery, gone),
      receiptToRemoval: days(receipt, gone),
    },
    erased: {
      cases: new Set(erasures.flatMap(({ data }) => data.cases)).size,
      reports: sum(erasures.map(({ data }) => data.reports)),
    },
    entries: { read: entries.length, unread: 0, withheld: 0 },
  };
}
