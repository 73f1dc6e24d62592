import { useTranslation } from 'react-i18next';
import type { SealedFile } from '../../../shared/contract/referral.contract.ts';
import { savedFileName } from '../../../shared/contract/saved-file.ts';
import { openFileSink } from '../../transport/save-file.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { PaperSheet } from '../../ui/paper-sheet.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useDestinationName } from './destination-name.ts';
import css from './outbox-screen.module.css';

/** A sealed file: saving it, and printing its cover sheet. */
export function SealedDialog({ sealed, onClose }: { sealed: SealedFile; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const destinationName = useDestinationName();
  const { cover, unordered, more } = sealed;
  const n = format.number(cover.referrals.length);
  return (
    <Dialog title={t('outbox.sealed.title')} isOpen onClose={onClose} width="l">
      <div className={css.dialog}>
        {more && <Banner tone="warn">{t('outbox.sealed.more')}</Banner>}
        {unordered > 0 && (
          <Banner tone="danger">{t('outbox.sealed.unordered', { n: format.number(unordered) })}</Banner>
        )}
        <PaperSheet
          title={t('outbox.sealed.sheet')}
          text={t('outbox.sealed.text', { n, destination: destinationName(cover.destination) })}
          facts={[
            [t('outbox.sealed.to'), destinationName(cover.destination)],
            [t('outbox.sealed.from'), `${cover.hotline.name} (${cover.hotline.country})`],
            [t('outbox.sealed.sealedAt'), format.dateTime(cover.sealedAt)],
            [t('outbox.sealed.count'), n],
            [t('outbox.sealed.again'), format.number(cover.again)],
            [t('outbox.sealed.recipient'), cover.recipient],
            [t('outbox.sealed.key'), cover.thumbprint],
          ]}
          code={{ text: cover.fileSha256, label: t('outbox.sealed.digest') }}
          steps={[t('outbox.sealed.how')]}
        >
          <code className={css.digest}>{cover.fileSha256}</code>
        </PaperSheet>
        <div className={css.actions}>
          <Button onPress={() => window.print()}>{t('outbox.sealed.print')}</Button>
          <Button look="primary" icon="file" onPress={() => void save(sealed)}>
            {t('outbox.sealed.save')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

async function save({ file, cover }: SealedFile): Promise<void> {
  const at = cover.sealedAt.slice(0, 19).replaceAll(/[^0-9]/g, '');
  const sink = await openFileSink(savedFileName('sealed', `${cover.destination}-${at}`));
  if (sink === null) return;
  await sink.write(Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0)));
  await sink.close();
}
