import type { SettingsOf } from '../../../../../shared/domain/channels/all-channels.ts';
import { readDate } from '../../../../../shared/domain/date.ts';
import { type Refusal, refusalsOf } from '../../../../../shared/domain/refusal.ts';
import { ReportInput } from '../../../../../shared/domain/report.ts';
import { type Exchange, type Inbox, nothingPulled, type PullAnswer, type Pulled } from '../channel.ts';
import { SITE_TYPES } from './codes.ts';
import { isOwnMemo, minuteOf } from './messages.ts';
import { IccamFailure, IccamSession } from './session.ts';
import { type ContentPlace, IccamContent, IccamReport, ListedContents, partnerIdOf } from './wire.ts';

/**
 * The lists of what is assigned to the hotline. ICCAM's operators ask hotlines to work through `no-reference` and to
 * put their own reference on what they took.
 */
const LISTS = ['no-reference', 'unassessed'] as const;
/** The most that ICCAM answers at once. */
const LONGEST_LIST = 200;

/**
 * Takes in what ICCAM assigned to the hotline's country. Contents that are here already, that the hotline reported
 * itself or that are assigned to another country are counted and not taken; of the others each becomes a report with
 * ICCAM's numbers as its reference. Afterwards ICCAM is told that they are taken.
 */
export async function pullAssigned(
  settings: SettingsOf<'iccam'>,
  exchange: Exchange,
  inbox: Inbox,
): Promise<PullAnswer> {
  const session = new IccamSession(settings, exchange);
  const pulled = nothingPulled();
  try {
    const found = await readLists(session, pulled);
    const fresh: { place: ContentPlace; report: ReportInput }[] = [];
    const known: ContentPlace[] = [];
    for (const place of found) {
      if (inbox.isKnown(partnerIdOf(place))) {
        pulled.known += 1;
        known.push(place);
        continue;
      }
      const report = await readMatter(session, place, inbox.country, pulled).catch((error: unknown) => {
        if (!(error instanceof IccamFailure) || !isAboutIt(error)) throw error;
        pulled.refused.push({ reference: partnerIdOf(place), refusals: [UNREADABLE] });
        return null;
      });
      if (report !== null) fresh.push({ place, report });
    }
    await inbox.take(fresh.map(({ report }) => report));
    pulled.taken = fresh.length;
    for (const place of [...fresh.map((each) => each.place), ...known])
      pulled.unmarked += Number(!(await mark(session, place, exchange.nowMs())));
    return { type: 'pulled', pulled };
  } catch (error) {
    if (!(error instanceof IccamFailure)) throw error;
    return { type: 'failed', reason: error.trouble };
  } finally {
    await session.end();
  }
}

/** A failure that says something of this content alone: the others can still be read. */
const isAboutIt = ({ kind, trouble }: IccamFailure): boolean =>
  kind === 'hard' || trouble.code === 'partner-answer-unreadable';

const UNREADABLE: Refusal = { row: null, field: null, reason: 'bad-value', detail: { code: 'malformed' } };

async function readLists(session: IccamSession, pulled: Pulled): Promise<ContentPlace[]> {
  const places = new Map<string, ContentPlace>();
  for (const list of LISTS) {
    const { value } = await session.get(`rest/Content/${list}?maxResults=${LONGEST_LIST}`, ListedContents);
    pulled.isMore ||= value.length >= LONGEST_LIST;
    for (const { reportId: report, contentId: content } of value)
      places.set(partnerIdOf({ report, content }), { report, content });
  }
  pulled.listed = places.size;
  return [...places.values()];
}

async function readMatter(
  session: IccamSession,
  place: ContentPlace,
  country: string,
  pulled: Pulled,
): Promise<ReportInput | null> {
  const { value: content } = await session.get(`rest/Content/${place.content}`, IccamContent);
  if (content.assignedCountryCode !== country) {
    pulled.elsewhere += 1;
    return null;
  }
  const { value: report } = await session.get(`rest/Reports/${place.report}`, IccamReport);
  if (isOwnMemo(content.memo) || isOwnMemo(report.memo)) {
    pulled.own += 1;
    return null;
  }
  const parsed = ReportInput.safeParse(reportOf(place, content, report));
  if (parsed.success) return parsed.data;
  pulled.refused.push({ reference: partnerIdOf(place), refusals: refusalsOf(parsed.error, null) });
  return null;
}

/** The deadline counts from the day on which the content was assigned to the hotline's country. */
const reportOf = (place: ContentPlace, content: IccamContent, report: IccamReport) => ({
  receivedAt: readDate(content.countryAssignmentDate ?? ''),
  channel: 'iccam',
  reference: partnerIdOf(place),
  ...(report.reportingHotlineId == null ? {} : { source: `ICCAM hotline ${report.reportingHotlineId}` }),
  ...narrativeOf(content.memo ?? report.memo),
  subjects: [
    {
      kind: 'url',
      url: content.url.urlString,
      ...(report.referrerUrl ? { referrer: report.referrerUrl } : {}),
      ...siteTypeOf(report.sourceUrlSiteType ?? null),
      hosting: { country: content.url.hostingCountryCode },
    },
  ],
});

const narrativeOf = (memo: string | null) => (memo === null || memo === '' ? {} : { narrative: memo });

function siteTypeOf(code: number | null): { siteType?: string } {
  const found = Object.entries(SITE_TYPES).find(([, { id }]) => id === code);
  return found === undefined ? {} : { siteType: found[0] };
}

/** Puts the hotline's reference on a content, so that ICCAM lists it no more. What fails is tried at the next pull. */
async function mark(session: IccamSession, place: ContentPlace, nowMs: number): Promise<boolean> {
  const reference = `hashline-${place.content}_${minuteOf(new Date(nowMs).toISOString())}`;
  const path = `rest/Content/${place.content}/hotline-reference?reference=${encodeURIComponent(reference)}`;
  try {
    await session.change('PUT', path);
    return true;
  } catch (error) {
    if (error instanceof IccamFailure) return false;
    throw error;
  }
}
