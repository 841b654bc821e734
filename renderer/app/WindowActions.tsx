import { ActionIcon, Group, Menu, Tooltip, useMantineColorScheme } from '@mantine/core';
import type { MantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconKeyboard, IconMoon, IconSun } from '@tabler/icons-react';
import { useNavigationApi } from './navigation.ts';
import { useShell } from './Providers.tsx';

const schemes = [
  { scheme: 'auto', label: 'As the system', Icon: IconDeviceDesktop },
  { scheme: 'light', label: 'Light', Icon: IconSun },
  { scheme: 'dark', label: 'Dark', Icon: IconMoon },
] as const satisfies readonly { scheme: MantineColorScheme; label: string; Icon: typeof IconSun }[];

/** The look of the window, and the list of shortcuts. */
export function WindowActions() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { setShortcuts } = useNavigationApi().getState();
  const shell = useShell();
  const Current = schemes.find(({ scheme }) => scheme === colorScheme)?.Icon ?? IconDeviceDesktop;

  function choose(scheme: MantineColorScheme): void {
    setColorScheme(scheme);
    // The frame of the window follows; without an answer only the frame stays as it is.
    shell.invoke('shell.setTheme', { theme: scheme === 'auto' ? 'system' : scheme }).catch(() => undefined);
  }

  return (
    <Group gap={2} wrap="nowrap">
      <Tooltip label="Keyboard shortcuts">
        <ActionIcon variant="subtle" color="gray" aria-label="Keyboard shortcuts" onClick={() => setShortcuts(true)}>
          <IconKeyboard size={18} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
      <Menu shadow="md" width={170} position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label="Colours">
            <Current size={18} stroke={1.7} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.RadioGroup value={colorScheme} onChange={(value) => choose(value as MantineColorScheme)}>
            {schemes.map(({ scheme, label }) => (
              <Menu.RadioItem key={scheme} value={scheme} closeMenuOnClick>
                {label}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
