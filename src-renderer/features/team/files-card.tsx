import { useTranslation } from 'react-i18next';
import { savedFileName } from '../../../shared/contract/saved-file.ts';
import { openFileSink } from '../../transport/save-file.ts';
import { tarOf } from '../../transport/tar-archive.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { useSession } from '../vault/index.ts';
import css from './team.module.css';
import { type MadeFiles, useTeamStore } from './team-store.ts';

/** The files with which the hub is set up, to be saved and given to whoever runs it. */
export function FilesCard({ made }: { made: MadeFiles }) {
  const { t } = useTranslation();
  const store = useTeamStore();
  const { device } = useSession();
  const { files, atMs, isSaved } = made;
  const save = async () => {
    const sink = await openFileSink(savedFileName('hub', device.slice(-6).toLowerCase()));
    if (sink === null) return;
    await sink.write(tarOf(files, atMs));
    await sink.close();
    store.getState().filesSaved();
  };
  return (
    <Card
      title={t('seats.files.title')}
      actions={
        <>
          <Button size="s" look={isSaved ? 'plain' : 'primary'} icon="file" onPress={() => void save()}>
            {t('seats.files.save')}
          </Button>
          {isSaved && (
            <Button size="s" onPress={() => store.getState().filesPutAway()}>
              {t('seats.files.done')}
            </Button>
          )}
        </>
      }
    >
      <div className={css.lines}>
        <Banner tone={isSaved ? 'good' : 'warn'}>
          {t(isSaved ? 'seats.files.saved' : 'seats.files.notSaved')}
        </Banner>
        <ol className={css.steps}>
          <li>{t('seats.files.give')}</li>
          <li>{t('seats.files.install')}</li>
          <li>{t('seats.files.then')}</li>
        </ol>
        <p className={css.soft}>
          {t('seats.files.inside')} <code>{files.map(({ name }) => name).join(', ')}</code>
        </p>
      </div>
    </Card>
  );
}
