import { z } from 'zod';
import type { SettingsOf } from '../../../../../shared/domain/channels/all-channels.ts';
import type { DeliveryTrouble } from '../../../../../shared/domain/delivery-trouble.ts';
import type { ReferralBody, ReferralKind } from '../../../../../shared/domain/referral.ts';
import type { ReferralExchange } from '../channel.ts';
import { type CodeList, isPublished, readCodes } from './codes.ts';
import { type Rendered, reportMessage } from './messages.ts';
import { readNote, writeNote } from './note.ts';
import { type Found, planFor, type Step } from './plan.ts';
import { IccamFailure, IccamSession } from './session.ts';
import {
  type ContentPlace,
  IccamContent,
  IccamReport,
  ListedContents,
  PostedReport,
  readPartnerId,
} from './wire.ts';

/** The lists in which a report that ICCAM has not passed on stands. */
const LISTS_OF_OWN = ['unactioned', 'unassessed'];
/** The most that ICCAM answers at once. */
const LONGEST_LIST = 200;
/** Contents that are read one by one in a look-up; one of more than these is left to a person. */
const MOST_READ = 50;
/** Clocks of ICCAM and the hotline may differ by so much. */
const SKEW_MS = 60 * 60_000;
const MS_AFTER_POST = 2 * 60_000;

/** A person has to settle the matter at ICCAM, or decide otherwise. */
export class ByHand extends Error {
  override readonly name = 'ByHand';
  readonly trouble: DeliveryTrouble;

  constructor(trouble: DeliveryTrouble) {
    super(trouble.code);
    this.trouble = trouble;
  }
}

/** The calls of one run about one referral. */
export class IccamRun {
  readonly #session: IccamSession;
  readonly #exchange: ReferralExchange;
  readonly #rendered: Rendered;
  readonly #own: string;

  constructor(
    settings: SettingsOf<'iccam'>,
    exchange: ReferralExchange,
    rendered: Rendered,
    { hotline }: Pick<ReferralBody, 'hotline'>,
  ) {
    this.#session = new IccamSession(settings, exchange);
    this.#exchange = exchange;
    this.#rendered = rendered;
    this.#own = hotline.country;
  }

  end(): Promise<void> {
    return this.#session.end();
  }

