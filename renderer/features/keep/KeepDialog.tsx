import { Button, Group, Modal, NumberInput, Radio, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { FocusBack } from '../../components/FocusBack.tsx';
import { timeToLiveWord } from '../../lib/keep-words.ts';
import { useKeep, useKeepApi } from './context.ts';
import styles from './KeepDialog.module.css';
import { KeepPreview } from './KeepPreview.tsx';
import { ruleOf, sameRules } from './rules.ts';
import type { RuleDraft } from './store.ts';
import { timesToLive } from './times-to-live.ts';

/** Which versions of an artifact stay by themselves, with what that would take before it is switched on. */
export function KeepDialog() {
  const draft = useKeep((state) => state.draft);
  const { closeRule } = useKeepApi().getState();
  return (
    <Modal
      opened={draft !== null}
      onClose={closeRule}
      size={560}
      title={draft === null ? '' : `Keep rule of ${draft.artifact}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <FocusBack />
      {draft !== null && <Form draft={draft} />}
    </Modal>
  );
}

function Form({ draft }: { draft: RuleDraft }) {
  const { save, closeRule } = useKeepApi().getState();
  const { rules, before, plan, saving } = draft;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack gap="md">
        <RuleChoice draft={draft} />
        <TimeToLive draft={draft} />
        <KeepPreview plan={plan} />
        <Group justify="flex-end">
          <Button variant="default" onClick={closeRule}>
            Cancel
          </Button>
          <Button type="submit" loading={saving} disabled={plan === null || sameRules(rules, before)}>
            {plan !== null && plan.going.length > 0 ? 'Switch on and let them go' : 'Switch on'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function RuleChoice({ draft: { rules } }: { draft: RuleDraft }) {
  const { change } = useKeepApi().getState();
  const { rule } = rules;
  // While a number is being typed the field may be empty; the rule then stays as it was.
  const [typed, setTyped] = useState<number | string>(rule.kind === 'last' ? rule.count : 10);
  const count = typeof typed === 'number' && typed >= 1 ? typed : 10;
  return (
    <Radio.Group label="Versions that stay" value={rule.kind} onChange={(kind) => void change({ rule: ruleOf(kind, count) })}>
      <Stack gap={10} mt={6}>
        <Radio value="all" label="All of them" />
        <div className={styles['last']}>
          <Radio value="last" label="The last" />
          <NumberInput
            size="xs"
            w={84}
            aria-label="How many versions stay"
            min={1}
            max={1_000_000}
            allowDecimal={false}
            allowNegative={false}
            value={typed}
            onChange={(value) => {
              setTyped(value);
              if (typeof value === 'number' && value >= 1) void change({ rule: { kind: 'last', count: value } });
            }}
          />
          <Text size="sm">versions</Text>
        </div>
        <Radio
          value="thin"
          label="Fewer the older they are"
          description="All of the last day, then one an hour for a week, one a day for a month, one a week after."
        />
      </Stack>
    </Radio.Group>
  );
}

function TimeToLive({ draft: { rules } }: { draft: RuleDraft }) {
  const { change } = useKeepApi().getState();
  const choices = timesToLive(rules.timeToLive).map((seconds) => ({ value: String(seconds), label: `${timeToLiveWord(seconds)} after it was made` }));
  return (
    <Select
      label="A version’s life ends"
      allowDeselect={false}
      data={[{ value: 'never', label: 'Never' }, ...choices]}
      value={String(rules.timeToLive)}
      onChange={(value) => void change({ timeToLive: value === null || value === 'never' ? 'never' : Number(value) })}
    />
  );
}
