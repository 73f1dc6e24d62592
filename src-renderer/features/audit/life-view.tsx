import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntryView } from '../../../shared/contract/audit.contract.ts';
import { mayDo } from '../../../shared/domain/duty.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { useFormat } from '../../ui/use-format.ts';
import { useSession } from '../vault/index.ts';
import { DossierButton } from './dossier-button.tsx';
import { shortId } from './entry-sentence.ts';
import { GenericFacts } from './generic-facts.tsx';
import type { CaseLife } from './ledger-state.ts';
import { useLedger, useLedgerStore } from './ledger-store.ts';
import css from './life-view.module.css';
import { useEntryWords } from './use-entry-words.ts';
import { useHandOut } from './use-hand-out.ts';

/** What happened to one case, one sentence each, oldest first. */
export function LifeView({ life }: { life: CaseLife }) {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useLedgerStore();
  const { person } = useSession();
  const exporting = useLedger((state) => state.exporting);
  const handOut = useHandOut();
  const merged = life.cases.length - 1;
  const id = shortId(life.case);
  useShortcuts({ escape: () => store.getState().closeLife() });
  return (
    <section className={css.view} aria-label={t('ledger.life.title', { id })}>
      <header className={css.head}>
        <div>
          <h2>{t('ledger.life.title', { id })}</h2>
          <p>
            {t('ledger.life.text', { count: life.total, n: format.number(life.total) })}
            {merged > 0 && `, ${t('ledger.life.merged', { n: format.number(merged) })}`}
          </p>
        </div>
        {mayDo(person.role, 'export-ledger') && (
          <Button
            size="s"
            isDisabled={exporting !== null}
            onPress={() => void handOut({ case: [...life.cases] }, { case: life.case })}
          >
            {t('ledger.only.title')}
          </Button>
        )}
        <DossierButton id={life.case} look="plain" />
        <Button size="s" keys="Esc" onPress={() => store.getState().closeLife()}>
          {t('ledger.life.back')}
        </Button>
      </header>
      <LifeList life={life} />
    </section>
  );
}

function LifeList({ life }: { life: CaseLife }) {
  const { t } = useTranslation();
  const store = useLedgerStore();
  const chosen = useLedger((state) => state.chosen);
  const list = useRef<HTMLDivElement>(null);
  const step = (steps: 1 | -1) => () => {
    const at = life.entries.findIndex((entry) => entry.seq === chosen?.seq);
    const next = life.entries[at === -1 ? 0 : at + steps];
    if (next) store.getState().choose(next);
  };
  useShortcuts({ j: step(1), arrowdown: step(1), k: step(-1), arrowup: step(-1) });
  useEffect(() => {
    list.current?.querySelector(`#life-${chosen?.seq}`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <div className={css.scroller}>
      <div
        ref={list}
        className={css.list}
        role="listbox"
        tabIndex={0}
        data-shortcuts
        aria-label={t('ledger.life.title', { id: shortId(life.case) })}
        aria-activedescendant={chosen ? `life-${chosen.seq}` : undefined}
      >
        {life.entries.map((entry) => (
          <LifeEntry key={entry.seq} entry={entry} of={life.case} chosen={entry.seq === chosen?.seq} />
        ))}
      </div>
      {life.entries.length < life.total && (
        <div className={css.more}>
          <Button size="s" onPress={() => void store.getState().moreOfLife()}>
            {t('common.more')}
          </Button>
        </div>
      )}
    </div>
  );
}

function LifeEntry({ entry, of, chosen }: { entry: EntryView; of: string; chosen: boolean }) {
  const { t } = useTranslation();
  const words = useEntryWords();
  const store = useLedgerStore();
  const other = entry.case !== null && entry.case !== of && entry.kind !== 'case.merged';
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list answers J, K and the arrows
    <div
      id={`life-${entry.seq}`}
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      className={classNames(css.entry, chosen && css.chosen)}
      onClick={() => store.getState().choose(entry)}
    >
      <time className={css.time} dateTime={entry.at}>
        {words.when(entry)}
      </time>
      <span className={css.dot} aria-hidden="true" />
      <span className={css.what}>
        <span>{words.sentence(entry)}</span>
        {entry.kind === 'intake.imported' && <span className={css.soft}>{t('ledger.life.among')}</span>}
        {words.isGeneric(entry) && <GenericFacts data={entry.data} />}
        {other && entry.case && (
          <span className={css.soft}>{t('ledger.life.of', { id: shortId(entry.case) })}</span>
        )}
      </span>
      <span className={css.who}>{words.who(entry)}</span>
    </div>
  );
}
