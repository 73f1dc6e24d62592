import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MatchAlgorithm } from '../../../shared/contract/matching.contract.ts';
import type { CaseSummary } from '../../../shared/domain/case.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { defangSubject } from '../../../shared/domain/subject.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { failureText } from '../../ui/failure-text.ts';
import type { PaletteItem } from '../../ui/palette.tsx';
import { algorithmsOf, isLikeAddress } from '../lists/index.ts';
import { ALGORITHM_NAMES } from '../review/index.ts';
import { useMatching } from './matching-context.ts';

interface Answer {
  text: string;
  algorithm: MatchAlgorithm;
  cases: readonly CaseSummary[];
  waiting: readonly CaseId[];
  /** Why the look-up failed, in which case it is unknown whether a case holds the value. */
  failure: Failure | null;
}

interface HashLookupProps {
  text: string;
  onCase: (id: CaseId) => void;
  children: (found: { items: PaletteItem[]; nothing: string | null }) => ReactNode;
}

/** Offers to look a typed hash or address up in the vault, then lists the cases that hold it. */
export function HashLookup({ text, onCase, children }: HashLookupProps) {
  const { t } = useTranslation();
  const client = useMatching();
  const nameOf = (algorithm: MatchAlgorithm) =>
    algorithm === 'url' ? t('matches.address') : ALGORITHM_NAMES[algorithm];
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(() => {
    if (answer !== null && answer.text !== text) setAnswer(null);
  }, [answer, text]);
  if (answer !== null && answer.text === text) {
    const items: PaletteItem[] = [
      ...answer.cases.map(({ id, kind, subject }) => ({
        id,
        label: t('palette.case', { subject: defangSubject(kind, subject) }),
        icon: kind === 'file' ? ('file' as const) : ('globe' as const),
        act: () => onCase(id),
      })),
      ...answer.waiting.map((id) => ({
        id,
        label: t('palette.waiting'),
        icon: 'lock' as const,
        act: () => onCase(id),
      })),
    ];
    return children({
      items,
      nothing:
        answer.failure === null
          ? t('palette.notFound', { algorithm: nameOf(answer.algorithm) })
          : failureText(t, answer.failure),
    });
  }
  const hashes: { algorithm: MatchAlgorithm; value: string }[] = algorithmsOf(text);
  const kinds =
    hashes.length === 0 && isLikeAddress(text) ? [{ algorithm: 'url' as const, value: text.trim() }] : hashes;
  const items = kinds.map(
    ({ algorithm, value }): PaletteItem => ({
      id: algorithm,
      label: t('palette.lookup', { algorithm: nameOf(algorithm) }),
      icon: 'search',
      act: () =>
        void client.matching
          .lookup({ algorithm, value })
          .then((found) => setAnswer({ text, algorithm, ...found, failure: null }))
          .catch((error: unknown) =>
            setAnswer({ text, algorithm, cases: [], waiting: [], failure: failureOf(error) }),
          ),
    }),
  );
  return children({ items, nothing: null });
}
