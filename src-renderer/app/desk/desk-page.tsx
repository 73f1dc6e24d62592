import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskInbox, DeskReferral } from '../../../shared/domain/desk-page.ts';
import { defangSubject } from '../../../shared/domain/subject.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Screen } from '../../ui/screen.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { readInbox } from './desk-client.ts';
import css from './desk-page.module.css';
import { DeskSheet } from './desk-sheet.tsx';

/** The subject of a referral in one line, never as a link. */
const subjectOf = ({ body: { subject } }: DeskReferral): string =>
  subject.url !== null
    ? defangSubject(subject.kind, subject.url)
    : Object.entries(subject.hashes ?? {})
        .map(([name, value]) => `${name}:${value}`)
        .join(' ');

/** What came to the desk, and one referral to read, to print and to record the protocol's steps of. */
export function DeskPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const [inbox, setInbox] = useState<DeskInbox | null>(null);
  const [isLost, setLost] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const load = useCallback(async () => {
    try {
      setInbox(await readInbox());
      setLost(false);
    } catch {
      setLost(true);
    }
  }, []);
  useEffect(() => {
    void load();
  }, [load]);
  const replace = (changed: DeskReferral) =>
    setInbox(
      (now) =>
        now && {
          ...now,
          referrals: now.referrals.map((one) => (one.reference === changed.reference ? changed : one)),
        },
    );
  const open = inbox?.referrals.find(({ body }) => body.referral === chosen) ?? null;
  return (
    <main className={css.page}>
      <Screen
        title={inbox?.name ?? t('desk.title')}
        {...(inbox === null ? {} : { text: t('desk.officer', { name: inbox.officer }) })}
        actions={<Button onPress={() => void load()}>{t('desk.refresh')}</Button>}
      >
        {isLost && <Banner tone="danger">{t('desk.lost')}</Banner>}
        {inbox?.referrals.length === 0 && <Empty icon="outbox">{t('desk.nothing')}</Empty>}
        {inbox !== null && inbox.referrals.length > 0 && (
          <div className={css.split}>
            <div>
              <ul className={css.list} aria-label={t('desk.received')}>
                {inbox.referrals.map((referral) => (
                  <li key={referral.reference}>
                    <button
                      type="button"
                      className={css.row}
                      aria-current={referral === open ? 'true' : undefined}
                      onClick={() => setChosen(referral.body.referral)}
                    >
                      <span className={css.head}>
                        <b>{referral.reference}</b>
                        {referral.body.kind !== 'new' && (
                          <Chip tone="warn">{t(`enum.purpose.${referral.body.kind}`)}</Chip>
                        )}
                        <Chip tone={referral.steps.length === 0 ? 'warn' : 'neutral'}>
                          {referral.steps.length === 0
                            ? t('desk.untouched')
                            : t(`enum.takedown.${referral.steps.at(-1)!.status}`)}
                        </Chip>
                      </span>
                      <code className={css.subject}>{subjectOf(referral)}</code>
                      <span className={css.soft}>
                        {referral.body.hotline.name} · {format.dateTime(referral.receivedAt)}
                      </span>
                    </button>
                  </li>
                ))}
              </ul>
              {inbox.total > inbox.referrals.length && (
                <p className={css.soft}>{t('desk.older', { n: inbox.total - inbox.referrals.length })}</p>
              )}
            </div>
            {open === null ? (
              <Empty icon="outbox">{t('desk.choose')}</Empty>
            ) : (
              <DeskSheet
                key={open.reference}
                referral={open}
                subject={subjectOf(open)}
                onRecorded={replace}
              />
            )}
          </div>
        )}
      </Screen>
    </main>
  );
}
