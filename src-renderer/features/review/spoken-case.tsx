import { useTranslation } from 'react-i18next';
import type { CaseSummary } from '../../../shared/domain/case.ts';
import { defangSubject } from '../../../shared/domain/subject.ts';
import hidden from '../../ui/only-spoken.module.css';
import { useFormat } from '../../ui/use-format.ts';
import { whyName } from './queue-rows.ts';
import { useQueue, useWork } from './review-context.tsx';

/** Tells screen-reader users which case is open now: after J and K, and after a decision brought the next. */
export function SpokenCase() {
  const words = useSpokenCase();
  const rows = useQueue((state) => state.rows);
  const total = useQueue((state) => state.total);
  const summary = useWork((state) => state.detail?.summary ?? null);
  const at = rows.findIndex((row) => row.id === summary?.id);
  return (
    <p role="status" className={hidden.onlySpoken} data-testid="spoken-case">
      {summary === null ? '' : words(summary, at + 1, total)}
    </p>
  );
}

function useSpokenCase() {
  const { t } = useTranslation();
  const format = useFormat();
  return (summary: CaseSummary, n: number, total: number): string => {
    const facts = [
      t(`enum.state.${summary.state}`),
      summary.hosting === null ? null : format.country(summary.hosting),
      summary.reopened === null ? null : t(`enum.reopened.${summary.reopened.reason}`),
      ...summary.why.map(({ code }) => t(`enum.why.${whyName(code, summary, Date.now())}`)),
    ].filter((fact) => fact !== null);
    const subject = defangSubject(summary.kind, summary.subject);
    return t('queue.spoken', {
      n: format.number(n),
      total: format.number(total),
      subject,
      facts: facts.join(', '),
    });
  };
}
