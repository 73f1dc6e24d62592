import MailComposer from 'nodemailer/lib/mail-composer';
import type { Contact } from '../../../../../shared/domain/contact.ts';
import { domainOf } from '../../../../../shared/domain/mail-address.ts';
import type { ReferralBody } from '../../../../../shared/domain/referral.ts';
import { utf8 } from '../../../../../shared/ledger/bytes.ts';
import { sha256Hex } from '../../../../exchange/sha256-hex.ts';
import type { OutgoingMail } from '../../../../ports/mail.ts';
import { languageFor, writeLetter } from './letter.ts';
import type { NoticeSender } from './notice-sender.ts';
import { type NoticedAddress, xarfReport } from './xarf-report.ts';

export interface Notice extends OutgoingMail {
  messageId: string;
}

/** The `Message-ID` of the notice of a referral. A message that is sent twice has it twice. */
const messageIdOf = (referral: string, { from }: NoticeSender): string =>
  `<referral.${referral}@${domainOf(from)}>`;

/**
 * Makes the message of a notice: a text for people and `xarf.json` for programs (multipart/mixed). The same arguments
 * give the same bytes, so that an attempt that is repeated sends what was sent before: identity, boundary and date come
 * from the referral. A retraction has no XARF report: XARF 4.2 has none that withdraws, and a program would take it for
 * another complaint.
 */
export async function renderNotice(
  body: ReferralBody,
  address: NoticedAddress,
  sender: NoticeSender,
  contact: Contact,
): Promise<Notice> {
  const { subject, text } = writeLetter(body, address, sender, languageFor(contact));
  const report = body.kind === 'retraction' ? null : utf8(xarfReport(body, address, sender));
  const messageId = messageIdOf(body.referral, sender);
  const earlier = body.inReplyTo === null ? [] : [messageIdOf(body.inReplyTo, sender)];
  const composed = new MailComposer({
    from: { name: sender.organisation, address: sender.from },
    to: { name: contact.name, address: contact.address },
    subject,
    date: new Date(body.createdAt),
    messageId,
    ...(earlier[0] === undefined ? {} : { inReplyTo: earlier[0] }),
    references: [threadOf(address, sender), ...earlier],
    headers: {
      'X-XARF': 'PLAIN',
      // RFC 3834: nobody's absence notice is wanted.
      'Auto-Submitted': 'auto-generated',
    },
    text,
    ...(report === null
      ? {}
      : {
          attachments: [
            {
              filename: 'xarf.json',
              content: Buffer.from(report),
              contentType: 'application/json; charset=utf-8',
            },
          ],
        }),
    baseBoundary: sha256Hex(body.referral).slice(0, 32),
    newline: '\r\n',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const message = new Uint8Array(await composed.compile().build());
  const { address: to } = contact;
  return { from: sender.from, to, name: body.referral, message, report, messageId };
}

/** An id that no message has and that all notices about one host name, so that mail programs show them together. */
const threadOf = ({ host }: NoticedAddress, { from }: NoticeSender): string =>
  `<host.${sha256Hex(host).slice(0, 32)}@${domainOf(from)}>`;
