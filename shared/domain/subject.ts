import type { SubjectKind } from './case.ts';
import { defangLink } from './link.ts';
import { defang } from './url.ts';

/** The subject of a case in one line that no program turns into a link; a file's hash is shown unchanged. */
export const defangSubject = (kind: SubjectKind, subject: string): string => {
  if (kind === 'file') return subject;
  return kind === 'link' ? defangLink(subject) : defang(subject);
};
