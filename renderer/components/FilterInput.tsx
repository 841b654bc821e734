import { CloseButton, Loader, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { Ref } from 'react';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  busy?: boolean;
  placeholder?: string;
  /** Marks the filter that Ctrl+F and "/" go to; the last one in the page wins. */
  main?: boolean;
  className?: string | undefined;
  ref?: Ref<HTMLInputElement>;
}

/** A box that narrows a list. Esc empties it, then leaves it. */
export function FilterInput({ label, value, onChange, busy = false, placeholder = 'Filter', main = true, className, ref }: Props) {
  return (
    <TextInput
      {...(ref === undefined ? {} : { ref })}
      {...(className === undefined ? {} : { className })}
      type="search"
      size="xs"
      aria-label={label}
      placeholder={placeholder}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        if (value === '') event.currentTarget.blur();
        else onChange('');
      }}
      leftSection={busy ? <Loader size={12} /> : <IconSearch size={14} aria-hidden />}
      rightSection={
        value === '' ? null : <CloseButton size="xs" aria-label="Show all again" onClick={() => onChange('')} />
      }
      {...(main ? { 'data-filter': '' } : {})}
    />
  );
}
