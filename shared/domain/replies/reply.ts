import { z } from 'zod';
import { ReportId } from '../ids.ts';
import { isPlaceholder, type ReplyKind, type ReplyLanguage, type ReplyTexts } from './reply-texts.ts';

/**
 * What is filled into a reply. The reference is the id of the report: the id of a case is the same for everybody who
 * reports its subject, and the reporter's own reference is free text that may hold an address.
 */
const ReplyValues = z.strictObject({
  hotline: z.string().min(1).max(120),
  reference: ReportId,
  /** The day of the reply, in UTC. */
  date: z.iso.date(),
});
export type ReplyValues = z.infer<typeof ReplyValues>;

/**
 * Writes a reply: its subject, its paragraphs and where to find help, with a blank line between them. Values are put in
 * once, so that braces in the hotline's name fill nothing.
 * @throws ZodError where a value has another form, or there are more than these
 */
export function replyText(
  texts: ReplyTexts,
  language: ReplyLanguage,
  kind: ReplyKind,
  given: ReplyValues,
): string {
  const values = ReplyValues.parse(given);
  const own = texts.languages[language];
  const shown = { ...values, date: dayIn(language, values.date) };
  return [own.subject, ...own[kind], ...own.help]
    .map((text) =>
      text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
        if (!isPlaceholder(name)) throw new Error(`{{${name}}} is no placeholder of a reply`);
        return shown[name];
      }),
    )
    .join('\n\n');
}

function dayIn(language: ReplyLanguage, date: string): string {
  const region = language === 'en' ? 'en-GB' : language;
  const day = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(region, day).format(Date.parse(`${date}T00:00:00.000Z`));
}
