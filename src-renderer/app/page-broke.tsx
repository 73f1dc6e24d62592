import { Component, type ReactNode } from 'react';
import { type WithTranslation, withTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { Notice } from './notice.tsx';

interface Props extends WithTranslation {
  children: ReactNode;
}

/** Catches an error that no component expected and shows a sentence and a reload button instead of an empty page. */
class Boundary extends Component<Props, { broke: boolean }> {
  override state = { broke: false };

  static getDerivedStateFromError() {
    return { broke: true };
  }

  override render() {
    const { t, children } = this.props;
    if (!this.state.broke) return children;
    return (
      <Notice title={t('app.broken.title')}>
        {t('app.broken.text')} <Button onPress={() => location.reload()}>{t('app.broken.reload')}</Button>
      </Notice>
    );
  }
}

export const PageBroke = withTranslation()(Boundary);
