// SPDX-License-Identifier: Apache-2.0
// Debian's Chromium, quiet and with a profile of its own that is thrown away afterwards.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const path = process.env.LOCKSTEP_CHROMIUM ?? '/usr/bin/chromium';

export async function withBrowser(work) {
    const profile = mkdtempSync(join(tmpdir(), 'lockstep-web-'));
    const context = await chromium.launchPersistentContext(profile, {
        executablePath: path,
        headless: true,
        viewport: { width: 1440, height: 900 },
        args: [
            '--headless',
            '--no-sandbox',
            '--disable-gpu',
            '--disable-quic',
            '--no-first-run',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
        ],
    });
    try {
        return await work(context);
    } finally {
        await context.close();
        rmSync(profile, { recursive: true, force: true });
    }
}
