import type { SettingsOf, StatedOf } from '../../../../../shared/domain/channels/all-channels.ts';
import { asnIn, type Contact } from '../../../../../shared/domain/contact.ts';
import type { DeliveryOutcome } from '../../../../../shared/domain/delivery.ts';
import type { DeliveryTrouble } from '../../../../../shared/domain/delivery-trouble.ts';
import { readIp } from '../../../../../shared/domain/ip-network.ts';
import { ReferralBody } from '../../../../../shared/domain/referral.ts';
import { sha256Hex } from '../../../../exchange/sha256-hex.ts';
import { MailFailure, type MailRoute } from '../../../../ports/mail.ts';
import { certificateDigest } from '../certificate-digest.ts';
import { lastExpiry } from '../certificate-expiry.ts';
import type { Channel, Exchange, FrozenReferral } from '../channel.ts';
import { checkSettings } from './check-settings.ts';
import { mailHost, routeOf } from './mail-route.ts';
import { senderOf } from './notice-sender.ts';
import { type Notice, renderNotice } from './render-notice.ts';
import { type NoticedAddress, noticedAddress } from './xarf-report.ts';

type XarfMailSettings = SettingsOf<'xarf-mail'>;

/** Notices to providers with an XARF report, by mail (docs/channels.md). */
export const xarfMail: Channel<XarfMailSettings, StatedOf<'xarf-mail'>> = {
  isBlindToRepeats: true,
  check: checkSettings,
  stated: ({ server, ca, user, folder, from, organisation, flagger, first }) => ({
    ...(server === undefined ? {} : { server }),
    ...(ca === undefined ? {} : { caSha256: certificateDigest(ca) }),
    ...(user === undefined ? {} : { user }),
    ...(folder === undefined ? {} : { folder }),
    from,
    organisation,
    ...(flagger === undefined ? {} : { flagger }),
    first: first ?? 'ask',
  }),
  shown: ({ server, folder, ca }) => ({
    url: server ?? folder ?? null,
    caFingerprint: ca === undefined ? null : certificateDigest(ca),
    certificateExpiresAt: null,
    authorityExpiresAt: ca === undefined ? null : lastExpiry(ca),
  }),
  host: mailHost,
  sealing: () => null,
  deliver,
  test: async (settings, { notices, timeoutMs, signal }) => {
    const limits = { timeoutMs, ...(signal ? { signal } : {}) };
    const failure = await failureOf(notices.mail.test(routeOf(settings), limits));
    return failure?.trouble ?? null;
  },
};

const stuck = (reason: DeliveryTrouble): DeliveryOutcome => ({ type: 'stuck', reason, isWithSender: true });

async function deliver(
  frozen: FrozenReferral,
  settings: XarfMailSettings,
  exchange: Exchange,
): Promise<DeliveryOutcome> {
  // No mail server recognises a repeat.
  if (frozen.attempted) return { type: 'stuck', reason: { code: 'outcome-unknown', error: 'interrupted' } };
  const body = ReferralBody.parse(JSON.parse(new TextDecoder().decode(frozen.body)));
  const address = noticedAddress(body.subject);
  if (address === null) return stuck({ code: 'notice-needs-address' });
  if (body.kind !== 'retraction' && body.assessment.judgement.legality !== 'illegal')
    return stuck({ code: 'notice-needs-illegal' });
  const contact = whoAnswersFor(body, address, exchange);
  if ('code' in contact) return stuck(contact);
  const { notices } = exchange;
  const asksFirst = (settings.first ?? 'ask') === 'ask' && !frozen.released;
  if (asksFirst && !notices.hasWrittenTo(contact.address))
    return stuck({ code: 'first-notice', address: contact.address });
  const notice = await renderNotice(body, address, senderOf(settings), contact);
  return send(notice, routeOf(settings), exchange);
}

function whoAnswersFor(
  { subject, assessment }: ReferralBody,
  { host }: NoticedAddress,
  { notices }: Exchange,
): Contact | DeliveryTrouble {
  const { country } = assessment.judgement.hosting;
  const { ip, network } = subject.reportedHosting ?? {};
  const found = notices.contactFor({
    host,
    ip: readIp(host) === null ? (ip ?? null) : host,
    asn: asnIn(network ?? null),
    country,
  });
  if (found === 'changed') return { code: 'contacts-changed' };
  return found === 'none' ? { code: 'no-contact', host, country } : found;
}

async function send(
  notice: Notice,
  route: MailRoute,
  { notices, timeoutMs, signal }: Exchange,
): Promise<DeliveryOutcome> {
  const limits = { timeoutMs, ...(signal ? { signal } : {}) };
  const failure = await failureOf(notices.mail.send(route, notice, limits));
  if (failure === null) {
    const { messageId, message, to } = notice;
    const delivered = { messageId, messageSha256: sha256Hex(message), by: route.by };
    return { type: 'delivered', evidence: { type: 'notice', notice: delivered, to } };
  }
  const { trouble, whereabouts, isFinal } = failure;
  if (whereabouts === 'unknown') return { type: 'stuck', reason: trouble };
  if (isFinal) return stuck(trouble);
  return { type: 'retry', reason: trouble, retryAfterMs: null, isWithSender: true };
}

async function failureOf(exchange: Promise<void>): Promise<MailFailure | null> {
  try {
    await exchange;
    return null;
  } catch (error) {
    if (error instanceof MailFailure) return error;
    throw error;
  }
}
