import { useTranslation } from 'react-i18next';
import { mayDo } from '../../../shared/domain/duty.ts';
import type { PaletteItem } from '../../ui/palette.tsx';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { useReviewStores, useWork } from '../review/index.ts';
import { useSession } from '../vault/index.ts';
import { useTogetherStores } from './together-context.tsx';

/** What one can do with several cases, and with the kin of one. */
export function useTogetherActs() {
  const { queue, work, selection } = useReviewStores();
  const { together, kin, most } = useTogetherStores();
  // Keys come faster than cases load: what is selected is the case that was gone to, not the one still shown.
  const opened = () => {
    const { asked, detail } = work.getState();
    const id = asked();
    const row = queue.getState().rows.find((one) => one.id === id);
    return row ?? (detail?.summary.id === id ? detail.summary : null);
  };
  return {
    toggle: () => {
      const row = opened();
      if (row !== null) selection.getState().toggle(row);
    },
    range: () => {
      const row = opened();
      if (row !== null) selection.getState().range(queue.getState().rows, row);
    },
    /** Selects the list from its beginning, or nothing where all of that is selected. */
    all: async () => {
      while (queue.getState().rows.length < most() && queue.getState().next !== null) {
        const before = queue.getState().rows.length;
        await queue.getState().loadMore();
        if (queue.getState().rows.length === before) break;
      }
      const { rows } = queue.getState();
      const { cases, add, clear } = selection.getState();
      const first = rows.slice(0, most());
      if (first.length > 0 && first.every(({ id }) => cases.has(id))) clear();
      else add(rows);
    },
    decide: () => together.getState().open(),
    kin: () => kin.getState().show(),
  };
}

/** Whether the person may decide several cases by one form. */
export function useMayDecideTogether(): boolean {
  const { person, policy } = useSession();
  return policy.review.atOnce > 0 && mayDo(person.role, 'assess');
}

/** Binds the keys of the queue for several cases. */
export function useTogetherKeys(): void {
  const acts = useTogetherActs();
  const mayDecide = useMayDecideTogether();
  useShortcuts({ 'shift+k': acts.kin });
  useShortcuts(
    { x: acts.toggle, 'shift+x': acts.range, 'ctrl+a': () => void acts.all(), 'shift+d': acts.decide },
    mayDecide,
  );
}

/** The same for the palette; nothing where no case is open. */
export function useTogetherItems(then: () => void): PaletteItem[] {
  const { t } = useTranslation();
  const acts = useTogetherActs();
  const mayDecide = useMayDecideTogether();
  const hasCase = useWork((state) => state.detail !== null);
  const after = (act: () => void) => () => {
    then();
    act();
  };
  return [
    ...(hasCase
      ? [{ id: 'kin', label: t('keys.kin'), icon: 'search' as const, keys: '⇧ K', act: after(acts.kin) }]
      : []),
    ...(mayDecide
      ? [
          {
            id: 'select-all',
            label: t('keys.selectAll'),
            icon: 'lists' as const,
            keys: 'Ctrl A',
            act: after(() => void acts.all()),
          },
          {
            id: 'together',
            label: t('keys.together'),
            icon: 'check' as const,
            keys: '⇧ D',
            act: after(acts.decide),
          },
        ]
      : []),
  ];
}
