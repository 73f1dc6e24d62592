import '../clear-without-markup.ts';
import '../zod-without-eval.ts';
import '../../ui/tokens.css';
import '../../ui/base.css';
import { I18nProvider } from 'react-aria-components';
import { createRoot } from 'react-dom/client';
import { startLanguage } from '../language.ts';
import { PageBroke } from '../page-broke.tsx';
import { refuseStrayDrops } from '../refuse-stray-drops.ts';
import { DeskPage } from './desk-page.tsx';

const { language } = startLanguage();
refuseStrayDrops();

const root = document.getElementById('page');
if (root) {
  createRoot(root).render(
    <PageBroke>
      <I18nProvider locale={language}>
        <DeskPage />
      </I18nProvider>
    </PageBroke>,
  );
}
