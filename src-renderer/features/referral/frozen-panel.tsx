import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FrozenView } from '../../../shared/contract/referral.contract.ts';
import type { ReferralSummary } from '../../../shared/contract/review.contract.ts';
import { Button } from '../../ui/button.tsx';
import { Segments } from '../../ui/segments.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './frozen-panel.module.css';
import { useOutboxStore } from './outbox-store.ts';
import { readableBody } from './readable-body.ts';
import { troubleText } from './trouble-text.ts';

type Shown = 'readable' | 'raw';

/** The exact bytes of a referral, readable or as they go out, with their digest, and every attempt to deliver them. */
export function FrozenPanel({ referral }: { referral: ReferralSummary }) {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useOutboxStore();
  const [isOpen, setOpen] = useState(false);
  const [frozen, setFrozen] = useState<FrozenView | null>(null);
  const [shown, setShown] = useState<Shown>('readable');
  const { id, attempts, state } = referral;
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again when an attempt ended
  useEffect(() => {
    let gone = false;
    if (isOpen)
      void store
        .getState()
        .frozen(id)
        .then((view) => {
          if (!gone) setFrozen(view);
        });
    return () => {
      gone = true;
    };
  }, [isOpen, id, attempts, state, store]);
  if (!isOpen || frozen === null)
    return (
      <div>
        <Button size="s" look="quiet" onPress={() => setOpen(true)}>
          {t('outbox.frozen.open')}
        </Button>
      </div>
    );
  return (
    <section className={css.panel}>
      <h3>{t('outbox.frozen.title')}</h3>
      <Segments<Shown>
        label=""
        hiddenLabel={t('outbox.frozen.title')}
        size="s"
        segments={[
          { id: 'readable', label: t('outbox.frozen.readable') },
          { id: 'raw', label: t('outbox.frozen.raw') },
        ]}
        value={shown}
        onChange={setShown}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard */}
      <section className={css.bytes} tabIndex={0} aria-label={t('outbox.frozen.title')}>
        <pre>{shown === 'raw' ? frozen.body : readableBody(frozen.body)}</pre>
      </section>
      <p className={css.said}>
        {t(shown === 'raw' ? 'outbox.frozen.rawHint' : 'outbox.frozen.readableHint')}
      </p>
      <dl className={css.facts}>
        <dt>SHA-256</dt>
        <dd>{frozen.bodySha256}</dd>
        <dt>{t('outbox.frozen.bytes')}</dt>
        <dd>{format.number(frozen.bytes)}</dd>
        <dt>{t('outbox.frozen.key')}</dt>
        <dd>{frozen.idempotencyKey}</dd>
      </dl>
      <h3>{t('outbox.frozen.attempts')}</h3>
      {frozen.attempts.length === 0 && <p className={css.said}>{t('outbox.frozen.noAttempt')}</p>}
      <ol className={css.attempts}>
        {frozen.attempts.map((attempt) => (
          <li key={attempt.number}>
            <b>{attempt.number}</b> <time dateTime={attempt.at}>{format.dateTime(attempt.at)}</time> ·{' '}
            {t(`outbox.frozen.outcome.${attempt.outcome ?? 'none'}`)}
            {attempt.trouble !== null && (
              <p className={css.said}>{troubleText(t, format, attempt.trouble)}</p>
            )}
          </li>
        ))}
      </ol>
      {frozen.attemptsNotKept > 0 && (
        <p className={css.said}>{t('outbox.frozen.notKept', { n: format.number(frozen.attemptsNotKept) })}</p>
      )}
    </section>
  );
}
