import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { Screen } from '../../ui/screen.tsx';
import { Segments } from '../../ui/segments.tsx';
import { useSession } from '../vault/index.ts';
import { AgreementPart } from './agreement-part.tsx';
import { DisagreementPart } from './disagreement-part.tsx';
import { GoldenPart } from './golden-part.tsx';
import { NotesPart } from './notes-part.tsx';
import { partsFor, type SecondReviewPart } from './parts.ts';
import { SamplePart } from './sample-part.tsx';
import { useWaitingCount } from './use-waiting-count.ts';
import { WaitingPart } from './waiting-part.tsx';

/** The second review: judging cases, and what supervisors see of the agreement between people. */
export function SecondReviewScreen({ onCase }: { onCase: (id: CaseId) => void }) {
  const { t } = useTranslation();
  const { person } = useSession();
  const parts = partsFor(person.role);
  const [part, setPart] = useState<SecondReviewPart>(parts[0] ?? 'sample');
  const count = useWaitingCount();
  const waiting: Partial<Record<SecondReviewPart, number>> = {
    waiting: count.blind,
    notes: count.notes,
    disagreements: count.disagreements,
  };
  return (
    <Screen
      title={t('secondReview.title')}
      fixed
      actions={
        parts.length > 1 && (
          <Segments
            label=""
            hiddenLabel={t('secondReview.title')}
            size="s"
            segments={parts.map((id) => ({
              id,
              label: waiting[id]
                ? `${t(`secondReview.part.${id}`)} · ${waiting[id]}`
                : t(`secondReview.part.${id}`),
            }))}
            value={part}
            onChange={setPart}
          />
        )
      }
    >
      {part === 'waiting' && <WaitingPart />}
      {part === 'notes' && <NotesPart onCase={onCase} />}
      {part === 'disagreements' && <DisagreementPart onCase={onCase} />}
      {part === 'agreement' && <AgreementPart />}
      {part === 'sample' && <SamplePart />}
      {part === 'golden' && <GoldenPart onCase={onCase} />}
    </Screen>
  );
}
