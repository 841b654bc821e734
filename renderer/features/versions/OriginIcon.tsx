import {
  IconCamera,
  IconDeviceFloppy,
  IconFlag,
  IconHistory,
  IconRefreshDot,
  IconShieldCheck,
} from '@tabler/icons-react';
import type { VersionView } from '../../../shared/values.ts';

const icons = {
  baseline: IconFlag,
  save: IconDeviceFloppy,
  manual: IconCamera,
  'before-restore': IconShieldCheck,
  restore: IconHistory,
  rescan: IconRefreshDot,
} as const;

/** What made the version, as a sign. */
export function OriginIcon({ origin, size = 14 }: { origin: VersionView['origin']; size?: number }) {
  const Icon = icons[origin];
  return <Icon size={size} stroke={1.7} aria-hidden />;
}
