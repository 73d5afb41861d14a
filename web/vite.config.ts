// SPDX-License-Identifier: Apache-2.0
// How the web app is built (into dist/, which the program embeds) and how its unit tests run.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
    plugins: [react()],
    build: {
        target: 'es2022',
        sourcemap: false,
        // The program's Content-Security-Policy allows files of its own only: nothing may become a data: URL or an inline script.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        chunkSizeWarningLimit: 700,
    },
    test: {
        environment: 'jsdom',
        setupFiles: ['src/test_setup.ts'],
        include: ['src/**/*.test.{ts,tsx}'],
        css: false,
        maxWorkers: 1,
    },
});
