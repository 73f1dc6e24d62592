import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NarrativeHit } from '../../../shared/contract/search.contract.ts';
import type { ReportId } from '../../../shared/domain/ids.ts';
import { defangSubject } from '../../../shared/domain/subject.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { useFormat } from '../../ui/use-format.ts';
import css from './narrative-search.module.css';
import { useReviewStores } from './review-context.tsx';

interface NarrativeSearchProps {
  text: string;
  isOpen: boolean;
  onClose: () => void;
}

/** Looks for words in what reporters told. It says first that what is shown is recorded as read. */
export function NarrativeSearch({ text, isOpen, onClose }: NarrativeSearchProps) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('search.narratives.title')} isOpen={isOpen} onClose={onClose} width="l">
      <Told key={text} text={text} onClose={onClose} />
    </Dialog>
  );
}

interface Looked {
  hits: readonly NarrativeHit[];
  /** Where to go on; null where all were looked through. */
  next: ReportId | null;
}

function Told({ text, onClose }: { text: string; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { work, narratives } = useReviewStores();
  const [looked, setLooked] = useState<Looked | null>(null);
  const [isLooking, setLooking] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const look = async () => {
    setLooking(true);
    setFailure(null);
    try {
      // A page without a hit asks nothing of the person: the next one is read.
      for (let before = looked?.next ?? undefined; ; ) {
        const page = await narratives({ text, ...(before ? { before } : {}) });
        if (page.hits.length > 0 || page.next === null) {
          setLooked({ hits: [...(looked?.hits ?? []), ...page.hits], next: page.next });
          break;
        }
        before = page.next;
      }
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setLooking(false);
    }
  };
  return (
    <div className={css.body}>
      <p>{t('search.narratives.text', { text })}</p>
      {failure !== null && <Banner tone="danger">{failureText(t, failure)}</Banner>}
      {looked !== null && looked.hits.length === 0 && <p role="status">{t('search.nothing', { text })}</p>}
      <ul className={css.hits}>
        {looked?.hits.map(({ case: found, report, receivedAt, says }) => (
          <li key={report}>
            <Button
              look="quiet"
              onPress={() => {
                onClose();
                void work.getState().open(found.id);
              }}
            >
              <span className={css.subject}>{defangSubject(found.kind, found.subject)}</span>
            </Button>
            <span className={css.facts}>
              {t(`enum.state.${found.state}`)}
              {receivedAt !== null && ` · ${format.date(receivedAt)}`}
            </span>
            <p className={css.says}>{says}</p>
          </li>
        ))}
      </ul>
      <div className={css.acts}>
        <Button onPress={onClose}>{t('common.close')}</Button>
        {(looked === null || looked.next !== null) && (
          <Button look="primary" isDisabled={isLooking} onPress={() => void look()}>
            {t(looked === null ? 'search.narratives.look' : 'search.narratives.goOn')}
          </Button>
        )}
      </div>
    </div>
  );
}
