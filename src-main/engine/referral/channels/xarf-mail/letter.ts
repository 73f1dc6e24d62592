import { type Contact, NoticeLanguage } from '../../../../../shared/domain/contact.ts';
import type { ReferralBody } from '../../../../../shared/domain/referral.ts';
import { LETTER_WORDS } from './letter-words.ts';
import type { NoticeSender } from './notice-sender.ts';
import { type NoticedAddress, XARF_VERSION } from './xarf-report.ts';

/** The text of a notice, for a person. */
export interface Letter {
  subject: string;
  text: string;
}

/** The language of a notice to a contact: the contact's, or English where no notice can be written in that. */
export const languageFor = ({ language }: Pick<Contact, 'language'>): NoticeLanguage =>
  NoticeLanguage.safeParse(language.toLowerCase().split('-')[0]).data ?? 'en';

/**
 * Writes the text of a notice. Depends on nothing but its arguments. The subject line has no address: it is stored and
 * shown where the message is not.
 */
export function writeLetter(
  body: ReferralBody,
  address: NoticedAddress,
  sender: NoticeSender,
  language: NoticeLanguage,
): Letter {
  const words = LETTER_WORDS[language];
  const { judgement } = body.assessment;
  const values: Readonly<Record<string, string>> = {
    organisation: sender.organisation,
    flagger: sender.flagger ?? '',
    reference: body.referral,
    earlier: body.inReplyTo ?? '',
    country: judgement.hosting.country ?? '',
    ip: body.subject.reportedHosting?.ip ?? '',
    version: XARF_VERSION,
  };
  const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const withdraws = body.kind === 'retraction';
  const reason = judgement.classification === 'baseline' ? words.reason.baseline : words.reason.other;
  const facts = [
    ...(judgement.hosting.country === null ? [] : [words.hosted]),
    ...(body.subject.reportedHosting?.ip === undefined ? [] : [words.ip]),
  ].map(fill);
  const paragraphs = [
    fill(words.greeting),
    fill(words.opening[body.kind]),
    ...(withdraws ? [] : [fill(reason)]),
    ...(sender.flagger === null ? [] : [fill(words.flagger)]),
    // Not filled in: an address may hold braces.
    `${words.address}\n${address.uri}`,
    ...(withdraws
      ? []
      : [...(facts.length === 0 ? [] : [facts.join('\n')]), ...hashLines(body, words.hashes)]),
    ...(withdraws ? [] : [fill(words.ask)]),
    fill(words.never),
    fill(words.goodFaith),
    [words.reference, ...(body.inReplyTo === null ? [] : [words.earlier])].map(fill).join('\n'),
    ...(withdraws ? [] : [fill(words.report)]),
    `${fill(words.closing)}\n${sender.organisation}\n${sender.from}`,
  ];
  return { subject: fill(words.subject[body.kind]), text: `${paragraphs.join('\n\n')}\n` };
}

function hashLines({ subject: { hashes } }: ReferralBody, title: string): string[] {
  const lines = (['md5', 'sha1', 'sha256'] as const).flatMap((name) => {
    const value = hashes?.[name];
    return value ? [`${name}: ${value}`] : [];
  });
  return lines.length === 0 ? [] : [[title, ...lines].join('\n')];
}
