import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import css from './job-card.module.css';

/** A long-running job: its name, its state and its result. It can be cancelled, and dismissed once it has ended. */
export function JobCard(props: {
  name: string;
  /** The phase as `data-phase`, which tests wait for. */
  phase: string;
  about: ReactNode;
  marks?: ReactNode;
  /** Null where it cannot be cancelled now. */
  onCancel: (() => void) | null;
  /** Null while it runs. */
  onDismiss: (() => void) | null;
  children: ReactNode;
}) {
  const { name, phase, about, marks, onCancel, onDismiss, children } = props;
  const { t } = useTranslation();
  return (
    <article className={css.job} aria-label={name} data-phase={phase}>
      <div className={css.head}>
        <b title={name}>{name}</b>
        <span className={css.about}>{about}</span>
        {marks}
        <span className={css.act}>
          {onCancel !== null && (
            <Button size="s" onPress={onCancel}>
              {t('common.cancel')}
            </Button>
          )}
          {onDismiss !== null && (
            <Button size="s" look="quiet" icon="close" aria-label={t('common.dismiss')} onPress={onDismiss} />
          )}
        </span>
      </div>
      {children}
    </article>
  );
}

/** How far a job is, in a few words side by side. */
export function JobLine({ children }: { children: ReactNode }) {
  return <p className={css.line}>{children}</p>;
}
