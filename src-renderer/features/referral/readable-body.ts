import { ReferralBody } from '../../../shared/domain/referral.ts';
import { defangSubject } from '../../../shared/domain/subject.ts';

/**
 * The body of a referral for reading: one member a line, the address defanged. Only the raw view shows the bytes
 * themselves; it is text too, and never a link.
 */
export function readableBody(body: string): string {
  const value: unknown = JSON.parse(body);
  const known = ReferralBody.safeParse(value);
  if (!known.success || known.data.subject.url === null) return JSON.stringify(value, null, 2);
  const { subject } = known.data;
  const url = defangSubject(subject.kind, known.data.subject.url);
  return JSON.stringify({ ...known.data, subject: { ...subject, url } }, null, 2);
}
