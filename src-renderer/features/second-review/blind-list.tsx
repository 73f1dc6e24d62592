import { useTranslation } from 'react-i18next';
import { Chip } from '../../ui/chip.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { PickList } from './pick-list.tsx';
import { useBlind, useSecondReviewStores } from './second-review-context.tsx';

/** The cases that wait for this person's second review. */
export function BlindList() {
  const { t } = useTranslation();
  const format = useFormat();
  const { blind } = useSecondReviewStores();
  const cases = useBlind((state) => state.cases);
  const begun = useBlind((state) => state.begun);
  const open = useBlind((state) => state.open?.review ?? null);
  return (
    <PickList
      label={t('secondReview.waiting.list')}
      chosen={open}
      onChoose={blind.getState().choose}
      items={cases.map(({ review, kind, subject, receivedAt, hosting, sightings }) => ({
        review,
        kind,
        subject,
        facts: (
          <>
            {begun.has(review) && <Chip tone="accent">{t('secondReview.waiting.begun')}</Chip>}
            {receivedAt === null ? t('case.unknownDate') : format.date(receivedAt)}
          </>
        ),
        side: (
          <>
            {sightings.length > 1 && (
              <span title={t('queue.sightings', { n: sightings.length })}>{sightings.length}×</span>
            )}
            <b title={t('queue.filter.hosting')}>{hosting ?? '··'}</b>
          </>
        ),
      }))}
    />
  );
}
