import { z } from 'zod';
import { inboundText } from '../inbound-text.ts';
import { told } from '../refusal.ts';

/** What a hotline tells a reporter: that the report arrived, that it was assessed, that it was passed on. */
export const ReplyKind = z.enum(['thanks', 'decided', 'referred']);
export type ReplyKind = z.infer<typeof ReplyKind>;

/** Everything that a reply can be filled with. A reply says nothing about content, so nothing of a case is among them. */
export const REPLY_PLACEHOLDERS = ['hotline', 'reference', 'date'] as const;
type ReplyPlaceholder = (typeof REPLY_PLACEHOLDERS)[number];

const NAMED = /\{\{([^{}]*)\}\}/g;
/** The most of a wrong placeholder that an error repeats. */
const SHOWN = 40;

export const isPlaceholder = (name: string): name is ReplyPlaceholder =>
  REPLY_PLACEHOLDERS.some((known) => known === name);

/** What a text has in braces and that is no placeholder; null where there is nothing of the kind. */
function strangeIn(text: string): string | null {
  for (const [whole, name = ''] of text.matchAll(NAMED)) if (!isPlaceholder(name)) return whole;
  // A brace that is left over is a placeholder with a typing error, and would be sent to the reporter as it stands.
  return /[{}].*/.exec(text.replace(NAMED, ''))?.[0] ?? null;
}

const Text = inboundText(2000)
  .min(1)
  .superRefine((text, context) => {
    const strange = strangeIn(text);
    if (strange === null) return;
    const detail = {
      ...{ code: 'no-such-placeholder' as const, placeholder: strange.slice(0, SHOWN) },
      allowed: REPLY_PLACEHOLDERS.map((name) => `{{${name}}}`),
    };
    context.addIssue({ code: 'custom', ...told(detail) });
  });

const Paragraphs = z.array(Text).min(1).max(20);

/** The replies of one language, and where its readers find help, which ends each of them. */
const RepliesOfLanguage = z.strictObject({
  subject: Text,
  thanks: Paragraphs,
  decided: Paragraphs,
  referred: Paragraphs,
  help: Paragraphs,
});

/** The texts of replies to reporters: those in assets/replies.json, or the hotline's own. */
export const ReplyTexts = z.strictObject({
  format: z.literal('hashline-reply-texts/1'),
  languages: z.strictObject({
    ...{ en: RepliesOfLanguage, nl: RepliesOfLanguage, fr: RepliesOfLanguage, de: RepliesOfLanguage },
  }),
});
export type ReplyTexts = z.infer<typeof ReplyTexts>;
export type ReplyLanguage = keyof ReplyTexts['languages'];
