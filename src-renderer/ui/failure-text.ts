import type { TFunction } from 'i18next';
import type { Failure } from '../transport/failure.ts';

/** Puts a failure into plain words, in the language of the page. */
export function failureText(t: TFunction, failure: Failure): string {
  switch (failure.code) {
    case 'CONFLICT':
      if (failure.data.reason === 'index-unusable') {
        const fault = t(`lists.index.problem.${failure.data.fault.problem}`);
        return t('failure.conflict.index-unusable', { fault });
      }
      if (failure.data.reason === 'report-unproven') {
        const problem = t(`outbox.proof.${failure.data.problem}`);
        return t('failure.conflict.report-unproven', { problem });
      }
      return t(`failure.conflict.${failure.data.reason}`, failure.data);
    case 'NOT_FOUND':
      return t(`failure.notFound.${failure.data.what}`, failure.data);
    case 'INTEGRITY':
      return `${t('failure.INTEGRITY')} ${t(`failure.integrity.${failure.data.problem}`, failure.data)}`;
    case 'REFUSED':
      return [t('failure.REFUSED'), ...detailsOf(t, failure.data.refusals)].join(' ');
    case 'STORAGE':
      return bracketed(t('failure.STORAGE'), failure.data.problem);
    case 'UNEXPECTED':
      return bracketed(t('failure.UNEXPECTED'), failure.data.problem);
    default:
      return t(`failure.${failure.code}`);
  }
}

/** As many as fit into a line; each is said once. */
const MOST_DETAILS = 3;

type Refused = Extract<Failure, { code: 'REFUSED' }>['data'];

function detailsOf(t: TFunction, refusals: Refused['refusals']): string[] {
  const texts = refusals.map(({ detail }) => {
    const values = Object.entries(detail).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]);
    return t(`detail.${detail.code}`, Object.fromEntries(values));
  });
  return [...new Set(texts)].slice(0, MOST_DETAILS);
}

const bracketed = (words: string, detail: string | null): string =>
  detail === null ? words : `${words} (${detail})`;
