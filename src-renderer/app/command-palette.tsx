import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo } from '../../shared/domain/duty.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { HashLookup } from '../features/matching/index.ts';
import { CaseSearch } from '../features/review/index.ts';
import { useTogetherItems } from '../features/together/index.ts';
import { useSession } from '../features/vault/index.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Palette } from '../ui/palette.tsx';
import { useNavigation, useNavigationStore } from './navigation-context.ts';
import { usePaletteItems } from './palette-items.ts';

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
  const { person } = useSession();
  const [text, setText] = useState('');
  const store = useNavigationStore();
  const severalCases = useTogetherItems(() => store.getState().go('queue'));
  const items = [...usePaletteItems(), ...(mayDo(person.role, 'review') ? severalCases : [])];
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
                // A case that both ways find is offered once.
                ...looked.items.filter(({ id }) => !found.some((hit) => hit.id === `hit-${id}`)),
              ]}
              nothing={looked.nothing ?? t('palette.nothing')}
            />
          )}
        </CaseSearch>
      )}
    </HashLookup>
  );
}