  /**
   * Sees to it that ICCAM has the referral.
   * @param attempted whether an attempt since the referral was queued, or since a person resumed it, may have arrived
   * @returns where ICCAM has it
   * @throws IccamFailure, or ByHand
   */
  async hand(kind: ReferralKind, attempted: boolean): Promise<ContentPlace> {
    const note = readNote(this.#exchange.kept);
    if (note?.report != null) return this.#placeIn(note.report);
    if (note?.state === 'posting') {
      const found = await this.#lookUp(note.postedAtMs);
      if (found !== null) return this.#note(found);
      // Only a person who looked at ICCAM can know that it is not there.
      if (attempted)
        throw new ByHand({ code: 'partner-outcome-unknown', reference: this.#rendered.reference });
      return this.#post();
    }
    const known = this.known();
    if (known !== null) {
      await this.carryOut(known, kind);
      return known;
    }
    if (kind !== 'new') throw new ByHand({ code: 'partner-knows-no-earlier' });
    return this.#post();
  }

  /** Where ICCAM has the case already: by an earlier referral, or because it came from there. */
  known(): ContentPlace | null {
    return (
      this.#exchange
        .references()
        .map(readPartnerId)
        .find((place) => place !== null) ?? null
    );
  }

  async content(place: ContentPlace) {
    return this.#session.get(`rest/Content/${place.content}`, IccamContent);
  }

  /**
   * Does what ICCAM had no time for when the report was posted: it refuses actions, and another country, until it has
   * processed the report.
   */
  async finish(place: ContentPlace): Promise<void> {
    const note = readNote(this.#exchange.kept);
    if (note?.state !== 'posted' || this.#exchange.nowMs() < note.postedAtMs + MS_AFTER_POST) return;
    await this.carryOut(place, 'new');
    writeNote(this.#exchange.kept, { ...note, state: 'finished' });
  }

  /** Brings a content to what the referral says. */
  async carryOut(place: ContentPlace, purpose: ReferralKind): Promise<void> {
    const { value: content } = await this.content(place);
    const { value: report } = await this.#session.get(`rest/Reports/${place.report}`, IccamReport);
    const found: Found = { content, report };
    const plan = planFor(this.#rendered, found, this.#own, purpose);
    if ('byHand' in plan) throw new ByHand(plan.byHand);
    if (plan.steps.length > 0) await this.#checkCodes();
    for (const step of plan.steps) await this.#take(step, place);
  }

  async #post(): Promise<ContentPlace> {
    await this.#checkCodes();
    const { kept, nowMs } = this.#exchange;
    const note = { report: null, content: null, postedAtMs: nowMs() };
    writeNote(kept, { ...note, state: 'posting' });
    try {
      const report = await this.#session.post('rest/reports', reportMessage(this.#rendered), PostedReport);
      writeNote(kept, { ...note, state: 'posted', report });
      return await this.#placeIn(report);
    } catch (error) {
      const isPosted = readNote(kept)?.state === 'posted';
      if (!isPosted && error instanceof IccamFailure && !error.mayBeDone)
        writeNote(kept, { ...note, state: 'not-posted' });
      throw error;
    }
  }

  /** The content of a report of our own, which has one. */
  async #placeIn(report: number): Promise<ContentPlace> {
    const { value } = await this.#session.get(`rest/Reports/${report}`, IccamReport);
    const { reportContents: contents } = value;
    const content =
      contents.find(({ urlString }) => urlString === this.#rendered.address) ??
      (contents.length === 1 ? contents[0] : undefined);
    // It was accepted a moment ago, and its contents may not be listed yet.
    if (content === undefined)
      throw new IccamFailure({ kind: 'later', trouble: { code: 'partner-needs-time' }, mayBeDone: false });
    return this.#note({ report, content: content.contentId });
  }

  #note(place: ContentPlace): ContentPlace {
    const { kept, nowMs } = this.#exchange;
    const postedAtMs = readNote(kept)?.postedAtMs ?? nowMs();
    writeNote(kept, { state: 'posted', ...place, postedAtMs });
    return place;
  }

  /**
   * Looks for a report whose posting had no answer. ICCAM cannot be asked for a reference, so its lists of what it has
   * not passed on are searched for the memo of this referral.
   * @returns null where it is not among them, which does not prove that ICCAM has not got it
   */
  async #lookUp(postedAtMs: number): Promise<ContentPlace | null> {
    const since = encodeURIComponent(new Date(postedAtMs - SKEW_MS).toISOString());
    const seen = new Set<number>();
    for (const list of LISTS_OF_OWN) {
      const path = `rest/Content/${list}?maxResults=${LONGEST_LIST}&countryAssignmentStartDate=${since}`;
      const { value: listed } = await this.#session.get(path, ListedContents);
      for (const { contentId: content, reportId: report, url } of listed.toReversed()) {
        const isOther = url != null && url.urlString !== this.#rendered.address;
        if (isOther || seen.has(content) || seen.size >= MOST_READ) continue;
        seen.add(content);
        const place = { report, content };
        if ((await this.content(place)).value.memo === this.#rendered.memo) return place;
      }
    }
    return null;
  }

  /** Before a code is sent, ICCAM's own list must have it under the name that is meant. */
  async #checkCodes(): Promise<void> {
    const published = new Map<CodeList, ReturnType<typeof readCodes>>();
    for (const [list, code] of this.#rendered.codes) {
      if (!published.has(list)) {
        const { value } = await this.#session.get(`rest/${list}`, z.unknown());
        published.set(list, readCodes(value));
      }
      if (!isPublished(published.get(list) ?? null, code))
        throw new ByHand({ code: 'partner-codes-differ', list, name: code.name });
    }
  }

  #take(step: Step, { report, content }: ContentPlace): Promise<void> {
    const source = `rest/Reports/${report}/source-url`;
    const of = `rest/Content/${content}`;
    switch (step.do) {
      case 'assess':
        return this.#session.change('PUT', `${of}/assessment`, step.message);
      case 'site-type':
        return this.#session.change('PUT', `${source}/site-type?siteType=${step.code}`);
      case 'commerciality':
        return this.#session.change('PUT', `${source}/commerciality?commerciality=${step.code}`);
      case 'payment-methods':
        return this.#session.change('PUT', `${source}/payment-methods`, step.codes);
      case 'hosting':
        // Hashline resolves no address, so it has no new one to name.
        return this.#session.change('PUT', `${of}/url/hosting?newIpAddress=&newCountryCode=${step.country}`);
      case 'assign':
        return this.#session.change('PUT', `${of}/assigned-country?newCountryCode=${step.country}`);
      case 'act':
        return this.#session.change('POST', `${of}/actions`, step.message);
    }
  }
}
