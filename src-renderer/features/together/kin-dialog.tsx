import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Kin, KinCase } from '../../../shared/contract/together.contract.ts';
import { eachOnce } from '../../../shared/domain/kin.ts';
import { defangSubject } from '../../../shared/domain/subject.ts';
import { defang, defangHost } from '../../../shared/domain/url.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { useFormat } from '../../ui/use-format.ts';
import { useCategoryName } from '../referral/index.ts';
import { useReviewStores } from '../review/index.ts';
import { useSession } from '../vault/index.ts';
import css from './together.module.css';
import { useKin, useTogetherStores } from './together-context.tsx';
import { useMayDecideTogether } from './use-together-acts.ts';

/** So many can be filled in by their digit. */
const DIGITS = 9;

/** Cases that share something with the open one, with what was decided about them. */
export function KinDialog() {
  const { t } = useTranslation();
  const { kin } = useTogetherStores();
  const of = useKin((state) => state.of);
  return (
    <Dialog width="l" title={t('kin.title')} isOpen={of !== null} onClose={() => kin.getState().close()}>
      {of !== null && <KinGroups />}
    </Dialog>
  );
}

function KinGroups() {
  const { t } = useTranslation();
  const { kin } = useTogetherStores();
  const of = useKin((state) => state.of);
  const isOpen = useKin((state) => state.isOpen);
  const groups = useKin((state) => state.groups);
  const failure = useKin((state) => state.failure);
  const mayDecide = useMayDecideTogether();
  const shown = eachOnce(groups ?? []);
  const decided = isOpen
    ? shown.flatMap(({ cases }) => cases.filter(({ decision }) => decision !== null)).slice(0, DIGITS)
    : [];
  const hints = [
    ...(decided.length > 0 ? [t('kin.likeHint')] : []),
    ...(isOpen && mayDecide && shown.some(({ open }) => open > 0) ? [t('kin.selectSelf')] : []),
  ];
  const onKeyDown = (event: KeyboardEvent) => {
    const one = event.ctrlKey || event.altKey || event.metaKey ? undefined : decided[digitOf(event) - 1];
    if (one === undefined) return;
    event.preventDefault();
    void kin.getState().like(one);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the buttons within have these keys
    <div className={css.dialog} onKeyDown={onKeyDown}>
      {of !== null && (
        <p>
          <code className={css.subject}>{defangSubject(of.kind, of.subject)}</code>
        </p>
      )}
      {groups === null && failure === null && <p className={css.soft}>{t('kin.reading')}</p>}
      {groups?.length === 0 && <p>{t('kin.none')}</p>}
      {hints.length > 0 && <p className={css.soft}>{hints.join(' ')}</p>}
      {shown.map((group) => (
        <KinGroup key={group.kind} group={group} keyOf={(one) => decided.indexOf(one) + 1} />
      ))}
      {failure !== null && <Banner tone="danger">{failureText(t, failure)}</Banner>}
      <div className={css.acts}>
        <Button autoFocus onPress={() => kin.getState().close()}>
          {t('common.close')}
        </Button>
      </div>
    </div>
  );
}

/** By the place of the key: on an AZERTY keyboard digits need Shift. */
const digitOf = ({ code }: KeyboardEvent): number => Number(/^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1] ?? 0);

function KinGroup(props: { group: Kin & { above: number }; keyOf: (one: KinCase) => number }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const { kin } = useTogetherStores();
  const mayDecide = useMayDecideTogether();
  const { kind, says, varies, cases, above, total, isCut, open, hidden } = props.group;
  const notShown = total - cases.length - above;
  const differs = new Intl.ListFormat(i18n.language, { type: 'conjunction' });
  const said =
    says === null ? null : kind === 'host' ? defangHost(says) : kind === 'path' ? defang(says) : says;
  const counts = { total: format.number(total), open: format.number(open) };
  const notes = [
    varies.length > 0 &&
      t('kin.differs', { what: differs.format(varies.map((part) => t(`kin.varies.${part}`))) }),
    above > 0 && t('kin.above', { count: above }),
    notShown > 0 && t('kin.notShown', { count: notShown }),
    hidden > 0 && t('kin.hidden', { count: hidden }),
  ].filter((note) => note !== false);
  return (
    <section className={css.group} aria-label={t(`kin.kind.${kind}`)}>
      <div className={css.groupHead}>
        <h3>{t(`kin.kind.${kind}`)}</h3>
        {said !== null && <code className={css.subject}>{said}</code>}
        <span className={css.soft}>{t(isCut ? 'kin.countsCut' : 'kin.counts', counts)}</span>
        {mayDecide && open > 0 && (
          <Button size="s" onPress={() => void kin.getState().select(kind)}>
            {t('kin.select', { count: open })}
          </Button>
        )}
      </div>
      {notes.length > 0 && <p className={css.soft}>{notes.join(' ')}</p>}
      <ul className={css.kin}>
        {cases.map((one) => (
          <KinLine key={one.case} one={one} digit={props.keyOf(one)} />
        ))}
      </ul>
    </section>
  );
}

function KinLine({ one, digit }: { one: KinCase; digit: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { work } = useReviewStores();
  const { kin } = useTogetherStores();
  const { policy } = useSession();
  const categoryName = useCategoryName(policy);
  const isOpen = useKin((state) => state.isOpen);
  const { decision } = one;
  const open = () => {
    kin.getState().close();
    void work.getState().open(one.case);
  };
  return (
    <li>
      <Button size="s" look="quiet" icon={one.kind === 'file' ? 'file' : 'globe'} onPress={open}>
        {defangSubject(one.kind, one.subject)}
      </Button>
      <span className={css.said}>
        <Chip>{t(`enum.state.${one.state}`)}</Chip>
        {one.distance !== null && (
          <span>{one.distance === 0 ? t('matches.same') : t('matches.near', { count: one.distance })}</span>
        )}
        {decision !== null && (
          <>
            <b>{t(`enum.legality.${decision.legality}`)}</b>
            {decision.classification !== null && (
              <span>{t(`enum.classification.${decision.classification}`)}</span>
            )}
            <span>{categoryName(decision.route.category).line}</span>
            <span className={css.soft}>
              {t('kin.by', { name: decision.by.name, at: format.dateTime(decision.at) })}
            </span>
          </>
        )}
      </span>
      {decision !== null && isOpen && (
        <Button
          size="s"
          {...(digit > 0 ? { keys: String(digit) } : {})}
          onPress={() => void kin.getState().like(one)}
        >
          {t('kin.like')}
        </Button>
      )}
    </li>
  );
}
