// SPDX-License-Identifier: Apache-2.0
// Debian's Chromium, quiet: each piece of work gets a profile of its own that is thrown away afterwards. Where LOCKSTEP_BROWSER names
// a Chromium that is running already (e2e/run.mjs starts one for all specs), its profile is one of that, which is there in no time.
import { chromium } from 'playwright-core';

const path = process.env.LOCKSTEP_CHROMIUM ?? '/usr/bin/chromium';
const options = {
    executablePath: path,
    headless: true,
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
};

// A Chromium for many; its address is .wsEndpoint(), its end .close().
export function browserForMany() {
    return chromium.launchServer(options);
}

export async function withBrowser(work) {
    const shared = process.env.LOCKSTEP_BROWSER;
    const browser = shared === undefined ? await chromium.launch(options) : await chromium.connect(shared);
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    try {
        return await work(context);
    } finally {
        await context.close();
        await browser.close(); // of a shared one only our end of the line
    }
}
