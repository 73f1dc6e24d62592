import { expect, test } from 'vitest';
import { NoticeLanguage } from '../../../../../../shared/domain/contact.ts';
import { ReferralBody } from '../../../../../../shared/domain/referral.ts';
import {
  languageFor,
  writeLetter,
} from '../../../../../../src-main/engine/referral/channels/xarf-mail/letter.ts';
import { renderNotice } from '../../../../../../src-main/engine/referral/channels/xarf-mail/render-notice.ts';
import { noticedAddress } from '../../../../../../src-main/engine/referral/channels/xarf-mail/xarf-report.ts';
import { aContact } from '../../../../../support/a-contact.ts';
import { aReferral } from '../../../../receiver/a-referral.ts';

const SENDER = { from: 'notices@hotline.example', organisation: 'Example Hotline', flagger: null };

const bodyOf = (change: Record<string, unknown> = {}): ReferralBody =>
  ReferralBody.parse(JSON.parse(new TextDecoder().decode(aReferral(1, change).body)));

const letterOf = (
  change: Record<string, unknown>,
  language: NoticeLanguage,
  flagger: string | null = null,
) => {
  const body = bodyOf(change);
  return writeLetter(body, noticedAddress(body.subject)!, { ...SENDER, flagger }, language);
};

test.each(NoticeLanguage.options)(
  'a notice in %s has what Article 16(2) of the Digital Services Act demands',
  (language) => {
    const { subject, text } = letterOf({}, language);
    const has = {
      reasons: /2011\/93/.test(text),
      address: text.includes('\nhttp://site-1.example/page\n'),
      name: text.includes('Example Hotline'),
      mail: text.includes('notices@hotline.example'),
      goodFaith: /good faith|te goeder trouw|de bonne foi|in gutem Glauben/.test(text),
      reference: text.includes(aReferral().referral) && subject.includes(aReferral().referral),
      addressInSubject: subject.includes('site-1'),
      unfilled: /\{\w+\}/.test(subject + text),
      flagger: /Artic?k?[ev]?l?e? 22|artikel 22|Artikel 22|article 22|Article 22/.test(text),
    };
    expect(has).toEqual({
      reasons: true,
      address: true,
      name: true,
      mail: true,
      goodFaith: true,
      reference: true,
      addressInSubject: false,
      unfilled: false,
      flagger: false,
    });
  },
);

test.each(NoticeLanguage.options)('a trusted flagger says in %s who named it', (language) => {
  expect(letterOf({}, language, 'Example Coordinator').text).toMatch(/22[\s\S]*Example Coordinator/);
});

test.each(NoticeLanguage.options)(
  'an amendment in %s names the earlier notice, and a retraction asks nothing',
  (language) => {
    const inReplyTo = aReferral(9).referral;
    const amended = letterOf({ kind: 'amendment', inReplyTo }, language).text;
    const withdrawn = letterOf({ kind: 'retraction', inReplyTo }, language).text;
    expect([amended.includes(inReplyTo), withdrawn.includes(inReplyTo)]).toEqual([true, true]);
    expect([amended.includes('xarf.json'), withdrawn.includes('xarf.json')]).toEqual([true, false]);
  },
);

test('an address that looks like a placeholder stays as it is', () => {
  const subject = { ...bodyOf().subject, url: 'http://site-1.example/x?reference' };
  const { text } = letterOf({ subject: { ...subject, url: 'http://site-1.example/{reference}' } }, 'en');
  // Braces are percent-encoded in a URI.
  expect(text).toContain('\nhttp://site-1.example/%7Breference%7D\n');
});

test.each([
  ['nl', 'nl'],
  ['NL-be', 'nl'],
  ['pt-BR', 'en'],
] as const)('a contact that reads %s gets a notice in %s', (language, written) => {
  expect(languageFor({ language })).toBe(written);
});

test('names that try to end a header or to add one stay inside their own', async () => {
  const body = bodyOf();
  const evil = 'Evil\r\nBcc: everybody@victim.example\r\n\r\nbody';
  const contact = { ...aContact(), name: evil };
  const notice = await renderNotice(
    body,
    noticedAddress(body.subject)!,
    { ...SENDER, organisation: evil },
    contact,
  );
  const head = new TextDecoder().decode(notice.message).split('\r\n\r\n')[0]!;
  const names = head
    .split(/\r\n(?![ \t])/)
    .map((line) => line.split(':')[0]!)
    .sort();
  expect(names).toEqual([
    'Auto-Submitted',
    'Content-Type',
    'Date',
    'From',
    'MIME-Version',
    'Message-ID',
    'References',
    'Subject',
    'To',
    'X-Xarf',
  ]);
});

test('notices about one host share a thread, and an amendment answers the earlier one', async () => {
  const inReplyTo = aReferral(9).referral;
  const headOf = async (change: Record<string, unknown>) => {
    const body = bodyOf(change);
    const { message } = await renderNotice(body, noticedAddress(body.subject)!, SENDER, aContact());
    const head = new TextDecoder()
      .decode(message)
      .split('\r\n\r\n')[0]!
      .replaceAll(/\r\n[ \t]+/g, ' ');
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(head)?.[1]?.trim() ?? null;
    return { references: field('References')?.split(' ') ?? [], inReplyTo: field('In-Reply-To') };
  };
  const first = await headOf({});
  const amended = await headOf({ kind: 'amendment', inReplyTo });
  const earlier = `<referral.${inReplyTo}@hotline.example>`;
  expect({ first: first.inReplyTo, amended }).toEqual({
    first: null,
    amended: { inReplyTo: earlier, references: [first.references[0], earlier] },
  });
});

test('nothing but a text and a report is attached, and to a retraction not even that', async () => {
  const typesOf = async (change: Record<string, unknown>) => {
    const body = bodyOf(change);
    const { message } = await renderNotice(body, noticedAddress(body.subject)!, SENDER, aContact());
    return [...new TextDecoder().decode(message).matchAll(/^Content-Type: ([^;\r]+)/gm)].map(
      ([, type]) => type,
    );
  };
  expect(await typesOf({})).toEqual(['multipart/mixed', 'text/plain', 'application/json']);
  expect(await typesOf({ kind: 'retraction', inReplyTo: aReferral(9).referral })).toEqual(['text/plain']);
});
