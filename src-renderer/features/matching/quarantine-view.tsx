import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MatchQuarantine, QuarantineState } from '../../../shared/contract/case-match.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { defang } from '../../../shared/domain/url.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Empty } from '../../ui/empty.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { useFormat } from '../../ui/use-format.ts';
import { MeaningChip } from '../lists/index.ts';
import { ALGORITHM_NAMES } from '../review/index.ts';
import { useSession } from '../vault/index.ts';
import { useMatches, useMatchesStore } from './matches-store.ts';
import css from './quarantine.module.css';

type Decision = Exclude<QuarantineState, 'quarantined'>;

/** The records that suddenly matched too many cases. Their matches have no effect until a supervisor has decided. */
export function QuarantineView({ onCase }: { onCase: (id: CaseId) => void }) {
  const { t } = useTranslation();
  const store = useMatchesStore();
  const { policy } = useSession();
  const quarantine = useMatches((state) => state.quarantine);
  const failure = useMatches((state) => state.failure);
  const [asking, setAsking] = useState<{ of: MatchQuarantine; as: Decision } | null>(null);
  useEffect(() => {
    void store.getState().loadQuarantine();
  }, [store]);
  const { floodCases, floodHours } = policy.matching;
  return (
    <>
      <p className={css.soft}>{t('lists.quarantine.text', { cases: floodCases, hours: floodHours })}</p>
      {failure !== null && failure.case === null && (
        <Banner tone="danger">{failureText(t, failure.failure)}</Banner>
      )}
      {quarantine.length === 0 ? (
        <Empty icon="check" title={t('lists.quarantine.none')} />
      ) : (
        <Card flush>
          <ul aria-label={t('lists.view.quarantine')}>
            {quarantine.map((one) => (
              <QuarantineItem
                key={one.id}
                one={one}
                onCase={onCase}
                onDecide={(as) => setAsking({ of: one, as })}
              />
            ))}
          </ul>
        </Card>
      )}
      {asking !== null && <AskDialog {...asking} onClose={() => setAsking(null)} />}
    </>
  );
}

function QuarantineItem(props: {
  one: MatchQuarantine;
  onCase: (id: CaseId) => void;
  onDecide: (as: Decision) => void;
}) {
  const { one, onCase, onDecide } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const value = one.algorithm === 'url' ? defang(one.value) : one.value;
  return (
    <li className={css.aside}>
      <div className={css.head}>
        <MeaningChip meaning={one.meaning} />
        <b>{one.listName}</b>
        <Chip tone={one.state === 'quarantined' ? 'warn' : 'neutral'}>
          {t(`lists.quarantine.state.${one.state}`)}
        </Chip>
        {one.state === 'quarantined' && (
          <div className={css.acts}>
            <Button size="s" onPress={() => onDecide('released')}>
              {t('lists.quarantine.act.released')}
            </Button>
            <Button size="s" look="danger" onPress={() => onDecide('removed')}>
              {t('lists.quarantine.act.removed')}
            </Button>
          </div>
        )}
      </div>
      <p>
        {t('lists.quarantine.cases', {
          before: format.number(one.casesThen),
          now: format.number(one.cases),
          at: format.dateTime(one.quarantinedAt),
        })}
      </p>
      <p className={css.value}>
        <span className={css.soft}>
          {one.algorithm === 'url' ? t('matches.address') : ALGORITHM_NAMES[one.algorithm]}
        </span>{' '}
        <code>{value}</code>
        {one.record !== one.value && (
          <>
            {' '}
            <span className={css.soft}>· {t('matches.record')}</span> <code>{one.record}</code>
          </>
        )}
      </p>
      {one.decidedBy !== null && one.decidedAt !== null && (
        <p className={css.soft}>
          {t('lists.quarantine.decided', { name: one.decidedBy.name, at: format.dateTime(one.decidedAt) })}
        </p>
      )}
      {one.sample.length > 0 && (
        <p className={css.samples}>
          <span className={css.soft}>{t('lists.quarantine.look')}</span>
          {one.sample.slice(0, 5).map((id, at) => (
            <Button key={id} size="s" look="quiet" icon="right" onPress={() => onCase(id)}>
              {t('lists.quarantine.sample', { n: at + 1 })}
            </Button>
          ))}
        </p>
      )}
    </li>
  );
}

function AskDialog({ of, as, onClose }: { of: MatchQuarantine; as: Decision; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useMatchesStore();
  const [busy, setBusy] = useState(false);
  return (
    <Dialog title={t(`lists.quarantine.ask.${as}.title`)} isOpen onClose={onClose}>
      <div className={css.dialog}>
        <p>{t(`lists.quarantine.ask.${as}.text`, { n: format.number(of.cases) })}</p>
        <div className={css.dialogActs}>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button
            look={as === 'released' ? 'primary' : 'danger'}
            isDisabled={busy}
            onPress={() => {
              setBusy(true);
              void store.getState().release(of.id, as).then(onClose);
            }}
          >
            {t(`lists.quarantine.act.${as}`)}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
