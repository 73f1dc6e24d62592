import { useTranslation } from 'react-i18next';
import { Preferences } from '../../../shared/domain/preferences.ts';
import { Banner } from '../../ui/banner.tsx';
import { Card } from '../../ui/card.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { Segments } from '../../ui/segments.tsx';
import css from './wellbeing.module.css';
import { useWellbeing, useWellbeingStore } from './wellbeing-store.ts';

const { narrative: NARRATIVE, wording: WORDING, colours: COLOURS } = Preferences.shape;

/** How the person wants to be shown what is hard to read. */
export function PreferencesCard() {
  const { t } = useTranslation();
  const store = useWellbeingStore();
  const preferences = useWellbeing((state) => state.preferences);
  const failure = useWellbeing((state) => state.failure);
  const { prefer } = store.getState();
  return (
    <Card title={t('wellbeing.preferences.title')}>
      <div className={css.fields}>
        <p className={css.text}>{t('wellbeing.preferences.text')}</p>
        {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
        <Segments
          label={t('wellbeing.preferences.narrative')}
          segments={NARRATIVE.unwrap().options.map((id) => ({
            id,
            label: t(`wellbeing.preferences.narratives.${id}`),
          }))}
          value={preferences.narrative}
          onChange={(narrative) => void prefer({ narrative })}
        />
        <Segments
          label={t('wellbeing.preferences.wording')}
          segments={WORDING.unwrap().options.map((id) => ({
            id,
            label: t(`wellbeing.preferences.wordings.${id}`),
          }))}
          value={preferences.wording}
          onChange={(wording) => void prefer({ wording })}
        />
        <Segments
          label={t('wellbeing.preferences.colours')}
          segments={COLOURS.unwrap().options.map((id) => ({
            id,
            label: t(`wellbeing.preferences.colourings.${id}`),
          }))}
          value={preferences.colours}
          onChange={(colours) => void prefer({ colours })}
        />
      </div>
    </Card>
  );
}
