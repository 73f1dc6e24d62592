import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { TextField } from '../../ui/text-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { NarrativeSearch } from './narrative-search.tsx';
import { useQueue, useReviewStores } from './review-context.tsx';
import css from './search-field.module.css';

/** Typing is over when nothing was typed for so long. */
const TYPED_MS = 150;

/** A field above the list: it shows the cases in which what is typed stands, whatever their state. */
export function SearchField() {
  const { t } = useTranslation();
  const { queue, work } = useReviewStores();
  const shown = useQueue((state) => state.text);
  const [typed, setTyped] = useState(shown);
  const [isTelling, setTelling] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useShortcuts({ '/': () => input.current?.select() });
  // A filter that was chosen meanwhile ends the search.
  useEffect(() => {
    // What was searched for elsewhere is shown here; what is being typed is never replaced.
    setTyped((before) => (shown === '' || before === '' ? shown : before));
  }, [shown]);
  useEffect(() => {
    if (typed.trim() === queue.getState().text) return;
    const timer = setTimeout(() => {
      void queue
        .getState()
        .search(typed)
        .then(() => work.getState().follow());
    }, TYPED_MS);
    return () => clearTimeout(timer);
  }, [typed, queue, work]);
  return (
    <search className={css.search}>
      <TextField
        type="search"
        hiddenLabel
        label={t('search.label')}
        placeholder={t('search.placeholder')}
        value={typed}
        onChange={setTyped}
        inputRef={input}
        onKey={(event) => {
          if (event.type !== 'keydown') return;
          if (event.key === 'Enter') input.current?.blur();
          else if (event.key === 'Escape') {
            setTyped('');
            // The keys of the list are for the list again.
            input.current?.blur();
          }
        }}
      />
      {shown !== '' && <FoundNotes onNarratives={() => setTelling(true)} />}
      <NarrativeSearch text={shown} isOpen={isTelling} onClose={() => setTelling(false)} />
    </search>
  );
}

/** What there is to say of a search besides its cases. */
function FoundNotes({ onNarratives }: { onNarratives: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const text = useQueue((state) => state.text);
  const found = useQueue((state) => state.found);
  if (found === null) return null;
  const { waiting, unread, more } = found;
  return (
    <p className={css.notes} role="status">
      {more && <span>{t('search.more')}</span>}
      {waiting > 0 && <span>{t('search.waiting', { count: waiting, n: format.number(waiting) })}</span>}
      {unread > 0 && <span>{t('search.unread', { count: unread, n: format.number(unread) })}</span>}
      {text.length >= 3 && (
        <Button size="s" look="quiet" onPress={onNarratives}>
          {t('search.narratives.open')}
        </Button>
      )}
    </p>
  );
}
