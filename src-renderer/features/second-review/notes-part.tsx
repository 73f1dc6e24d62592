import { useTranslation } from 'react-i18next';
import type { ReviewNote } from '../../../shared/contract/second-review.contract.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { defangSubject } from '../../../shared/domain/subject.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Empty } from '../../ui/empty.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { useFormat } from '../../ui/use-format.ts';
import css from './notes-part.module.css';
import { useNotes, useSecondReviewStores } from './second-review-context.tsx';

/** The notes that supervisors wrote about this person's assessments. */
export function NotesPart({ onCase }: { onCase: (id: CaseId) => void }) {
  const { t } = useTranslation();
  const { notes, ready, failure } = useNotes((state) => state);
  return (
    <div className={css.part}>
      {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
      {ready && notes.length === 0 && (
        <Empty icon="person" title={t('secondReview.notes.empty.title')}>
          <p>{t('secondReview.notes.empty.text')}</p>
        </Empty>
      )}
      {notes.length > 0 && (
        <ul className={css.notes} aria-label={t('secondReview.part.notes')}>
          {notes.map((note) => (
            <NoteItem key={note.id} note={note} onCase={onCase} />
          ))}
        </ul>
      )}
    </div>
  );
}

function NoteItem({ note, onCase }: { note: ReviewNote; onCase: (id: CaseId) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { notes } = useSecondReviewStores();
  const { id, from, at, kind, subject, words, readAt } = note;
  return (
    <li className={css.note}>
      <div className={css.head}>
        {readAt === null && <Chip tone="accent">{t('secondReview.notes.unread')}</Chip>}
        <b>{from.name}</b>
        <time>{format.dateTime(at)}</time>
        {readAt !== null && (
          <span className={css.soft}>{t('secondReview.notes.read', { at: format.dateTime(readAt) })}</span>
        )}
      </div>
      <p className={css.words}>{words}</p>
      <div className={css.about}>
        <code className={css.subject}>{defangSubject(kind, subject)}</code>
        <Button size="s" look="quiet" onPress={() => onCase(note.case)}>
          {t('outbox.openCase')}
        </Button>
        {readAt === null && (
          <Button size="s" icon="check" onPress={() => void notes.getState().markRead(id)}>
            {t('secondReview.notes.markRead')}
          </Button>
        )}
      </div>
    </li>
  );
}
