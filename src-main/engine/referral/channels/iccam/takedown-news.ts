import { readDate } from '../../../../../shared/domain/date.ts';
import type { TakedownEvent, TakedownStatus } from '../../../../../shared/domain/takedown.ts';
import { ACTIONS } from './codes.ts';
import type { IccamContent } from './wire.ts';

/** What the actions of a partner's hotline mean for a referral. */
const STATUS: ReadonlyMap<number, TakedownStatus> = new Map<number, TakedownStatus>([
  // The partner took it up and told its police.
  [ACTIONS['reported-to-lea'].id, 'acknowledged'],
  [ACTIONS['reported-to-isp'].id, 'provider-contacted'],
  [ACTIONS.removed.id, 'permanently-removed'],
  [ACTIONS.unavailable.id, 'unavailable'],
  [ACTIONS['not-illegal'].id, 'not-illegal'],
]);

export interface TakedownNews {
  events: TakedownEvent[];
  /** Number of actions of a kind or with a date that cannot be read. */
  unread: number;
}

/**
 * What a content says about the takedown, oldest first. That material moved shows in its hosting and its assigned
 * country, both of which are then others than the referral named.
 * @param country the hosting country that the referral named
 */
export function takedownNews(content: IccamContent, country: string | null): TakedownNews {
  const told = content.actions.map(({ actionType, actionDate }): TakedownEvent | null => {
    const status = STATUS.get(actionType);
    const at = readDate(actionDate ?? '');
    return status === undefined || at === null ? null : { status, at };
  });
  const { hostingCountryCode: hosting } = content.url;
  const assignedAt = readDate(content.countryAssignmentDate ?? '');
  const hasMoved = hosting !== null && hosting !== country && content.assignedCountryCode === hosting;
  if (hasMoved) told.push(assignedAt === null ? null : { status: 'moved', at: assignedAt, country: hosting });
  return {
    events: told.filter((event) => event !== null).sort((a, b) => Date.parse(a.at) - Date.parse(b.at)),
    unread: told.filter((event) => event === null).length,
  };
}
