import { toldBy } from '../../../shared/domain/refusal.ts';
import type { NoticeDetail, RefusalDetail } from '../../../shared/domain/refusal-detail.ts';
import en from '../../../shared/locales/en.json' with { type: 'json' };
import { filled } from './filled.ts';

/** The detail of a refusal or notice as a sentence. */
export function detailText(detail: RefusalDetail | NoticeDetail): string {
  const values = Object.entries(detail).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : value,
  ]);
  return filled(en.detail[detail.code], Object.fromEntries(values));
}

/** An issue that a schema found: an own rule's detail as a sentence, or zod's message. */
export function issueText(issue: { message: string }): string {
  const told = toldBy(issue);
  return told === null ? issue.message : detailText(told.detail);
}
