import { type ReactNode, useEffect, useRef } from 'react';
import type { SubjectKind } from '../../../shared/domain/case.ts';
import type { SecondReviewId } from '../../../shared/domain/ids.ts';
import { defangSubject } from '../../../shared/domain/subject.ts';
import { RowSubject } from '../../ui/row-subject.tsx';
import css from './pick-list.module.css';

export interface PickItem {
  review: SecondReviewId;
  kind: SubjectKind;
  subject: string;
  facts: ReactNode;
  side?: ReactNode;
}

interface PickListProps {
  label: string;
  items: readonly PickItem[];
  chosen: SecondReviewId | null;
  onChoose: (review: SecondReviewId) => void;
}

/** A list of cases; the page's keys walk through it. */
export function PickList({ label, items, chosen, onChoose }: PickListProps) {
  const open = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the element of the ref changes with what is chosen
  useEffect(() => {
    // Chromium answers a promise, which an effect must not return.
    void open.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const anyChosen = items.some(({ review }) => review === chosen);
  return (
    <div
      className={css.list}
      role="listbox"
      tabIndex={0}
      data-shortcuts
      aria-label={label}
      aria-activedescendant={anyChosen ? `second-review-${chosen}` : undefined}
    >
      {items.map(({ review, kind, subject, facts, side }) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the list itself answers the keys (J, K, arrows)
        <div
          key={review}
          id={`second-review-${review}`}
          ref={review === chosen ? open : undefined}
          role="option"
          tabIndex={-1}
          aria-selected={review === chosen}
          className={css.row}
          onClick={() => onChoose(review)}
        >
          <RowSubject icon={kind === 'file' ? 'file' : 'globe'} text={defangSubject(kind, subject)}>
            <span className={css.facts}>{facts}</span>
          </RowSubject>
          <span className={css.side}>{side}</span>
        </div>
      ))}
    </div>
  );
}
