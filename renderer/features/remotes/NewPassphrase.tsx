import { PasswordInput, Text } from '@mantine/core';
import { passphraseRefusal, strengthWords } from './passphrase.ts';

export interface NewPassphraseProps {
  readonly passphrase: string;
  readonly again: string;
  readonly onChange: (part: { readonly passphrase?: string; readonly again?: string }) => void;
}

/** A new passphrase, typed twice, and how strong it is. */
export function NewPassphrase({ passphrase, again, onChange }: NewPassphraseProps) {
  const isTwice = again !== '';
  return (
    <>
      <PasswordInput
        label="New passphrase"
        description="Four or five random words are good"
        autoComplete="new-password"
        value={passphrase}
        onChange={(event) => onChange({ passphrase: event.currentTarget.value })}
      />
      <PasswordInput
        label="The same once more"
        autoComplete="new-password"
        value={again}
        onChange={(event) => onChange({ again: event.currentTarget.value })}
        error={isTwice ? passphraseRefusal(passphrase, again) : null}
      />
      <Text size="sm" c="dimmed" role="status">
        {strengthWords(passphrase) ?? 'At least ten characters.'}
      </Text>
    </>
  );
}
