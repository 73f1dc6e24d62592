import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo } from '../../shared/domain/duty.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { HashLookup } from '../features/matching/index.ts';
import { outboxViewsFor, useOutboxStore } from '../features/referral/index.ts';
import { CaseSearch } from '../features/review/index.ts';
import { useTogetherItems } from '../features/together/index.ts';
import { useSession, useVaultStore } from '../features/vault/index.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Palette, type PaletteItem } from '../ui/palette.tsx';
import { screensFor } from './navigation.ts';
import { useNavigation, useNavigationStore } from './navigation-context.ts';

/** A text field that leads to every screen and every action, and to a case by what is known of it. */
export function CommandPalette({ onCase }: { onCase: (id: CaseId) => void }) {
  const { t } = useTranslation();
  const store = useNavigationStore();
  const open = useNavigation((state) => state.overlay === 'palette');
  const close = () => store.getState().show(null);
  return (
    <Dialog hiddenTitle title={t('palette.title')} isOpen={open} onClose={close}>
      <PaletteContent
        onCase={(id) => {
          close();
          onCase(id);
        }}
      />
    </Dialog>
  );
}

function PaletteContent({ onCase }: { onCase: (id: CaseId) => void }) {
  const { t } = useTranslation();
  const store = useNavigationStore();
  const vault = useVaultStore();
  const outbox = useOutboxStore();
  const { person } = useSession();
  const [text, setText] = useState('');
  const severalCases = useTogetherItems(() => store.getState().go('queue'));
  const items: PaletteItem[] = [
    ...screensFor(person.role).map(({ name, key, icon }) => ({
      id: name,
      label: t(`nav.${name}`),
      icon,
      keys: key,
      act: () => store.getState().go(name),
    })),
    ...outboxViewsFor(person.role).map((view) => ({
      id: `outbox ${view}`,
      label: `${t('nav.outbox')}: ${t(`outbox.view.${view}`)}`,
      icon: 'outbox' as const,
      act: () => {
        outbox.getState().show(view);
        store.getState().go('outbox');
      },
    })),
    ...(mayDo(person.role, 'review') ? severalCases : []),
    {
      id: 'keys',
      label: t('keys.help'),
      icon: 'keyboard',
      keys: '?',
      act: () => store.getState().show('keys'),
    },
    {
      id: 'lock',
      label: t('keys.lock'),
      icon: 'lock',
      keys: 'Ctrl L',
      act: () => void vault.getState().lock(),
    },
  ];
  return (
    <HashLookup text={text} onCase={onCase}>
      {(looked) => (
        <CaseSearch text={text} isOn={mayDo(person.role, 'review')} onCase={onCase}>
          {(found) => (
            <Palette
              label={t('palette.title')}
              placeholder={t('palette.placeholder')}
              text={text}
              onText={setText}
              items={[
                ...items.filter((item) => item.label.toLowerCase().includes(text.trim().toLowerCase())),
                ...found,
                ...looked.items,
              ]}
              nothing={looked.nothing ?? t('palette.nothing')}
            />
          )}
        </CaseSearch>
      )}
    </HashLookup>
  );
}
