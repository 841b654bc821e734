import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck, IconInfoCircle, IconX } from '@tabler/icons-react';
import type { Notice, Notices } from '../lib/notices.ts';

const looks = {
  plain: { color: 'gray', icon: <IconInfoCircle size={18} /> },
  good: { color: 'strata', icon: <IconCheck size={18} /> },
  warning: { color: 'orange', icon: <IconAlertTriangle size={18} /> },
  bad: { color: 'red', icon: <IconX size={18} /> },
} as const;

/** Notices as cards in the corner of the window. */
export function createNoticesOnScreen(): Notices {
  return { tell: show };
}

function show(notice: Notice): void {
  const { id, title, tone, stays = false } = notice;
  const shown = id ?? `notice:${title}:${notice.message ?? ''}`;
  // An equal notice that is on the screen already gives way, so that news is seen as news.
  notifications.hide(shown);
  notifications.show({
    id: shown,
    title,
    message: <Body notice={notice} close={() => notifications.hide(shown)} />,
    autoClose: stays ? false : 5000,
    withBorder: true,
    role: tone === 'bad' ? 'alert' : 'status',
    closeButtonProps: { 'aria-label': 'Close the notice' },
    'data-testid': 'notice',
    'data-tone': tone,
    ...looks[tone],
  });
}

function Body({ notice, close }: { notice: Notice; close: () => void }) {
  const { message, action } = notice;
  if (action === undefined) return message;
  return (
    <Group justify="space-between" align="flex-end" gap="sm">
      <Text size="sm" inherit flex="1 1 160px">
        {message}
      </Text>
      <Button
        size="xs"
        variant="light"
        onClick={() => {
          close();
          action.run();
        }}
      >
        {action.label}
      </Button>
    </Group>
  );
}
