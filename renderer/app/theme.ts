import { createTheme } from '@mantine/core';
import type { CSSVariablesResolver, MantineColorsTuple } from '@mantine/core';

/** The upper layer: what is alive now. */
const strata: MantineColorsTuple = [
  '#e6f8f5',
  '#cff0ea',
  '#a0e1d6',
  '#6dd1c0',
  '#45c2ae',
  '#25b09b',
  '#129987',
  '#0b7c6f',
  '#0a655b',
  '#084d46',
];

/** The layers below: what was. */
const depth: MantineColorsTuple = [
  '#eef0ff',
  '#dde0fd',
  '#bbc1f7',
  '#979ff1',
  '#7783ec',
  '#5b69e6',
  '#4c59d8',
  '#404bbf',
  '#363fa0',
  '#2c3380',
];

const dark: MantineColorsTuple = [
  '#d9dfe6',
  '#b6c0cb',
  '#93a0ae',
  '#5d6a78',
  '#3a4550',
  '#2c353f',
  '#20272f',
  '#171d23',
  '#11161b',
  '#0c1014',
];

export const theme = createTheme({
  primaryColor: 'strata',
  primaryShade: { light: 7, dark: 7 },
  colors: { strata, depth, dark },
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Ubuntu, Cantarell, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace',
  headings: { fontWeight: '650' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    Badge: { defaultProps: { tt: 'none', fw: 500 } },
    Tooltip: { defaultProps: { openDelay: 400, withinPortal: true } },
    Notification: { styles: { description: { color: 'var(--mantine-color-text)' } } },
    // They go at once: a dialog that fades still holds the keys back, and the next shortcut would be lost.
    Modal: {
      defaultProps: {
        centered: true,
        overlayProps: { backgroundOpacity: 0.45 },
        transitionProps: { transition: 'fade-down', duration: 150, exitDuration: 0 },
      },
      // What has the keyboard is not scrolled under a dialog's title, nor under the buttons that stay at its foot.
      styles: { title: { fontWeight: 650, lineHeight: 1.3 }, content: { scrollPaddingTop: 68, scrollPaddingBottom: 76 } },
    },
    Drawer: { defaultProps: { transitionProps: { duration: 150, exitDuration: 0 } } },
  },
});

/** The few colours of our own that are more than a shade of the theme. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#fbfcfc',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-dimmed': '#5d6771',
    '--mantine-color-orange-light-color': '#a34200',
    '--strata-line': '#e3e7ea',
    '--strata-side': '#f3f6f6',
    '--strata-added': '#0a6e4f',
    '--strata-modified': '#8a5a00',
    '--strata-removed': '#b3261e',
    '--strata-renamed': '#3b45a8',
    '--strata-part-shared': '#0b7c6f',
    '--strata-part-unique': '#7783ec',
    '--strata-part-elsewhere': '#4aa3c7',
    '--strata-part-waiting': '#e0a030',
  },
  dark: {
    '--mantine-color-dimmed': '#93a0ae',
    '--mantine-color-error': '#ff8f86',
    '--mantine-color-strata-light': 'rgb(37 184 162 / 16%)',
    '--mantine-color-strata-light-hover': 'rgb(37 184 162 / 24%)',
    '--mantine-color-strata-light-color': '#6dd1c0',
    '--mantine-color-depth-light': 'rgb(119 131 236 / 24%)',
    '--mantine-color-depth-light-hover': 'rgb(119 131 236 / 34%)',
    '--mantine-color-depth-light-color': '#bbc1f7',
    '--mantine-color-gray-light': 'rgb(255 255 255 / 8%)',
    '--mantine-color-gray-light-hover': 'rgb(255 255 255 / 12%)',
    '--mantine-color-gray-light-color': '#c3ccd5',
    '--mantine-color-orange-light': 'rgb(253 126 20 / 20%)',
    '--mantine-color-orange-light-color': '#ffb776',
    '--mantine-color-red-light': 'rgb(250 82 82 / 18%)',
    '--mantine-color-red-light-color': '#ffa8a8',
    '--strata-line': '#2c353f',
    '--strata-side': '#12171c',
    '--strata-added': '#5fd3a3',
    '--strata-modified': '#e3b35a',
    '--strata-removed': '#ff8f86',
    '--strata-renamed': '#a9b1f5',
    '--strata-part-shared': '#25b09b',
    '--strata-part-unique': '#8f99f0',
    '--strata-part-elsewhere': '#5fb8da',
    '--strata-part-waiting': '#e3b35a',
  },
});
