import { TextInput, Tooltip } from '@mantine/core';
import { useState } from 'react';

interface Props {
  label: string;
  placeholder?: string;
  initial?: string;
  /** Why a text cannot be taken; null when it can. */
  refuse: (text: string) => string | null;
  /** Called once: with the text on Enter or when the box is left, with null on Esc or when it is empty. */
  onDone: (text: string | null) => void;
}

/** A small box that stands where its text will stand. Enter takes it, Esc leaves it. */
export function InlineText({ label, placeholder = '', initial = '', refuse, onDone }: Props) {
  const [text, setText] = useState(initial);
  const trimmed = text.trim();
  const refusal = trimmed === '' ? null : refuse(trimmed);
  return (
    <Tooltip label={refusal ?? ''} opened={refusal !== null} color="red" position="bottom-start">
      <TextInput
        autoFocus
        size="xs"
        w={150}
        aria-label={label}
        placeholder={placeholder}
        value={text}
        error={refusal !== null}
        onChange={(event) => setText(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={() => onDone(trimmed === '' || refusal !== null ? null : trimmed)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.stopPropagation();
            onDone(null);
          }
          if (event.key === 'Enter' && refusal === null) {
            event.preventDefault();
            event.currentTarget.blur();
          }
        }}
      />
    </Tooltip>
  );
}
