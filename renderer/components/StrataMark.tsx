/** The sign of Strata: three layers. */
export function StrataMark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden focusable="false">
      <path d="M12 13.2 2.5 17.6 12 22l9.5-4.4z" fill="var(--mantine-color-depth-7)" />
      <path d="M12 7.6 2.5 12l9.5 4.4 9.5-4.4z" fill="var(--mantine-color-depth-4)" />
      <path d="M12 2 2.5 6.4 12 10.8l9.5-4.4z" fill="var(--mantine-color-strata-5)" />
    </svg>
  );
}
