import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseSummary } from '../../../shared/domain/case.ts';
import { defangSubject } from '../../../shared/domain/subject.ts';
import { Chip } from '../../ui/chip.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import css from './subject-heading.module.css';
import { addressView, fileView } from './subject-view.ts';

/** The subject of the case, large enough to read character by character. */
export function SubjectHeading({
  kind,
  subject,
  tools,
}: Pick<CaseSummary, 'kind' | 'subject'> & { tools?: ReactNode }) {
  if (kind === 'file') return <File subject={subject} tools={tools} />;
  return kind === 'url' ? <Address raw={subject} tools={tools} /> : <Link raw={subject} tools={tools} />;
}

function Address({ raw, tools }: { raw: string; tools: ReactNode }) {
  const { t } = useTranslation();
  const view = addressView(raw);
  return (
    <header className={css.heading}>
      <p className={css.kind}>{t('enum.kind.url')}</p>
      <p className={css.address} data-testid="subject">
        <span className={css.soft}>{view.before}</span>
        <strong>{view.host}</strong>
        <span className={css.soft}>{view.after}</span>
      </p>
      <div className={css.tools}>
        <CopyButton text={view.defanged} what={t('case.subject')} label={t('case.copyDefanged')} />
        <CopyButton text={raw} what={t('case.subject')} label={t('case.copyExact')} />
        {tools}
      </div>
      {view.unicode !== null && (
        <p className={css.line}>
          <span className={css.soft}>{t('case.host')}</span> <code>{view.unicode}</code>
          <span className={css.soft}>{t('case.punycode')}</span> <code>{view.punycode}</code>
        </p>
      )}
      {view.mixedScript && <Chip tone="warn">{t('case.mixedScript')}</Chip>}
      {view.unlocatable && <Chip tone="warn">{t('case.unlocatable')}</Chip>}
    </header>
  );
}

/** A link has no host, so no part of it is emphasised. */
function Link({ raw, tools }: { raw: string; tools: ReactNode }) {
  const { t } = useTranslation();
  const shown = defangSubject('link', raw);
  return (
    <header className={css.heading}>
      <p className={css.kind}>{t('enum.kind.link')}</p>
      <p className={css.address} data-testid="subject">
        {shown}
      </p>
      <div className={css.tools}>
        <CopyButton text={shown} what={t('case.subject')} label={t('case.copyDefanged')} />
        <CopyButton text={raw} what={t('case.subject')} label={t('case.copyExact')} />
        {tools}
      </div>
      <Chip tone="warn">{t('case.unlocatable')}</Chip>
    </header>
  );
}

function File({ subject, tools }: { subject: string; tools: ReactNode }) {
  const { t } = useTranslation();
  const { algorithm, value } = fileView(subject);
  return (
    <header className={css.heading}>
      <p className={css.kind}>
        {t('enum.kind.file')} · {algorithm}
      </p>
      <p className={css.address} data-testid="subject">
        <code>{value}</code>
      </p>
      {tools !== undefined && <div className={css.tools}>{tools}</div>}
    </header>
  );
}
