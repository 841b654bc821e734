import { IconFileAlert, IconFileOff, IconFolderOpen } from '@tabler/icons-react';
import { EmptyState } from '../../components/EmptyState.tsx';
import { useFiles } from './context.ts';

/** What stands where the rows would be. */
export function NoFiles() {
  const unreadable = useFiles((state) => state.unreadable);
  const searching = useFiles((state) => state.searching);
  const filter = useFiles((state) => state.filter);
  const loading = useFiles((state) => state.folders[''] === undefined);
  if (unreadable) {
    return (
      <EmptyState icon={<IconFileAlert size={32} stroke={1.4} />} title="The files cannot be listed">
        A part of this version’s manifest is damaged. Storage shows what is touched, and repairs what can be repaired.
      </EmptyState>
    );
  }
  if (searching || (filter === '' && loading)) return null;
  return filter === '' ? (
    <EmptyState icon={<IconFolderOpen size={32} stroke={1.4} />} title="This version is empty">
      There was nothing in the folder.
    </EmptyState>
  ) : (
    <EmptyState icon={<IconFileOff size={32} stroke={1.4} />} title="Nothing found">
      No path of this version has “{filter}” in it.
    </EmptyState>
  );
}
