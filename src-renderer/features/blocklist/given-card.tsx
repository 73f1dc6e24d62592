import { useTranslation } from 'react-i18next';
import { savedFileName } from '../../../shared/contract/saved-file.ts';
import { openFileSink } from '../../transport/save-file.ts';
import { tarOf } from '../../transport/tar-archive.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './blocklist.module.css';
import { type GivenList, useBlocklistStore } from './blocklist-store.ts';

/** The list that was just given out: its files to save, and the key that those who block need once. */
export function GivenCard({ given }: { given: GivenList }) {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useBlocklistStore();
  const { list, since, atMs, isSaved } = given;
  const { serial, urls, hosts, added, removed, files, signer } = list;
  const n = format.number;
  const allowed = `hotline namespaces="hashline-blocklist" ${signer.publicKey}`;
  const save = async () => {
    const sink = await openFileSink(savedFileName('blocklist', String(serial)));
    if (sink === null) return;
    await sink.write(tarOf(files, atMs));
    await sink.close();
    store.getState().noteSaved();
  };
  return (
    <Card
      title={t('blocklist.given.title', { serial })}
      actions={
        <Button size="s" look={isSaved ? 'plain' : 'primary'} icon="file" onPress={() => void save()}>
          {t('blocklist.given.save')}
        </Button>
      }
    >
      <div className={css.stack}>
        <Banner tone={isSaved ? 'good' : 'warn'}>
          {t(isSaved ? 'blocklist.given.saved' : 'blocklist.given.notSaved')}
        </Banner>
        <p>
          {t('blocklist.given.counts', { urls: n(urls), hosts: n(hosts) })}{' '}
          {since !== null &&
            t('blocklist.given.difference', { serial: since, added: n(added), removed: n(removed) })}
        </p>
        <p>
          {t('blocklist.given.files')} <code>{files.map(({ name }) => name).join(', ')}</code>
        </p>
        <div>
          <p>{t('blocklist.given.signer')}</p>
          <div className={css.signer}>
            <code>{allowed}</code>
            <CopyButton text={allowed} what={t('blocklist.given.line')} />
          </div>
          <p className={css.soft}>{t('blocklist.given.fingerprint', { fingerprint: signer.fingerprint })}</p>
        </div>
      </div>
    </Card>
  );
}
