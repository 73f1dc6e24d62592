import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Consultation } from '../../../shared/domain/consultation.ts';
import { mayDo } from '../../../shared/domain/duty.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { usePersonName } from '../people/index.ts';
import { useSession } from '../vault/index.ts';
import { ConsultationDialog } from './consultation-dialog.tsx';
import css from './takedown-timeline.module.css';

interface ConsultationCardProps {
  case: CaseId;
  consultations: readonly Consultation[];
  /** A case that was merged into another takes none. */
  isOpen: boolean;
}

/** The bases that people consulted for a case, in the order in which they did. */
export function ConsultationCard({ case: id, consultations, isOpen }: ConsultationCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = usePersonName();
  const { person } = useSession();
  const [stating, setStating] = useState(false);
  const inTime = consultations.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return (
    <Card
      title={t('consultation.title')}
      actions={
        isOpen &&
        mayDo(person.role, 'send') && (
          <Button size="s" onPress={() => setStating(true)}>
            {t('consultation.add')}
          </Button>
        )
      }
    >
      <div className={css.whole}>
        {inTime.length === 0 ? (
          <p className={css.soft}>{t('consultation.none')}</p>
        ) : (
          <ol className={css.course}>
            {inTime.map(({ base, result, at, recordedAt, by, note }) => (
              <li key={`${base} ${at} ${recordedAt}`} className={css.step}>
                <div className={css.head}>
                  <b>{base}</b>
                  <Chip tone={result === 'found' ? 'accent' : 'neutral'}>
                    {t(`enum.consultation.${result}`)}
                  </Chip>
                  <time dateTime={at}>{format.dateTime(at)}</time>
                </div>
                <p className={css.soft}>
                  {t('consultation.by', { who: nameOf(by), at: format.dateTime(recordedAt) })}
                </p>
                {note !== '' && <p className={css.note}>{note}</p>}
              </li>
            ))}
          </ol>
        )}
      </div>
      {stating && <ConsultationDialog case={id} onClose={() => setStating(false)} />}
    </Card>
  );
}
