import { useState } from 'react';
import { TextField } from '../../ui/text-field.tsx';

/** Several short names, typed with commas between them. */
export function ListField(props: {
  label: string;
  value: readonly string[];
  onChange: (value: string[]) => void;
  hint?: string;
  error?: string | null;
  isDisabled?: boolean;
}) {
  const { value, onChange, ...field } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const standing = typed !== null && read(typed).join() === value.join();
  return (
    <TextField
      {...field}
      value={standing ? typed : value.join(', ')}
      onChange={(text) => {
        setTyped(text);
        onChange(read(text));
      }}
    />
  );
}

const read = (text: string): string[] => text.split(/[\s,;]+/).filter((name) => name !== '');
