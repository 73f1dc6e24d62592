import type { ReactNode } from 'react';
import { DropZone, type FileDropItem, FileTrigger } from 'react-aria-components';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/icon.tsx';
import css from './file-drop.module.css';

/** Takes files by chooser and by drop. */
export function FileDrop(props: {
  title: string;
  hint: string;
  choose: string;
  /** Makes the area low, for a place among other fields. */
  low?: boolean;
  onFiles: (files: readonly File[]) => void;
  children?: ReactNode;
}) {
  const { title, hint, choose, low, onFiles, children } = props;
  return (
    <DropZone
      className={classNames(css.zone, low && css.low)}
      aria-label={title}
      getDropOperation={() => 'copy'}
      onDrop={async (event) => {
        const dropped = event.items.filter((item): item is FileDropItem => item.kind === 'file');
        onFiles(await Promise.all(dropped.map((item) => item.getFile())));
      }}
    >
      <Icon name="import" size={20} />
      <h2>{title}</h2>
      <p>{hint}</p>
      <FileTrigger allowsMultiple onSelect={(files) => onFiles([...(files ?? [])])}>
        <Button icon="file">{choose}</Button>
      </FileTrigger>
      {children}
    </DropZone>
  );
}
