import type { TFunction } from 'i18next';
import type { Role } from '../../shared/domain/duty.ts';
import { NARRATIVE_KEY } from '../features/wellbeing/index.ts';
import { type ScreenName, screensFor } from './navigation.ts';

/** One key and what it does. */
export interface KeyLine {
  keys: readonly string[];
  label: string;
  /**
   * What the search over everything can do by itself, each by the combination that does it: a line with several keys has one
   * for each. None where a key only moves the focus of a list.
   */
  acts: readonly { press: string; label: string }[];
}

export interface KeyGroup {
  title: string;
  /** Where its keys do something; null for everywhere. */
  screen: ScreenName | null;
  lines: readonly KeyLine[];
}

/** Every key of the page: shown by `?`, and what the search over everything offers as acts. */
export function keyTable(t: TFunction, role: Role): KeyGroup[] {
  const one = (key: string, label: string, press = key.toLowerCase()): KeyLine => ({
    keys: [key],
    label,
    acts: [{ press, label }],
  });
  const shown = (keys: readonly string[], label: string): KeyLine => ({ keys, label, acts: [] });
  const each = (label: string, ...acts: readonly [key: string, label: string][]): KeyLine => ({
    keys: acts.map(([key]) => key),
    label,
    acts: acts.map(([key, name]) => ({ press: key.toLowerCase(), label: name })),
  });
  const screens = screensFor(role);
  const isOffered = (screen: ScreenName) => screens.some(({ name }) => name === screen);
  const groups: KeyGroup[] = [
    {
      title: t('keys.anywhere'),
      screen: null,
      lines: [
        ...screens.map(({ name, key }) => shown([key], t(`nav.${name}`))),
        shown(['Ctrl K'], t('keys.palette')),
        ...(isOffered('import') ? [one('+', t('keys.report'))] : []),
        one('Ctrl E', t('keys.endOfDuty'), 'ctrl+e'),
        one('Ctrl L', t('keys.lock'), 'ctrl+l'),
        one('?', t('keys.help')),
      ],
    },
    {
      title: t('keys.list'),
      screen: 'queue',
      lines: [
        { keys: ['J', '↓'], label: t('keys.next'), acts: [{ press: 'j', label: t('keys.next') }] },
        { keys: ['K', '↑'], label: t('keys.previous'), acts: [{ press: 'k', label: t('keys.previous') }] },
        one('↵', t('keys.open'), 'enter'),
        one(';', t('keys.skip')),
        one('9', t('keys.lighter')),
        one(NARRATIVE_KEY, t('keys.narrative')),
        one('0', t('keys.focus')),
        one('/', t('keys.search')),
        one('⌫', t('keys.back'), 'backspace'),
        // The search over everything offers these itself, where they can be done.
        shown(['X'], t('keys.select')),
        shown(['⇧ X'], t('keys.range')),
        shown(['Ctrl A'], t('keys.selectAll')),
        shown(['⇧ D'], t('keys.together')),
        shown(['⇧ K'], t('keys.kin')),
      ],
    },
    {
      title: t('keys.form'),
      screen: 'queue',
      lines: [
        each(
          t('keys.legality'),
          ['I', t('enum.legality.illegal')],
          ['L', t('enum.legality.legal')],
          ['U', t('enum.legality.undetermined')],
        ),
        each(
          t('keys.classification'),
          ['B', t('enum.classification.baseline')],
          ['N', t('enum.classification.national')],
        ),
        one('H', t('keys.hosting')),
        shown(['1', '2', '3', '4'], t('keys.age')),
        one('G', t('keys.gender')),
        one('P', t('keys.labels')),
        one('R', t('keys.reasons')),
        one('T', t('keys.note')),
        shown(['Esc'], t('keys.escape')),
        one('Ctrl Z', t('keys.undo'), 'ctrl+z'),
        one('Ctrl ↵', t('keys.submit'), 'ctrl+enter'),
      ],
    },
    {
      title: t('matches.title'),
      screen: 'queue',
      lines: [
        one('A', t('matches.keys.take')),
        one('C', t('matches.keys.confirm')),
        one('Del', t('matches.keys.reject'), 'delete'),
        one('W', t('matches.keys.why')),
        one('.', t('matches.keys.next')),
      ],
    },
    {
      title: t('ledger.title'),
      screen: 'ledger',
      lines: [
        one('P', t('ledger.proof.open')),
        one('T', t('ledger.life.open')),
        shown(['Esc'], t('ledger.life.back')),
      ],
    },
  ];
  return groups.filter(({ screen }) => screen === null || isOffered(screen));
}

const NAMED: Readonly<Record<string, string>> = { enter: 'Enter', backspace: 'Backspace', delete: 'Delete' };

/** Presses a combination for the person, as if they had done so with nothing focused. */
export function press(combination: string): void {
  const isCommand = combination.startsWith('ctrl+');
  const plain = isCommand ? combination.slice('ctrl+'.length) : combination;
  const isMac = /Mac/.test(navigator.platform);
  document.body.dispatchEvent(
    new KeyboardEvent('keydown', {
      key: NAMED[plain] ?? plain,
      code: /^\d$/.test(plain) ? `Digit${plain}` : '',
      ctrlKey: isCommand && !isMac,
      metaKey: isCommand && isMac,
      bubbles: true,
      cancelable: true,
    }),
  );
}
