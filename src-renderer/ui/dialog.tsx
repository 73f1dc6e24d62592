import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { classNames } from './class-names.ts';
import css from './dialog.module.css';

export interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  width?: 's' | 'm' | 'l' | 'xl';
  /** A title for screen readers only. */
  hiddenTitle?: boolean;
  /** Nothing of the page is seen behind it. */
  covers?: boolean;
}

/** A window above the page that takes the keyboard until it is closed. */
export function Dialog({ title, isOpen, onClose, children, width = 'm', hiddenTitle, covers }: DialogProps) {
  return (
    <ModalOverlay
      className={classNames(css.veil, covers && css.covers)}
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable
    >
      <Modal className={classNames(css.modal, css[width])}>
        <AriaDialog className={css.dialog ?? ''} {...(hiddenTitle ? { 'aria-label': title } : {})}>
          {!hiddenTitle && (
            <Heading slot="title" className={css.title}>
              {title}
            </Heading>
          )}
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
