import { useCallback } from 'react';
import { useArtifactsApi } from '../features/artifacts/context.ts';
import { useDeleteApi } from '../features/delete/context.ts';

/** Opens the dialog that deletes versions of an artifact; null: the artifact itself. */
export function useDeleteDialog(): (artifact: string, refs: readonly string[] | null) => void {
  const artifacts = useArtifactsApi();
  const dialog = useDeleteApi();
  return useCallback(
    (artifact, refs) => {
      const folder = artifacts.getState().byName[artifact]?.path ?? null;
      void dialog.getState().open({ artifact, refs, folder });
    },
    [artifacts, dialog],
  );
}
