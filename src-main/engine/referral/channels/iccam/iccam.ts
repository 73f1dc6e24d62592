import { z } from 'zod';
import type { SettingsOf, StatedOf } from '../../../../../shared/domain/channels/all-channels.ts';
import type { DeliveryOutcome } from '../../../../../shared/domain/delivery.ts';
import type { DeliveryTrouble } from '../../../../../shared/domain/delivery-trouble.ts';
import { findMedia } from '../../../../../shared/domain/hash-only.ts';
import { ReferralBody } from '../../../../../shared/domain/referral.ts';
import { parseJsonBytes } from '../../../../exchange/parse-json-bytes.ts';
import { certificateDigest } from '../certificate-digest.ts';
import { firstExpiry, lastExpiry } from '../certificate-expiry.ts';
import type { Channel, Exchange, FrozenReferral, ReferralExchange, TakedownAnswer } from '../channel.ts';
import { checkSettings } from '../https-json/check-settings.ts';
import { statedPins } from '../server-pins.ts';
import { render } from './messages.ts';
import { unsayable } from './plan.ts';
import { pullAssigned } from './pull.ts';
import { ByHand, IccamRun } from './run.ts';
import { IccamFailure, IccamSession } from './session.ts';
import { takedownNews } from './takedown-news.ts';
import { partnerIdOf } from './wire.ts';

type IccamSettings = SettingsOf<'iccam'>;

/**
 * ICCAM by its REST interface, version 3, as public code shows it (docs/channels-iccam.md). One referral is a sequence
 * of calls, none of which has an idempotency key: what was done is read back, and a report whose posting had no answer
 * is looked up and never posted again unseen.
 */
export const iccam: Channel<IccamSettings, StatedOf<'iccam'>> = {
  isBlindToRepeats: true,
  check: checkSettings,
  stated: ({ url, ca, cert, username, analyst, ...pins }) => ({
    url,
    caSha256: certificateDigest(ca),
    certSha256: certificateDigest(cert),
    ...statedPins(pins),
    username,
    analyst,
  }),
  shown: ({ url, ca, cert }) => ({
    url,
    caFingerprint: certificateDigest(ca),
    certificateExpiresAt: firstExpiry(cert),
    authorityExpiresAt: lastExpiry(ca),
  }),
  host: ({ url }) => new URL(url).host,
  // Nothing is carried there by hand.
  sealing: () => null,
  deliver,
  ask,
  test,
  asksOnlyLast: true,
  pull: pullAssigned,
  pullsEveryMs: ({ pull }) => (pull === '0' ? null : Number(pull) * 60_000),
};

/** Logs in and reads one of the lists of codes. */
async function test(settings: IccamSettings, exchange: Exchange): Promise<DeliveryTrouble | null> {
  const session = new IccamSession(settings, exchange);
  try {
    await session.get('rest/classifications', z.unknown());
    return null;
  } catch (error) {
    if (!(error instanceof IccamFailure)) throw error;
    return error.trouble;
  } finally {
    await session.end();
  }
}

/** Longer answers about one content are not kept. */
const LONGEST_STATEMENT = 48 * 1024;

async function deliver(
  frozen: FrozenReferral,
  settings: IccamSettings,
  exchange: ReferralExchange,
): Promise<DeliveryOutcome> {
  const body = ReferralBody.parse(parseJsonBytes(frozen.body));
  const rendered = render(body, settings.analyst);
  if ('unsayable' in rendered) return { type: 'stuck', reason: unsayable(rendered.unsayable) };
  const run = new IccamRun(settings, exchange, rendered, body);
  try {
    const place = await run.hand(body.kind, frozen.attempted);
    return { type: 'delivered', evidence: { type: 'partner-id', id: partnerIdOf(place) } };
  } catch (error) {
    if (error instanceof ByHand) return { type: 'stuck', reason: error.trouble };
    if (!(error instanceof IccamFailure)) throw error;
    const { kind, trouble: reason, retryAfterMs } = error;
    return kind === 'hard' ? { type: 'stuck', reason } : { type: 'retry', reason, retryAfterMs };
  } finally {
    await run.end();
  }
}

async function ask(
  frozen: Pick<FrozenReferral, 'referral' | 'body'>,
  settings: IccamSettings,
  exchange: ReferralExchange,
): Promise<TakedownAnswer> {
  const body = ReferralBody.parse(parseJsonBytes(frozen.body));
  const rendered = render(body, settings.analyst);
  if ('unsayable' in rendered) return { type: 'unproven', reason: unsayable(rendered.unsayable) };
  const run = new IccamRun(settings, exchange, rendered, body);
  try {
    const place = run.known();
    if (place === null) return { type: 'unproven', reason: { code: 'partner-knows-no-earlier' } };
    await run.finish(place);
    const { value: content, text } = await run.content(place);
    if (text.length > LONGEST_STATEMENT || findMedia(text))
      return { type: 'unproven', reason: { code: 'partner-answer-unreadable', status: 200 } };
    const { events, unread } = takedownNews(content, rendered.country);
    return { type: 'statement', source: 'iccam', events, unread, statement: text };
  } catch (error) {
    if (error instanceof ByHand) return { type: 'unproven', reason: error.trouble };
    if (!(error instanceof IccamFailure)) throw error;
    const { kind, trouble: reason, retryAfterMs } = error;
    return kind === 'hard' ? { type: 'unproven', reason } : { type: 'failed', reason, retryAfterMs };
  } finally {
    await run.end();
  }
}
