import { IconBox, IconBrain, IconCode, IconDatabase, IconFileText, IconPhoto } from '@tabler/icons-react';

const icons = {
  dataset: IconDatabase,
  model: IconBrain,
  code: IconCode,
  images: IconPhoto,
  documents: IconFileText,
} as const;

/** A sign for the usual types; a box for any other word. */
export function TypeIcon({ type, size = 18 }: { type: string; size?: number }) {
  const Icon = icons[type as keyof typeof icons] ?? IconBox;
  return <Icon size={size} stroke={1.6} aria-hidden />;
}
