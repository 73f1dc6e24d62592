import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SearchHit, SearchResult } from '../../../shared/contract/search.contract.ts';
import { type CaseSummary, isDecided } from '../../../shared/domain/case.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { defangSubject } from '../../../shared/domain/subject.ts';
import type { PaletteItem } from '../../ui/palette.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { usePersonName } from '../people/index.ts';
import { useReviewStores } from './review-context.tsx';

/** Typing is over when nothing was typed for so long. */
const TYPED_MS = 120;
/** Most cases beside the other things a person may have meant. */
const SHOWN = 8;

interface CaseSearchProps {
  text: string;
  /** Off for people who see no cases. */
  isOn: boolean;
  onCase: (id: CaseId) => void;
  children: (items: PaletteItem[]) => ReactNode;
}

/** Finds cases by what is being typed, with their state, their age and who has or decided them. */
export function CaseSearch({ text, isOn, onCase, children }: CaseSearchProps) {
  const { t } = useTranslation();
  const { find } = useReviewStores();
  const factsOf = useHitFacts();
  const [found, setFound] = useState<(SearchResult & { text: string }) | null>(null);
  const wanted = text.trim();
  useEffect(() => {
    if (!isOn || wanted === '') return;
    let isLatest = true;
    const timer = setTimeout(() => {
      // Without an answer the other items are still there; the same search above the list says why.
      find({ text: wanted, limit: SHOWN })
        .then((result) => isLatest && setFound({ ...result, text: wanted }))
        .catch(() => isLatest && setFound(null));
    }, TYPED_MS);
    return () => {
      isLatest = false;
      clearTimeout(timer);
    };
  }, [wanted, isOn, find]);
  if (!isOn || found === null || found.text !== wanted) return children([]);
  return children([
    ...found.hits.map((hit) => ({
      id: `hit-${hit.case.id}`,
      label: defangSubject(hit.case.kind, hit.case.subject),
      facts: factsOf(hit),
      icon: hit.case.kind === 'file' ? ('file' as const) : ('globe' as const),
      act: () => onCase(hit.case.id),
    })),
    ...found.waiting.map((id) => ({
      id: `hit-${id}`,
      label: t('palette.waiting'),
      icon: 'lock' as const,
      act: () => onCase(id),
    })),
  ]);
}

/** The state of a case, its age, and who has it or decided it, in one line. */
function useHitFacts(): (hit: SearchHit) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = usePersonName();
  const who = (
    { assignedTo, claimedBy, state }: CaseSummary,
    decided: SearchHit['decided'],
  ): string | null => {
    if (isDecided(state)) return decided?.by.name ?? null;
    const holder = assignedTo ?? claimedBy;
    return holder === null ? null : nameOf(holder);
  };
  return ({ case: found, where, says, decided }) => {
    const since = decided?.at ?? found.receivedAt;
    return [
      where === 'reference' || where === 'note' || where === 'batch' || where === 'person'
        ? `${t(`search.where.${where}`)} ${says}`
        : null,
      t(`enum.state.${found.state}`),
      since === null ? null : format.date(since),
      who(found, decided),
    ]
      .filter((fact) => fact !== null)
      .join(' · ');
  };
}
