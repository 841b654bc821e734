import { Alert, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { FormerArtifact, TrackingDraft } from './store.ts';

/** What happens when an artifact goes on with the chosen folder, and whether it looks like the right one. */
export function TrackAgain({ draft, artifact }: { draft: TrackingDraft; artifact: FormerArtifact }) {
  const { name, latest } = artifact;
  return (
    <>
      {!draft.resembles && (
        <Alert color="orange" icon={<IconAlertTriangle />} title="Is this the right folder?">
          Nothing at the top of it is in {latest}. If you go on, the next version of {name} says that all it had was removed. A
          different folder is better tracked under a name of its own.
        </Alert>
      )}
      <Text size="sm">
        {latest === null ? `The present state becomes the first version of ${name}.` : `All versions of ${name} stay.`}
        {latest !== null && draft.resembles && ` What differs from ${latest} becomes the next version; when nothing does, none is made.`}
      </Text>
    </>
  );
}
