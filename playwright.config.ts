import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: 'out/test-results',
  // Build, runtime, libraries and display: once for all tests.
  globalSetup: './test/e2e/global-setup.ts',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  // Most tests start a whole app with an engine of its own, and then mostly wait for it.
  workers: 2,
  fullyParallel: false,
  reporter: 'list',
  forbidOnly: process.env['CI'] === 'true',
});
